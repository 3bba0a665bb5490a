# %% class_by_class: sums over the classes
def lda_axes(x, y, k):
    d, m = x.shape[1], x.mean(axis=0)
    W, B = np.zeros((d, d)), np.zeros((d, d))
    for c in np.unique(y):
        own = x[y == c]
        mc = own.mean(axis=0)
        W += (own - mc).T @ (own - mc)
        B += len(own) * np.outer(mc - m, mc - m)
    values, axes = eigh(B / len(x), W / len(x))
    return axes[:, np.argsort(values)[::-1][:k]]


# %% whitened: first the covariance within becomes 1, then PCA of the means
def lda_axes(x, y, k):
    means = np.empty_like(x, dtype=float)
    for c in np.unique(y):
        means[y == c] = x[y == c].mean(axis=0)
    within, between = x - means, means - x.mean(axis=0)
    L = np.linalg.cholesky(within.T @ within / len(x))
    half = np.linalg.inv(L).T
    return half @ np.linalg.svd(between @ half, full_matrices=False)[2][:k].T


# %% total: within is the rest of the total, and the scale is set at the end
def lda_axes(x, y, k):
    means = np.array([x[y == c].mean(axis=0) for c in y])
    B, W = np.cov(means.T, bias=True), np.cov((x - means).T, bias=True)
    values, axes = np.linalg.eig(np.linalg.inv(W) @ B)
    axes = axes.real[:, np.argsort(-values.real)[:k]]
    return axes / np.sqrt(np.diag(axes.T @ W @ axes))
