# %% with_cov: NumPy's covariance, told to divide by n
def fit_code_density(h):
    S = np.cov(h, rowvar=False, bias=True) + 1e-6 * np.eye(h.shape[1])
    return np.mean(h, axis=0), np.linalg.cholesky(S)


# %% symmetric_root: eigenvalues instead of Cholesky
def fit_code_density(h):
    c = h - h.mean(axis=0)
    values, V = np.linalg.eigh(c.T @ c / len(h) + 1e-6 * np.eye(h.shape[1]))
    return h.mean(axis=0), (V * np.sqrt(values)) @ V.T


# %% scaled_axes: eigenvectors times roots
def fit_code_density(h):
    mean = h.sum(axis=0) / len(h)
    values, V = np.linalg.eigh(np.cov(h.T, ddof=0))
    return mean, V * np.sqrt(np.clip(values, 0, None) + 1e-6)
