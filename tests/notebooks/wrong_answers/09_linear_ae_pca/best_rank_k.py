# %% keeps_the_smallest: takes the last singular values, as if they were sorted upwards
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, -k:] * sigma[-k:]) @ Vt[-k:]

# %% transposes_vt: believes that NumPy returns V and transposes it
def best_rank_k(A, k):
    U, sigma, V = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * sigma[:k]) @ V.T[:k]

# %% columns_of_vt: takes the first k columns where the first k rows belong
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A)
    return U[:, :k] @ np.diag(sigma[:k]) @ Vt[:, :k].T

# %% forgets_sigma: multiplies the singular vectors only
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ Vt[:k]

# %% centres_first: does PCA, which takes the mean away and puts it back
def best_rank_k(A, k):
    mean = A.mean(axis=1, keepdims=True)
    U, sigma, Vt = np.linalg.svd(A - mean, full_matrices=False)
    return mean + (U[:, :k] * sigma[:k]) @ Vt[:k]

# %% single_term: keeps the k-th term only
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A, full_matrices=False)
    return sigma[k - 1] * np.outer(U[:, k - 1], Vt[k - 1])

# %% one_too_many: counts from zero and keeps k + 1 terms
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, : k + 1] * sigma[: k + 1]) @ Vt[: k + 1]

# %% sigma_squared: uses the eigenvalues of A A' as weights
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A, full_matrices=False)
    return (U[:, :k] * sigma[:k] ** 2) @ Vt[:k]

# %% picks_columns: keeps the k longest columns of A
def best_rank_k(A, k):
    keep = np.argsort(-np.linalg.norm(A, axis=0))[:k]
    B = np.zeros_like(A, dtype=float)
    B[:, keep] = A[:, keep]
    return B
