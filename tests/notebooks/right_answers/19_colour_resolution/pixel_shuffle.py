# %% strided: each channel written to its grid
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    big = np.empty((n, h * r, w * r), dtype=x.dtype)
    for k in range(r * r):
        big[:, k // r :: r, k % r :: r] = x[..., k]
    return big


# %% swapaxes: one exchange of two axes
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return np.swapaxes(x.reshape(n, h, w, r, r), 2, 3).reshape(n, h * r, w * r)


# %% stack_rows: rows of blocks, one after the other
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    rows = [x[..., a * r : (a + 1) * r].reshape(n, h, w * r) for a in range(r)]
    return np.stack(rows, axis=2).reshape(n, h * r, w * r)
