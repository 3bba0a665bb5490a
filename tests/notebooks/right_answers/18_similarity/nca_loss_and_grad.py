# %% all_differences: every difference of codes in one array
def nca_loss_and_grad(A, x, y):
    z, same, n = x @ A, y[:, None] == y[None], len(x)
    apart = z[:, None] - z[None]  # (n, n, k)
    D = (apart**2).sum(axis=-1)
    D[np.arange(n), np.arange(n)] = np.inf
    p = np.exp(-(D - D.min(axis=1)[:, None]))
    p = p / p.sum(axis=1)[:, None]
    right = (p * same).sum(axis=1)
    q = p * (right[:, None] - same)
    dz = -2 / n * (((q + q.T)[:, :, None] * apart).sum(axis=1))
    return 1 - right.mean(), x.T @ dz


# %% softmax_of_scipy: cdist and softmax
def nca_loss_and_grad(A, x, y):
    from scipy.spatial.distance import cdist
    from scipy.special import softmax

    z = x @ A
    D = cdist(z, z, "sqeuclidean")
    np.fill_diagonal(D, np.inf)
    p = softmax(-D, axis=1)
    same = np.equal.outer(y, y)
    right = np.where(same, p, 0).sum(axis=1)
    w = p * right[:, None] - np.where(same, p, 0)
    w = w + w.T
    return 1 - np.mean(right), 2 * x.T @ (w @ z - z * w.sum(axis=0)[:, None]) / len(x)


# %% goldberger: a sum over pairs of differences of the rows themselves
def nca_loss_and_grad(A, x, y):
    n, z = len(x), x @ A
    G, right = np.zeros((x.shape[1], x.shape[1])), np.zeros(n)
    for i in range(n):
        apart = x[i] - x
        d = ((z[i] - z) ** 2).sum(axis=1)
        d[i] = np.inf
        p = np.exp(d.min() - d)
        p /= p.sum()
        own = p * (y == y[i])
        right[i] = own.sum()
        G += right[i] * (apart.T * p) @ apart - (apart.T * own) @ apart
    return 1 - right.mean(), -2 / n * G @ A
