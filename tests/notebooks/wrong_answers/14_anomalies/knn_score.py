# %% squared: forgets the root
def knn_score(h_train, h, k):
    squared = (h**2).sum(axis=1)[:, np.newaxis] - 2 * h @ h_train.T + (h_train**2).sum(axis=1)
    return np.sort(squared, axis=1)[:, k - 1]


# %% nearest: k is not used
def knn_score(h_train, h, k):
    squared = (h**2).sum(axis=1)[:, np.newaxis] - 2 * h @ h_train.T + (h_train**2).sum(axis=1)
    return np.sqrt(np.maximum(squared.min(axis=1), 0))


# %% mean_of_k: the mean of the k nearest
def knn_score(h_train, h, k):
    squared = (h**2).sum(axis=1)[:, np.newaxis] - 2 * h @ h_train.T + (h_train**2).sum(axis=1)
    return np.sqrt(np.maximum(np.sort(squared, axis=1)[:, :k], 0)).mean(axis=1)


# %% sum_of_k: the sum of the k nearest
def knn_score(h_train, h, k):
    distances = np.linalg.norm(h[:, None] - h_train[None], axis=-1)
    return np.sort(distances, axis=1)[:, :k].sum(axis=1)


# %% one_too_far: takes the row itself for the nearest
def knn_score(h_train, h, k):
    distances = np.linalg.norm(h[:, None] - h_train[None], axis=-1)
    return np.sort(distances, axis=1)[:, min(k, len(h_train) - 1)]


# %% furthest: sorts the other way
def knn_score(h_train, h, k):
    distances = np.linalg.norm(h[:, None] - h_train[None], axis=-1)
    return np.sort(distances, axis=1)[:, -k]


# %% negative_squares: no guard against rounding below zero
def knn_score(h_train, h, k):
    squared = (h**2).sum(axis=1)[:, np.newaxis] - 2 * h @ h_train.T + (h_train**2).sum(axis=1)
    return np.sqrt(np.partition(squared, k - 1, axis=1)[:, k - 1] - 1e-13)


# %% product_once: the mixed term is not doubled
def knn_score(h_train, h, k):
    squared = (h**2).sum(axis=1)[:, np.newaxis] - h @ h_train.T + (h_train**2).sum(axis=1)
    return np.sqrt(np.maximum(np.sort(squared, axis=1)[:, k - 1], 0))


# %% city_blocks: absolute differences
def knn_score(h_train, h, k):
    return np.sort(np.abs(h[:, None] - h_train[None]).sum(axis=-1), axis=1)[:, k - 1]


# %% from_the_mean: the distance to the mean
def knn_score(h_train, h, k):
    return np.linalg.norm(h - h_train.mean(axis=0), axis=1)


# %% wrong_axis: sorts down the columns
def knn_score(h_train, h, k):
    distances = np.linalg.norm(h[:, None] - h_train[None], axis=-1)
    return np.sort(distances, axis=0)[k - 1]


# %% not_sorted: the k-th row, not the k-th nearest
def knn_score(h_train, h, k):
    return np.linalg.norm(h - h_train[k - 1], axis=1)
