# %% arcsin: sines alone
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.arcsin(np.minimum(np.linalg.svd(Q_V - Q_U @ Q_U.T @ Q_V, compute_uv=False), 1))

# %% scipy: SciPy's function, the angles from large to small as well
def principal_angles(U, V):
    from scipy.linalg import subspace_angles

    return subspace_angles(U, V)

# %% svd_bases: bases from the SVD, small angles from sines and large ones from cosines
def principal_angles(U, V):
    Q_U, Q_V = (np.linalg.svd(M, full_matrices=False)[0] for M in (U, V))
    cosines = np.linalg.svd(Q_U.T @ Q_V, compute_uv=False)[::-1]
    sines = np.linalg.svd(Q_U - Q_V @ Q_V.T @ Q_U, compute_uv=False)
    return np.where(sines < 0.7, np.arcsin(np.clip(sines, 0, 1)), np.arccos(np.clip(cosines, 0, 1)))
