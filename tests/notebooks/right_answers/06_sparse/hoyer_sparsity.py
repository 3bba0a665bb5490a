# %% loop: row by row
def hoyer_sparsity(h):
    found = []
    for row in np.asarray(h, dtype=float):
        l2 = np.linalg.norm(row)
        root = len(row) ** 0.5
        found.append(0.0 if l2 == 0 else (root - np.linalg.norm(row, 1) / l2) / (root - 1))
    return np.array(found)


# %% where: divides by 1 where there is nothing
def hoyer_sparsity(h):
    l1, l2 = np.linalg.norm(h, 1, axis=1), np.linalg.norm(h, axis=1)
    root = np.sqrt(h.shape[1])
    return np.where(l2 == 0, 0.0, (root - l1 / np.where(l2 == 0, 1, l2)) / (root - 1))


# %% nan_to_num: repairs the division afterwards
def hoyer_sparsity(h):
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.abs(h).sum(axis=1) / np.sqrt(np.square(h).sum(axis=1))
    return np.nan_to_num((np.sqrt(h.shape[1]) - ratio) / (np.sqrt(h.shape[1]) - 1), nan=0.0)


# %% tiny: a constant too small to bend anything
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root = np.sqrt(h.shape[1])
    return np.where(l2 > 0, (root - l1 / (l2 + 1e-12)) / (root - 1), 0)
