# %% svd: singular values of the patches
def whiten(patches, eps):
    centred = patches - np.mean(patches, axis=0, keepdims=True)
    _, s, Vt = np.linalg.svd(centred, full_matrices=False)
    return centred @ Vt.T @ np.diag(1 / np.sqrt(s**2 / len(patches) + eps)) @ Vt


# %% covariance: NumPy's, with bias
def whiten(patches, eps):
    C = np.cov(patches, rowvar=False, bias=True)
    s, U = np.linalg.eigh(C)
    M = U @ np.diag((s + eps) ** -0.5) @ U.T
    return (patches - patches.mean(axis=0)) @ M


# %% eps_first: added to the diagonal of C
def whiten(patches, eps):
    centred = patches - patches.mean(axis=0)
    s, U = np.linalg.eigh(centred.T @ centred / len(patches) + eps * np.eye(patches.shape[1]))
    return (U / np.sqrt(s) @ U.T @ centred.T).T
