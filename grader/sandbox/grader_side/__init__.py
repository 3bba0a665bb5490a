"""The grader's side of a running notebook: talks to session and judge, and ends what goes over a limit."""
