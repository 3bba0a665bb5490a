"""How a session and a judge talk: messages, re-entrant questions, the random state that goes along."""
