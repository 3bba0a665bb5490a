# %% u_transposed: U from the other side
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + h @ U.T + b)
        states.append(h)
    return np.stack(states, axis=1)


# %% no_bias: b is forgotten
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + h @ U)
        states.append(h)
    return np.stack(states, axis=1)


# %% no_memory: a dense layer at every step
def rnn_forward(x, W, U, b):
    return np.tanh(x @ W + b)


# %% last_state: one vector per sequence
def rnn_forward(x, W, U, b):
    h = np.zeros((len(x), len(b)))
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + h @ U + b)
    return h


# %% time_first: np.stack without an axis
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + h @ U + b)
        states.append(h)
    return np.stack(states)


# %% ones_at_first: begins with ones
def rnn_forward(x, W, U, b):
    h, states = np.ones((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + h @ U + b)
        states.append(h)
    return np.stack(states, axis=1)


# %% sigmoid: another squashing function
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = 1 / (1 + np.exp(-(x[:, t] @ W + h @ U + b)))
        states.append(h)
    return np.stack(states, axis=1)


# %% linear: no tanh
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = x[:, t] @ W + h @ U + b
        states.append(h)
    return np.stack(states, axis=1)


# %% hands_on_before_tanh: the memory is not squashed
def rnn_forward(x, W, U, b):
    a, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        a = x[:, t] @ W + a @ U + b
        states.append(np.tanh(a))
    return np.stack(states, axis=1)


# %% memory_outside: h U is added after the tanh
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ W + b) + h @ U
        states.append(h)
    return np.stack(states, axis=1)


# %% from_the_end: reads backwards
def rnn_forward(x, W, U, b):
    h, states = np.zeros((len(x), len(b))), []
    for t in reversed(range(x.shape[1])):
        h = np.tanh(x[:, t] @ W + h @ U + b)
        states.append(h)
    return np.stack(states, axis=1)
