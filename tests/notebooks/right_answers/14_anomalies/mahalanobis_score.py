# %% einsum: the quadratic form spelled out
def mahalanobis_score(h_train, h):
    mean, inverse = np.mean(h_train, axis=0), np.linalg.inv(np.cov(h_train.T))
    return np.sqrt(np.einsum("ni,ij,nj->n", h - mean, inverse, h - mean))


# %% cholesky: whitens, then takes the length
def mahalanobis_score(h_train, h):
    L = np.linalg.cholesky(np.cov(h_train, rowvar=False))
    return np.linalg.norm(np.linalg.solve(L, (h - h_train.mean(axis=0)).T), axis=0)


# %% scipy: one row after the other
def mahalanobis_score(h_train, h):
    from scipy.spatial.distance import mahalanobis

    inverse = np.linalg.inv(np.cov(h_train, rowvar=False))
    return np.array([mahalanobis(row, h_train.mean(axis=0), inverse) for row in h])


# %% diagonal: all pairs, then the diagonal
def mahalanobis_score(h_train, h):
    z = h - h_train.mean(axis=0)
    return np.sqrt(np.diag(z @ np.linalg.inv(np.cov(h_train, rowvar=False)) @ z.T))


# %% svd: from the singular values of the centred codes
def mahalanobis_score(h_train, h):
    mean = h_train.mean(axis=0)
    _, s, Vt = np.linalg.svd(h_train - mean, full_matrices=False)
    return np.linalg.norm((h - mean) @ Vt.T / s, axis=1) * np.sqrt(len(h_train) - 1)
