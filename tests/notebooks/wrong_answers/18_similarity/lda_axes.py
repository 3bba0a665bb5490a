# %% smallest_first: eigh sorts upwards
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within, between = x - means, means - x.mean(axis=0)
    return eigh(between.T @ between / len(x), within.T @ within / len(x))[1][:, :k]


# %% last_k_in_rising_order: takes the right ones, the largest last
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within, between = x - means, means - x.mean(axis=0)
    return eigh(between.T @ between / len(x), within.T @ within / len(x))[1][:, -k:]


# %% rows: directions as rows
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within, between = x - means, means - x.mean(axis=0)
    return eigh(between.T @ between / len(x), within.T @ within / len(x))[1][:, ::-1][:, :k].T


# %% length_one: the general eigenproblem, columns of length 1
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within, between = x - means, means - x.mean(axis=0)
    values, axes = np.linalg.eig(np.linalg.solve(within.T @ within, between.T @ between))
    return axes.real[:, np.argsort(-values.real)[:k]]


# %% total_covariance: the spread of all rows in place of that within the classes
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    between = means - x.mean(axis=0)
    return eigh(between.T @ between / len(x), np.cov(x.T, bias=True))[1][:, ::-1][:, :k]


# %% sums: scatter matrices, not covariances
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within, between = x - means, means - x.mean(axis=0)
    return eigh(between.T @ between, within.T @ within)[1][:, ::-1][:, :k]


# %% degrees_of_freedom: divides by n minus the number of classes
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within, between = x - means, means - x.mean(axis=0)
    return eigh(between.T @ between / len(x), within.T @ within / (len(x) - len(classes)))[1][:, ::-1][:, :k]


# %% classes_count_once: the covariance of the class means, whatever their sizes
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])
    within = x - means[index]
    return eigh(np.cov(means.T, bias=True), within.T @ within / len(x))[1][:, ::-1][:, :k]


# %% mean_of_covariances: each class counts once within
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    between = np.stack([x[y == c].mean(axis=0) for c in classes])[index] - x.mean(axis=0)
    W = np.mean([np.cov(x[y == c].T, bias=True) for c in classes], axis=0)
    return eigh(between.T @ between / len(x), W)[1][:, ::-1][:, :k]


# %% means_only: the axes of the class means, without the covariance within
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    between = np.stack([x[y == c].mean(axis=0) for c in classes])[index] - x.mean(axis=0)
    return eigh(between.T @ between / len(x))[1][:, ::-1][:, :k]


# %% pca: the classes are not used
def lda_axes(x, y, k):
    return np.linalg.eigh(np.cov(x.T, bias=True))[1][:, ::-1][:, :k]


# %% about_zero: the mean of all rows is not taken away
def lda_axes(x, y, k):
    classes, index = np.unique(y, return_inverse=True)
    means = np.stack([x[y == c].mean(axis=0) for c in classes])[index]
    within = x - means
    return eigh(means.T @ means / len(x), within.T @ within / len(x))[1][:, ::-1][:, :k]


# %% classes_from_zero: takes the classes for 0, 1, 2, ...
def lda_axes(x, y, k):
    means = np.stack([x[y == c].mean(axis=0) for c in range(len(np.unique(y)))])[y]
    within, between = x - means, means - x.mean(axis=0)
    return eigh(between.T @ between / len(x), within.T @ within / len(x))[1][:, ::-1][:, :k]
