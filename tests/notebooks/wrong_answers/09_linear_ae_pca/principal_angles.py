# %% not_orthonormal: takes the given columns as if they were orthonormal
def principal_angles(U, V):
    return np.arccos(np.clip(np.linalg.svd(U.T @ V, compute_uv=False), -1, 1))[::-1]

# %% only_arccos: right formula, blind for small angles
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.arccos(np.clip(np.linalg.svd(Q_U.T @ Q_V, compute_uv=False), -1, 1))[::-1]

# %% unclipped: NaN where rounding makes a cosine larger than 1
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.arccos(np.linalg.svd(Q_U.T @ Q_V, compute_uv=False) * (1 + 1e-12))[::-1]

# %% small_first: the angles from small to large
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    M = Q_U.T @ Q_V
    return np.arctan2(np.linalg.svd(Q_V - Q_U @ M, compute_uv=False)[::-1], np.linalg.svd(M, compute_uv=False))

# %% degrees: degrees instead of radians
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.degrees(np.arcsin(np.clip(np.linalg.svd(Q_V - Q_U @ Q_U.T @ Q_V, compute_uv=False), 0, 1)))

# %% column_by_column: the angle between first columns, second columns and so on
def principal_angles(U, V):
    cosines = np.sum(U * V, axis=0) / np.linalg.norm(U, axis=0) / np.linalg.norm(V, axis=0)
    return np.sort(np.arccos(np.clip(np.abs(cosines), 0, 1)))[::-1]

# %% columns_normalised_only: unit columns are not yet orthogonal ones
def principal_angles(U, V):
    Q_U, Q_V = U / np.linalg.norm(U, axis=0), V / np.linalg.norm(V, axis=0)
    return np.arccos(np.clip(np.linalg.svd(Q_U.T @ Q_V, compute_uv=False), -1, 1))[::-1]

# %% unpaired: pairs the largest sine with the largest cosine
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    M = Q_U.T @ Q_V
    return np.arctan2(np.linalg.svd(Q_V - Q_U @ M, compute_uv=False), np.linalg.svd(M, compute_uv=False))

# %% cosines: returns the cosines themselves
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.linalg.svd(Q_U.T @ Q_V, compute_uv=False)[::-1]

# %% sines: returns the sines, which are close to the angles while these are small
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.linalg.svd(Q_V - Q_U @ Q_U.T @ Q_V, compute_uv=False)

# %% largest_only: returns one angle
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    return np.arcsin(np.clip(np.linalg.norm(Q_V - Q_U @ Q_U.T @ Q_V, 2), 0, 1))

# %% sines_turned_too: turns both lists round, so that large sines meet large cosines
def principal_angles(U, V):
    Q_U, Q_V = np.linalg.qr(U)[0], np.linalg.qr(V)[0]
    M = Q_U.T @ Q_V
    sines = np.linalg.svd(Q_V - Q_U @ M, compute_uv=False)[::-1]
    return np.arctan2(sines, np.linalg.svd(M, compute_uv=False)[::-1])[::-1]
