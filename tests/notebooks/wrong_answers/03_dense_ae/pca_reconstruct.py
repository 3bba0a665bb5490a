# %% smallest_directions: takes the first columns of eigh, whose eigenvalues rise
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    _, V = np.linalg.eigh((x_train - mean).T @ (x_train - mean))
    return mean + (x - mean) @ V[:, :k] @ V[:, :k].T


# %% not_centred: directions of the raw data
def pca_reconstruct(x_train, x, k):
    V = np.linalg.svd(x_train, full_matrices=False)[2][:k].T
    return x @ V @ V.T


# %% mean_not_added: forgets to move back
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    V = np.linalg.svd(x_train - mean, full_matrices=False)[2][:k].T
    return (x - mean) @ V @ V.T


# %% own_mean: centres the new images with their own mean
def pca_reconstruct(x_train, x, k):
    V = np.linalg.svd(x_train - x_train.mean(axis=0), full_matrices=False)[2][:k].T
    return x.mean(axis=0) + (x - x.mean(axis=0)) @ V @ V.T


# %% projects_uncentred: subtracts the mean for learning only
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    V = np.linalg.svd(x_train - mean, full_matrices=False)[2][:k].T
    return mean + x @ V @ V.T


# %% learned_on_x: directions of the images that are to be rebuilt
def pca_reconstruct(x_train, x, k):
    mean = x.mean(axis=0)
    V = np.linalg.svd(x - mean, full_matrices=False)[2][:k].T
    return mean + (x - mean) @ V @ V.T


# %% returns_code: stops at the k numbers
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    V = np.linalg.svd(x_train - mean, full_matrices=False)[2][:k].T
    return (x - mean) @ V


# %% rows_for_columns: takes rows of the eigenvector matrix
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    _, V = np.linalg.eigh((x_train - mean).T @ (x_train - mean))
    V = V[::-1][:k].T
    return mean + (x - mean) @ V @ V.T


# %% minus_zero: the slice [:, -k:] keeps everything at k = 0
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    _, V = np.linalg.eigh((x_train - mean).T @ (x_train - mean))
    return mean + (x - mean) @ V[:, -k:] @ V[:, -k:].T


# %% whitened: divides by the singular values and does not multiply them back
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    _, s, Vt = np.linalg.svd(x_train - mean, full_matrices=False)
    return mean + ((x - mean) @ Vt[:k].T / (s[:k] + 1e-12)) @ Vt[:k]


# %% rebuilds_training: returns the training images instead of x
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    V = np.linalg.svd(x_train - mean, full_matrices=False)[2][:k].T
    return mean + (x_train - mean) @ V @ V.T


# %% standardised: divides each pixel by its standard deviation first
def pca_reconstruct(x_train, x, k):
    mean, std = x_train.mean(axis=0), x_train.std(axis=0) + 1e-9
    V = np.linalg.svd((x_train - mean) / std, full_matrices=False)[2][:k].T
    return mean + ((x - mean) / std @ V @ V.T) * std


# %% one_mean_for_all_pixels: forgets axis=0, so that the mean is a number and no image
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean()
    V = np.linalg.svd(x_train - mean, full_matrices=False)[2][:k].T
    return mean + (x - mean) @ V @ V.T
