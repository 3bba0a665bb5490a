# %% einsum: one term after the other
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    miss = x_hat - x
    n = len(x)
    back = np.einsum("nd,dk->nk", miss, W) * (h - h**2)
    grad_W = np.einsum("nd,nk->dk", miss, h) + np.einsum("nd,nk->dk", x, back)
    return grad_W / n, back.mean(axis=0), miss.mean(axis=0)


# %% rows: a loop over the samples
def tied_gradient(x, W, b, c):
    grad_W, grad_b, grad_c = np.zeros_like(W), np.zeros_like(b), np.zeros_like(c)
    for row in x:
        h = 1 / (1 + np.exp(-(row @ W + b)))
        miss = W @ h + c - row
        delta = (W.T @ miss) * h * (1 - h)
        grad_W += np.outer(miss, h) + np.outer(row, delta)
        grad_b += delta
        grad_c += miss
    return grad_W / len(x), grad_b / len(x), grad_c / len(x)


# %% transpose_at_the_end: the decoder's part as the gradient of the transposed matrix
def tied_gradient(x, W, b, c):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    x_hat = h @ W.T + c
    g = (x_hat - x) / x.shape[0]
    ga = g @ W * h * (1 - h)
    return (h.T @ g).T + x.T @ ga, ga.sum(0), g.sum(0)
