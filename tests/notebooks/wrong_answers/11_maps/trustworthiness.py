# %% exchanged: ranks on the map, neighbours in the data
def trustworthiness(x, y, k):
    n, near, far = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% one_argsort: the sorted list is taken for the ranks
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% own_neighbour: a point is among its own neighbours on the map
def trustworthiness(x, y, k):
    n = len(x)
    ranks = cdist(x, x).argsort(axis=1).argsort(axis=1)
    chosen = cdist(y, y).argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% ranks_from_zero: the nearest other point has the rank 0
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, np.inf)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% ranks_from_two: one added to ranks that already begin with 1
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1) + 1
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% no_maximum: near neighbours make up for intruders
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * (np.take_along_axis(ranks, chosen, 1) - k).sum() / (n * k * (2 * n - 3 * k - 1))


# %% whole_rank: an intruder costs its rank, not what exceeds k
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    r = np.take_along_axis(ranks, near.argsort(axis=1)[:, :k], 1)
    return 1 - 2 * r[r > k].sum() / (n * k * (2 * n - 3 * k - 1))


# %% factor_of_one: the 2 is forgotten
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% distrust: the penalty itself
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% share_kept: how many of the neighbours are the same
def trustworthiness(x, y, k):
    far, near = cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, np.inf)
    np.fill_diagonal(near, np.inf)
    first, second = far.argsort(axis=1)[:, :k], near.argsort(axis=1)[:, :k]
    return np.mean([len(set(a) & set(b)) / k for a, b in zip(first, second, strict=True)])


# %% one_per_point: no mean over the points
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y, y)
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum(axis=1) / (k * (2 * n - 3 * k - 1))


# %% two_columns_only: the map is taken to be flat
def trustworthiness(x, y, k):
    n, far, near = len(x), cdist(x, x), cdist(y[:, :2], y[:, :2])
    np.fill_diagonal(far, -1)
    np.fill_diagonal(near, np.inf)
    ranks = far.argsort(axis=1).argsort(axis=1)
    chosen = near.argsort(axis=1)[:, :k]
    return 1 - 2 * np.maximum(np.take_along_axis(ranks, chosen, 1) - k, 0).sum() / (n * k * (2 * n - 3 * k - 1))


# %% sorted_list: the sorted list is taken for the ranks, with the point itself at its end as the first hint has it
def trustworthiness(x, y, k):
    n = len(x)
    dx, dy = cdist(x, x), cdist(y, y)
    np.fill_diagonal(dx, np.inf)
    np.fill_diagonal(dy, np.inf)
    ranks, chosen = dx.argsort(axis=1), dy.argsort(axis=1)[:, :k]
    excess = np.maximum(0, np.take_along_axis(ranks, chosen, axis=1) - k)
    return 1 - 2 * excess.sum() / (n * k * (2 * n - 3 * k - 1))
