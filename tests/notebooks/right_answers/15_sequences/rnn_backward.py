# %% padded_states: states with the zero in front
def rnn_backward(x, h, U, g):
    n, T, k = h.shape
    before = np.concatenate([np.zeros((n, 1, k)), h[:, :-1]], axis=1)
    da, back = np.zeros_like(h), np.zeros((n, k))
    for t in range(T - 1, -1, -1):
        da[:, t] = (g[:, t] + back) * (1 - h[:, t] ** 2)
        back = da[:, t] @ U.T
    return np.einsum("ntd,ntk->dk", x, da), np.einsum("ntj,ntk->jk", before, da), da.sum(axis=(0, 1))


# %% dh_carried: carries the derivative of the state
def rnn_backward(x, h, U, g):
    dW = dU = db = 0.0
    dh = 0.0
    for t in range(x.shape[1])[::-1]:
        dh = dh + g[:, t]
        da = dh * (1.0 - np.square(h[:, t]))
        earlier = h[:, t - 1] if t else np.zeros_like(h[:, 0])
        dW, dU, db = dW + x[:, t].T @ da, dU + earlier.T @ da, db + np.ones(len(da)) @ da
        dh = da @ U.T
    return [dW, dU, db]


# %% row_by_row: one sequence after the other
def rnn_backward(x, h, U, g):
    dW, dU, db = np.zeros((x.shape[-1], U.shape[0])), np.zeros_like(U), np.zeros(U.shape[0])
    for one, states, direct in zip(x, h, g):
        passed = np.zeros(len(U))
        for t in range(len(one) - 1, -1, -1):
            da = (direct[t] + passed) * (1 - states[t] ** 2)
            dW = dW + np.outer(one[t], da)
            dU = dU + (np.outer(states[t - 1], da) if t > 0 else 0)
            db = db + da
            passed = U @ da
    return dW, dU, db
