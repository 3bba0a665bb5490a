# %% loops: label by label
def cooccurrence(y):
    y = np.asarray(y) > 0
    k = y.shape[1]
    found = np.zeros((k, k))
    for i in range(k):
        if y[:, i].any():
            found[i] = y[y[:, i]].mean(axis=0)
    return found


# %% einsum: counts by einsum, division where there is something
def cooccurrence(y):
    y = np.asarray(y).astype("float64")
    counts = np.einsum("ni,nj->ij", y, y)
    has = y.sum(axis=0)[:, None]
    return np.divide(counts, has, out=np.zeros_like(counts), where=has > 0)


# %% nan_to_num: divides by zero and cleans up
def cooccurrence(y):
    y = np.array(y, dtype=int)
    counts = y.T @ y
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(counts / np.diag(counts).reshape(-1, 1))
