# %% columns: sums along the wrong axis
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=0), np.sqrt((h**2).sum(axis=0))
    root, found, speaks = np.sqrt(h.shape[0]), np.zeros(h.shape[1]), l2 > 0
    found[speaks] = (root - l1[speaks] / l2[speaks]) / (root - 1)
    return found


# %% nan_rows: divides by the length of silent rows
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    with np.errstate(all="ignore"):
        return (np.sqrt(h.shape[1]) - l1 / l2) / (np.sqrt(h.shape[1]) - 1)


# %% no_absolute_value: negative entries cancel positive ones
def hoyer_sparsity(h):
    l1, l2 = h.sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root, found, speaks = np.sqrt(h.shape[1]), np.zeros(len(h)), l2 > 0
    found[speaks] = (root - l1[speaks] / l2[speaks]) / (root - 1)
    return found


# %% no_root: the squared length instead of the length
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), (h**2).sum(axis=1)
    root, found, speaks = np.sqrt(h.shape[1]), np.zeros(len(h)), l2 > 0
    found[speaks] = (root - l1[speaks] / l2[speaks]) / (root - 1)
    return found


# %% n_instead_of_root: forgets the root of n
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    n, found, speaks = h.shape[1], np.zeros(len(h)), l2 > 0
    found[speaks] = (n - l1[speaks] / l2[speaks]) / (n - 1)
    return found


# %% rows_for_n: takes the number of rows for the number of entries
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root, found, speaks = np.sqrt(len(h)), np.zeros(len(h)), l2 > 0
    found[speaks] = (root - l1[speaks] / l2[speaks]) / (root - 1)
    return found


# %% upside_down: 1 where all are equal
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root, found, speaks = np.sqrt(h.shape[1]), np.zeros(len(h)), l2 > 0
    found[speaks] = (l1[speaks] / l2[speaks] - 1) / (root - 1)
    return found


# %% silence_is_sparse: gives silent rows 1
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root, found, speaks = np.sqrt(h.shape[1]), np.ones(len(h)), l2 > 0
    found[speaks] = (root - l1[speaks] / l2[speaks]) / (root - 1)
    return found


# %% softened: a constant below the fraction that hides 0 / 0 and bends the rest
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root = np.sqrt(h.shape[1])
    return (root - l1 / (l2 + 0.1)) / (root - 1)


# %% share_of_zeros: counts zeros
def hoyer_sparsity(h):
    return (h == 0).mean(axis=1)


# %% mean: one number for all
def hoyer_sparsity(h):
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root, found, speaks = np.sqrt(h.shape[1]), np.zeros(len(h)), l2 > 0
    found[speaks] = (root - l1[speaks] / l2[speaks]) / (root - 1)
    return found.mean()


# %% drops_rows: leaves silent rows out
def hoyer_sparsity(h):
    h = h[np.abs(h).sum(axis=1) > 0]
    l1, l2 = np.abs(h).sum(axis=1), np.sqrt((h**2).sum(axis=1))
    root = np.sqrt(h.shape[1])
    return (root - l1 / l2) / (root - 1)
