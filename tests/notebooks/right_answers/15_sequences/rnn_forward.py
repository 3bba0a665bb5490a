# %% filled_array: states written into an array
def rnn_forward(x, W, U, b):
    n, T, _ = x.shape
    states = np.zeros((n, T + 1, len(b)))
    for t in range(T):
        states[:, t + 1] = np.tanh(x[:, t] @ W + states[:, t] @ U + b)
    return states[:, 1:]


# %% inputs_first: all inputs in one product
def rnn_forward(x, W, U, b):
    inputs = x @ W + b
    states, h = [], np.zeros((x.shape[0], W.shape[1]))
    for t in range(inputs.shape[1]):
        h = np.tanh(inputs[:, t] + h @ U)
        states.append(h)
    return np.transpose(np.array(states), (1, 0, 2))


# %% one_matrix: input and memory side by side
def rnn_forward(x, W, U, b):
    both = np.vstack([W, U])
    h, states = np.zeros((len(x), U.shape[0])), []
    for t in range(x.shape[1]):
        h = np.tanh(np.hstack([x[:, t], h]) @ both + b)
        states.append(h)
    return np.stack(states, axis=1)
