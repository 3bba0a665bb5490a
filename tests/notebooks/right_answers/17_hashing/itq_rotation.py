# %% comparison: signs from a comparison
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = 2.0 * ((z @ R) >= 0) - 1
        U, S, Vt = np.linalg.svd(z.T @ B, full_matrices=False)
        R = U.dot(Vt)
    return R


# %% other_side: the svd of B' z, transposed
def itq_rotation(z, R, steps):
    R = R.copy()
    for _ in range(steps):
        B = np.where(z @ R < 0, -1, 1)
        U, _, Vt = np.linalg.svd(B.T @ z)
        R = Vt.T @ U.T
    return R


# %% recursion: the step before, then one more
def itq_rotation(z, R, steps):
    if steps == 0:
        return R
    R = itq_rotation(z, R, steps - 1)
    U, _, Vt = np.linalg.svd(z.T @ np.where(z @ R >= 0, 1, -1))
    return U @ Vt


# %% zero_one: bits instead of corners, which is the same for data with mean zero
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = (z @ R >= 0).astype(float)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R
