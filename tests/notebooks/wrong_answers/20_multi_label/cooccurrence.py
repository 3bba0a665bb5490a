# %% counts: forgets to divide
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    return y.T @ y


# %% transposed: divides the columns, so the condition is the other label
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    counts = y.T @ y
    return counts / np.maximum(counts.diagonal(), 1)


# %% of_all_rows: divides by the number of rows
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    return y.T @ y / len(y)


# %% jaccard: divides by the rows with either label
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    both, has = y.T @ y, y.sum(axis=0)
    return both / np.maximum(has[:, None] + has - both, 1)


# %% correlations: the matrix that NumPy has ready
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    with np.errstate(all="ignore"):
        return np.nan_to_num(np.corrcoef(y, rowvar=False))


# %% nan_rows: no guard for a label that never occurs
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    counts = y.T @ y
    with np.errstate(all="ignore"):
        return counts / counts.diagonal()[:, np.newaxis]


# %% truth_values: a product of truth values is no count
def cooccurrence(y):
    counts = y.T @ y
    return counts / np.maximum(counts.diagonal(), 1)[:, np.newaxis]


# %% no_diagonal: a label is not with itself
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    counts = y.T @ y
    return counts / np.maximum(counts.diagonal(), 1)[:, np.newaxis] * (1 - np.eye(len(counts)))


# %% rows_sum_to_one: normalises each row as if labels were alternatives
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    counts = y.T @ y
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


# %% sheets_by_sheets: the product the other way round
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    counts = y @ y.T
    return counts / np.maximum(counts.diagonal(), 1)[:, np.newaxis]


# %% cosine: divides by the root of both counts
def cooccurrence(y):
    y = np.asarray(y, dtype=float)
    has = np.maximum(y.sum(axis=0), 1)
    return y.T @ y / np.sqrt(np.outer(has, has))
