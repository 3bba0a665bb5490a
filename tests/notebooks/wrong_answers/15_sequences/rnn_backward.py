# %% truncated: what is passed back is forgotten
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
    return dW, dU, db


# %% u_not_transposed: forgets to transpose
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U
    return dW, dU, db


# %% no_slope: the derivative of the tanh is missing
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% one_minus_h: 1 - h in place of 1 - h squared
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t])
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% sigmoid_slope: the derivative of another function
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * h[:, t] * (1 - h[:, t])
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% tanh_of_the_state: takes the state for the sum before
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - np.tanh(h[:, t]) ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% state_of_the_same_step: h_t in place of h_(t-1)
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        dU += h[:, t].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% wraps_around: h[:, -1] is the last state
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% last_step_only: weights are taken to belong to the last step
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW = dW if t < x.shape[1] - 1 else x[:, t].T @ da
        if t > 0:
            dU = dU if t < x.shape[1] - 1 else h[:, t - 1].T @ da
        db = db if t < x.shape[1] - 1 else da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% forwards: walks from the first step to the last
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in range(x.shape[1]):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% mean_over_sequences: divides by n
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW / len(x), dU / len(x), db / len(x)


# %% bias_by_mean: mean over rows for the bias
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.mean(axis=0)
        passed = da @ U.T
    return dW, dU, db


# %% slope_not_passed: passes back what has not been through the tanh
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = (g[:, t] + passed) @ U.T
    return dW, dU, db


# %% two_results: forgets the bias
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        da = (g[:, t] + passed) * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU


# %% writes_into_g: adds what is passed back to the argument itself
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[2], len(U))), np.zeros(U.shape), np.zeros(len(U))
    passed = np.zeros(h[:, 0].shape)
    for t in reversed(range(x.shape[1])):
        g[:, t] += passed
        da = g[:, t] * (1 - h[:, t] ** 2)
        dW += x[:, t].T @ da
        if t > 0:
            dU += h[:, t - 1].T @ da
        db += da.sum(axis=0)
        passed = da @ U.T
    return dW, dU, db
