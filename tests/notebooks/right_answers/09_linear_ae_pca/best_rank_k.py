# %% projection: projects the columns on the first left singular vectors
def best_rank_k(A, k):
    U = np.linalg.svd(A)[0][:, :k]
    return U @ U.T @ A

# %% loop: adds up the rank-one pictures
def best_rank_k(A, k):
    U, sigma, Vt = np.linalg.svd(A)
    B = np.zeros(A.shape)
    for i in range(k):
        B += sigma[i] * np.outer(U[:, i], Vt[i])
    return B

# %% eigenvectors: takes U from the eigenvectors of A A'
def best_rank_k(A, k):
    U = np.linalg.eigh(A @ A.T)[1][:, ::-1][:, :k]
    return U @ (U.T @ A)
