# %% swapped: returns the decoder first
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    return U[:, :k] * sigma[:k], U[:, :k].T / sigma[:k, None]

# %% multiplies_twice: multiplies by sigma in the encoder as well
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    return U[:, :k].T * sigma[:k, None], U[:, :k] * sigma[:k]

# %% decoder_without_sigma: forgets that what was divided must be multiplied
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    return U[:, :k].T / sigma[:k, None], U[:, :k]

# %% centres_first: subtracts the mean example before the SVD
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X - X.mean(axis=1, keepdims=True), full_matrices=False)
    return U[:, :k].T / sigma[:k, None], U[:, :k] * sigma[:k]

# %% last_ones: keeps the smallest singular values
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    return U[:, -k:].T / sigma[-k:, None], U[:, -k:] * sigma[-k:]

# %% rows_of_u: slices the rows of U where the columns belong
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    return U[:k] / sigma[:k, None], U[:k].T * sigma[:k]

# %% examples_as_rows: treats the rows of X as the examples and returns Keras's shapes
def optimal_pair(X, k):
    U, sigma, Vt = np.linalg.svd(X, full_matrices=False)
    return Vt[:k] / sigma[:k, None], Vt[:k].T * sigma[:k]

# %% codes_for_encoder: returns the codes V_k' instead of the matrix that makes them
def optimal_pair(X, k):
    U, sigma, Vt = np.linalg.svd(X, full_matrices=False)
    return Vt[:k], U[:, :k] * sigma[:k]

# %% pixels_not_axes: codes the k pixels of largest energy
def optimal_pair(X, k):
    keep = np.argsort(-np.sum(X**2, axis=1))[:k]
    W = np.eye(len(X))[keep]
    return W, X @ np.linalg.pinv(W @ X)

# %% division_by_columns: divides along the wrong axis, by the singular value of the pixel's number
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X)
    scale = np.resize(sigma, len(X))
    return U[:, :k].T / scale, U[:, :k] * sigma[:k]
