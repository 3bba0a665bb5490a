# %% one_step: the loop is missing
def itq_rotation(z, R, steps):
    B = np.where(z @ R >= 0, 1.0, -1.0)
    U, _, Vt = np.linalg.svd(z.T @ B)
    return U @ Vt


# %% transposed: svd of B' z
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(B.T @ z)
        R = U @ Vt
    return R


# %% transposed_again: svd returns V' already
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, _, V = np.linalg.svd(z.T @ B)
        R = U @ V.T
    return R


# %% unturned_signs: the signs of z
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R


# %% identity: forgets where to begin
def itq_rotation(z, R, steps):
    R = np.eye(z.shape[1])
    for _ in range(steps):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R


# %% numpy_sign: 0 for 0
def itq_rotation(z, R, steps):
    for _ in range(steps):
        U, _, Vt = np.linalg.svd(z.T @ np.sign(z @ R))
        R = U @ Vt
    return R


# %% zero_is_minus: -1 for 0
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R > 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R


# %% least_squares: the best matrix, which is no rotation
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        R = np.linalg.lstsq(z, B, rcond=None)[0]
    return R


# %% scaled: the singular values stay in
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, s, Vt = np.linalg.svd(z.T @ B)
        R = U @ np.diag(s) @ Vt
    return R


# %% one_less: range(steps - 1)
def itq_rotation(z, R, steps):
    for _ in range(steps - 1):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R


# %% one_more: range(steps + 1)
def itq_rotation(z, R, steps):
    for _ in range(steps + 1):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R


# %% other_way: z R' in the signs
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R.T >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return R


# %% unmoved: returns where it began
def itq_rotation(z, R, steps):
    return R


# %% codes: returns the turned data
def itq_rotation(z, R, steps):
    for _ in range(steps):
        B = np.where(z @ R >= 0, 1.0, -1.0)
        U, _, Vt = np.linalg.svd(z.T @ B)
        R = U @ Vt
    return z @ R
