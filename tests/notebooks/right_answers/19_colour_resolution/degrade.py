# %% loops: block by block
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    low = np.zeros((n, h, w))
    for i in range(h):
        for j in range(w):
            low[:, i, j] = x[:, i * factor : (i + 1) * factor, j * factor : (j + 1) * factor].mean(axis=(1, 2))
    return low


# %% shifted: the mean of shifted grids
def degrade(x, factor):
    h, w = x.shape[1] // factor * factor, x.shape[2] // factor * factor
    return sum(x[:, i:h:factor, j:w:factor] for i in range(factor) for j in range(factor)) / factor**2
