# %% product_then_sum: weights each unit, then adds
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return np.sum((h * (1 - h)) ** 2 * np.sum(W**2, axis=0), axis=1)


# %% einsum: three factors
def contractive_penalty(x, W, b):
    h = 1 / (1 + np.exp(-(x @ W + b)))
    slope = h * (1 - h)
    lengths = np.einsum("dk,dk->k", W, W)
    return np.einsum("nk,nk,k->n", slope, slope, lengths)


# %% norms: lengths of rows of J
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return np.linalg.norm(h * (1 - h) * np.linalg.norm(W, axis=0), axis=1) ** 2


# %% float32: single precision
def contractive_penalty(x, W, b):
    x, W, b = (a.astype(np.float32) for a in (x, W, b))
    h = expit(x @ W + b)
    return (h * (1 - h)) ** 2 @ (W**2).sum(axis=0)
