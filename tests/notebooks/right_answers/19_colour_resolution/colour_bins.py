# %% digitize: edges and np.digitize
def colour_bins(chroma, n):
    i = np.clip(np.digitize(chroma, np.arange(n + 1) / n - 0.5) - 1, 0, n - 1)
    return np.ravel_multi_index((i[..., 0], i[..., 1]), (n, n))


# %% clip: cut to the intervals, then dot
def colour_bins(chroma, n):
    i = np.clip(((np.asarray(chroma) + 0.5) * n).astype("int64"), 0, n - 1)
    return i @ np.array([n, 1])
