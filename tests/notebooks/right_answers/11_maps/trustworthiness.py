# %% sorted_lists: neighbour by neighbour, as the formula is written
def trustworthiness(x, y, k):
    n, total = len(x), 0
    for i in range(n):
        near = sorted(set(range(n)) - {i}, key=lambda j: np.sum((x[i] - x[j]) ** 2))
        told = sorted(set(range(n)) - {i}, key=lambda j: np.sum((y[i] - y[j]) ** 2))
        total += sum(max(0, near.index(j) + 1 - k) for j in told[:k])
    return 1 - 2 * total / (n * k * (2 * n - 3 * k - 1))


# %% by_scikit_learn: the library's own
def trustworthiness(x, y, k):
    from sklearn import manifold

    return manifold.trustworthiness(x, y, n_neighbors=k)


# %% ranks_by_placing: places written into an empty matrix
def trustworthiness(x, y, k):
    n = len(x)
    far, near = cdist(x, x), cdist(y, y)
    far[np.diag_indices(n)] = near[np.diag_indices(n)] = np.inf
    order, chosen = np.argsort(far, axis=1), np.argpartition(near, k, axis=1)[:, :k]
    ranks = np.empty((n, n), dtype=int)
    ranks[np.arange(n)[:, None], order] = np.arange(1, n + 1)
    r = ranks[np.arange(n)[:, None], chosen]
    return float(1 - 2 / (n * k * (2 * n - 3 * k - 1)) * (r[r > k] - k).sum())
