# %% eigenvectors: of W* W*', from large to small, with other signs
def recover_axes(W_star, lam):
    k = W_star.shape[1]
    values, axes = np.linalg.eigh(W_star @ W_star.T)
    return -axes[:, ::-1][:, :k], lam / (1 - values[::-1][:k])

# %% small_gram: eigenvectors of the k by k matrix W*' W* undo the rotation
def recover_axes(W_star, lam):
    values, O = np.linalg.eigh(W_star.T @ W_star)
    values, O = values[::-1], O[:, ::-1]
    return W_star @ O / np.sqrt(values), lam / (1 - values)
