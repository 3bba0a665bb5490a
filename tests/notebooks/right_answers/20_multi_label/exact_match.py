# %% sklearn: subset accuracy
def exact_match(y, y_hat):
    from sklearn.metrics import accuracy_score

    return accuracy_score(np.asarray(y).astype(int), np.asarray(y_hat).astype(int))


# %% differences: rows without a difference
def exact_match(y, y_hat):
    off = np.abs(np.asarray(y, dtype=float) - np.asarray(y_hat, dtype=float)).sum(axis=1)
    return float(np.mean(off == 0))


# %% loop: row by row
def exact_match(y, y_hat):
    return sum(bool(np.array_equal(a, b)) for a, b in zip(y, y_hat)) / len(y)
