# %% columns: the decoder's columns, brought to length 1
def recover_axes(W_star, lam):
    lengths = np.linalg.norm(W_star, axis=0)
    order = np.argsort(-lengths)
    return (W_star / lengths)[:, order], lam / (1 - lengths[order] ** 2)

# %% right_vectors: the right singular vectors, which are the rotation O
def recover_axes(W_star, lam):
    _, s, Ot = np.linalg.svd(W_star, full_matrices=False)
    return Ot.T, lam / (1 - s**2)

# %% orthonormalised: QR gives a basis of the subspace, not the axes
def recover_axes(W_star, lam):
    s = np.linalg.svd(W_star, compute_uv=False)
    return np.linalg.qr(W_star)[0], lam / (1 - s**2)

# %% axes_as_rows: one axis a row
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes.T, lam / (1 - s**2)

# %% small_first: in the order of np.linalg.eigh, from small to large
def recover_axes(W_star, lam):
    values, axes = np.linalg.eigh(W_star @ W_star.T)
    k = W_star.shape[1]
    return axes[:, -k:], lam / (1 - values[-k:])

# %% s_not_squared: forgets that s is a square root
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes, lam / (1 - s)

# %% deviations: standard deviations instead of variances
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes, np.sqrt(lam / (1 - s**2))

# %% shrunk_variances: takes the squared singular values for the variances, as in an SVD of data
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes, s**2

# %% scaled_axes: multiplies the axes by the singular values
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes * s, lam / (1 - s**2)

# %% full_matrices: returns all d left singular vectors
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(np.vstack([W_star, np.zeros((1, W_star.shape[1]))]))
    return axes[:-1], lam / (1 - s**2)

# %% inverse_formula: solves for lam / s^2
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes, (1 - s**2) / lam

# %% ascending_axes: sorts the variances from small to large, and the axes with them
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes[:, ::-1], (lam / (1 - s**2))[::-1]

# %% lam_times: multiplies where it should divide
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes, lam * (1 - s**2)

# %% square_kept: takes 1 - s squared for lam divided by the square of the variance
def recover_axes(W_star, lam):
    axes, s, _ = np.linalg.svd(W_star, full_matrices=False)
    return axes, np.sqrt(lam) / np.sqrt(1 - s**2)
