# %% weights_only: the singular values of W
def local_spectrum(W, b, x):
    s = np.linalg.svd(W, compute_uv=False)
    return np.repeat(s[None], len(x), axis=0)


# %% no_bias: the slope is taken at x W
def local_spectrum(W, b, x):
    h = expit(x @ W)
    return np.linalg.svd((h * (1 - h))[:, :, None] * W.T, compute_uv=False)


# %% squared: eigenvalues of J J^T
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    return np.linalg.svd((h * (1 - h))[:, :, None] * W.T, compute_uv=False) ** 2


# %% ascending: smallest first
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    return np.linalg.svd((h * (1 - h))[:, :, None] * W.T, compute_uv=False)[:, ::-1]


# %% averaged: the mean spectrum
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    return np.linalg.svd((h * (1 - h))[:, :, None] * W.T, compute_uv=False).mean(axis=0)


# %% of_the_mean: the spectrum of the mean Jacobian
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    J = ((h * (1 - h))[:, :, None] * W.T).mean(axis=0)
    return np.repeat(np.linalg.svd(J, compute_uv=False)[None], len(x), axis=0)


# %% scaled_values: the singular values of W, times sorted slopes
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    s = np.linalg.svd(W, compute_uv=False)
    slopes = -np.sort(-(h * (1 - h)), axis=1)[:, : len(s)]
    return slopes * s


# %% value_for_slope: scales by h
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    return np.linalg.svd(h[:, :, None] * W.T, compute_uv=False)


# %% normalised: divided by the largest
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    s = np.linalg.svd((h * (1 - h))[:, :, None] * W.T, compute_uv=False)
    return s / s[:, :1]


# %% row_lengths: the length of each row of J, sorted
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    return -np.sort(-(h * (1 - h)) * np.linalg.norm(W, axis=0), axis=1)[:, : min(W.shape)]


# %% gram_of_units: as many values as units
def local_spectrum(W, b, x):
    h = expit(x @ W + b)
    J = (h * (1 - h))[:, :, None] * W.T
    return np.sqrt(np.maximum(np.linalg.eigvalsh(J @ J.transpose(0, 2, 1)), 0))[:, ::-1]
