# %% n_minus_one: the unbiased covariance
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / (len(h) - 1)
    return mean, np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1]))


# %% not_divided: the sum of products
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean)
    return mean, np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1]))


# %% not_a_root: returns the covariance itself
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, covariance + 1e-6 * np.eye(h.shape[1])


# %% transposed: the upper factor
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1])).T


# %% no_products: one spread for each unit
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.diag(np.sqrt(h.var(axis=0) + 1e-6))


# %% not_centred: products about the origin
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = h.T @ h / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1]))


# %% no_small_diagonal: a unit that never changes stops it
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance)


# %% a_large_diagonal: one in a thousand
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-3 * np.eye(h.shape[1]))


# %% diagonal_after_the_root: added to L
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-12 * np.eye(h.shape[1])) + 1e-6 * np.eye(h.shape[1])


# %% everywhere: the small number added to every entry
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-6)


# %% over_the_units: the other axis
def fit_code_density(h):
    mean = h.mean(axis=1)[: h.shape[1]]
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1]))


# %% exchanged: L, then the mean
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1])), mean


# %% entry_by_entry: the root of each entry
def fit_code_density(h):
    mean = h.mean(axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.sqrt(np.abs(covariance)) + 1e-6 * np.eye(h.shape[1])


# %% median: the middle code
def fit_code_density(h):
    mean = np.median(h, axis=0)
    covariance = (h - mean).T @ (h - mean) / len(h)
    return mean, np.linalg.cholesky(covariance + 1e-6 * np.eye(h.shape[1]))
