# %% svd: singular vectors of the centred images
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    Vt = np.linalg.svd(x_train - mean, full_matrices=False)[2][:k]
    return (x - mean) @ Vt.T @ Vt + mean


# %% covariance_sorted: np.cov, and eigenvalues sorted by hand
def pca_reconstruct(x_train, x, k):
    mean = np.mean(x_train, axis=0)
    values, vectors = np.linalg.eigh(np.cov(x_train, rowvar=False))
    V = vectors[:, np.argsort(values)[::-1][:k]]
    return np.dot(np.dot(x - mean, V), V.T) + mean


# %% dropped_directions: takes away what is not among the first k
def pca_reconstruct(x_train, x, k):
    mean = x_train.mean(axis=0)
    _, vectors = np.linalg.eigh((x_train - mean).T @ (x_train - mean))
    rest = vectors[:, : x_train.shape[1] - k]
    return x - (x - mean) @ rest @ rest.T


# %% scikit_learn: the library's PCA with a special case for k = 0
def pca_reconstruct(x_train, x, k):
    from sklearn.decomposition import PCA

    if k == 0:
        return np.tile(np.mean(x_train, axis=0), (len(x), 1))
    pca = PCA(n_components=k).fit(x_train)
    return pca.inverse_transform(pca.transform(x))
