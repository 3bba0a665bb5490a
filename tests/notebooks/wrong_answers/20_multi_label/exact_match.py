# %% hamming: the share of right labels
def exact_match(y, y_hat):
    return (y == y_hat).mean()


# %% count: the number of right rows
def exact_match(y, y_hat):
    return (y == y_hat).all(axis=1).sum()


# %% columns: labels that are always right
def exact_match(y, y_hat):
    return (y == y_hat).all(axis=0).mean()


# %% any_label: one right label is enough
def exact_match(y, y_hat):
    return (y == y_hat).any(axis=1).mean()


# %% nothing_missed: further calls cost nothing
def exact_match(y, y_hat):
    return (np.asarray(y_hat, dtype=float) >= np.asarray(y, dtype=float)).all(axis=1).mean()


# %% no_false_call: missed labels cost nothing
def exact_match(y, y_hat):
    return (np.asarray(y_hat, dtype=float) <= np.asarray(y, dtype=float)).all(axis=1).mean()


# %% same_number: compares how many labels there are
def exact_match(y, y_hat):
    return (np.sum(y, axis=1) == np.sum(y_hat, axis=1)).mean()


# %% jaccard: the mean overlap
def exact_match(y, y_hat):
    y, y_hat = np.asarray(y) > 0, np.asarray(y_hat) > 0
    return ((y & y_hat).sum(axis=1) / np.maximum((y | y_hat).sum(axis=1), 1)).mean()


# %% wrong_rows: the share of rows with a mistake
def exact_match(y, y_hat):
    return (y != y_hat).any(axis=1).mean()


# %% largest: compares one label per row
def exact_match(y, y_hat):
    return (np.argmax(y, axis=1) == np.argmax(y_hat, axis=1)).mean()


# %% per_row: does not average
def exact_match(y, y_hat):
    return (y == y_hat).all(axis=1)


# %% identity: compares as text, where 1.0 is not True
def exact_match(y, y_hat):
    return np.mean([str(a.tolist()) == str(b.tolist()) for a, b in zip(y, y_hat)])
