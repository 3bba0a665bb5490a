# %% orthonormal: uses U_k' and U_k, another optimal pair
def optimal_pair(X, k):
    U = np.linalg.svd(X, full_matrices=False)[0][:, :k]
    return U.T, U

# %% mixed: puts an invertible matrix between the two
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X, full_matrices=False)
    C = np.triu(np.ones((k, k))) + np.eye(k)
    return C @ (U[:, :k].T / sigma[:k, None]), (U[:, :k] * sigma[:k]) @ np.linalg.inv(C)

# %% eigenvectors: finds U and sigma from X X'
def optimal_pair(X, k):
    eigenvalues, U = np.linalg.eigh(X @ X.T)
    sigma, U = np.sqrt(eigenvalues[::-1][:k]), U[:, ::-1][:, :k]
    return np.diag(1 / sigma) @ U.T, U @ np.diag(sigma)

# %% pseudo_inverse: the encoder is the pseudo-inverse of the decoder
def optimal_pair(X, k):
    U, sigma, _ = np.linalg.svd(X)
    W_star = U[:, :k] @ np.diag(sigma[:k])
    return np.linalg.pinv(W_star), W_star
