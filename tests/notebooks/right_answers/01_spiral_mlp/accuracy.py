# %% count_divided: sum over length
def accuracy(p, y):
    return sum(np.argmax(p, axis=1) == y) / len(y)


# %% is_the_maximum: compares the probability of the right class with the row's maximum
def accuracy(p, y):
    return float((p[np.arange(len(y)), y] == p.max(axis=1)).mean())


# %% one_minus_error: through the error rate
def accuracy(p, y):
    return 1 - np.count_nonzero(p.argmax(-1) - y) / len(p)


# %% loop: sample by sample
def accuracy(p, y):
    right = 0
    for row, k in zip(p, y):
        if list(row).index(max(row)) == k:
            right += 1
    return right / len(y)


# %% float32: single precision
def accuracy(p, y):
    return np.mean((p.argmax(axis=1) == y).astype(np.float32))
