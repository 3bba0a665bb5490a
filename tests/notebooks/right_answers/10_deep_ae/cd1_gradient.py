# %% of_the_free_energy: the mean gradient of F(v) - F(v')
def cd1_gradient(v, W, b, c, rng):
    n, p = len(v), expit(v @ W + b)
    h = rng.binomial(1, p)
    v1 = expit(h @ W.T + c)
    p1 = expit(v1 @ W + b)
    grad_W = np.einsum("ni,nj->ij", v1, p1) / n - np.einsum("ni,nj->ij", v, p) / n
    return grad_W, p1.sum(axis=0) / n - p.sum(axis=0) / n, v1.sum(axis=0) / n - v.sum(axis=0) / n


# %% outer_products: row by row, then the mean
def cd1_gradient(v, W, b, c, rng):
    p = 1 / (1 + np.exp(-(v @ W + b)))
    v1 = 1 / (1 + np.exp(-((rng.random(p.shape) < p) @ W.T + c)))
    p1 = 1 / (1 + np.exp(-(v1 @ W + b)))
    products = v1[:, :, None] * p1[:, None, :] - v[:, :, None] * p[:, None, :]
    return [products.mean(axis=0), np.mean(p1 - p, axis=0), np.mean(v1 - v, axis=0)]


# %% float32: what training uses
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape, dtype="float32") < p).astype("float32")
    v1 = expit(h @ W.T + c)
    p1 = expit(v1 @ W + b)
    return (v1.T @ p1 - v.T @ p) / len(v), (p1 - p).mean(0), (v1 - v).mean(0)
