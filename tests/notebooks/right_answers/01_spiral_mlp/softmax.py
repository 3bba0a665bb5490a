# %% in_place: works on one copy
def softmax(f):
    p = f - f.max(axis=1)[:, None]
    np.exp(p, out=p)
    p /= p.sum(axis=1)[:, None]
    return p


# %% overwrites_input: changes the array that it is given
def softmax(f):
    f -= f.max(axis=1, keepdims=True)
    np.exp(f, out=f)
    f /= f.sum(axis=1, keepdims=True)
    return f


# %% log_sum_exp: exponential of the log-probabilities
def softmax(f):
    return np.exp(f - np.logaddexp.reduce(f, axis=1, keepdims=True))


# %% float32: single precision
def softmax(f):
    f = np.asarray(f, dtype=np.float32)
    e = np.exp(f - np.max(f, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% loop: row by row
def softmax(f):
    rows = []
    for row in f:
        e = np.exp(row - max(row))
        rows.append(e / sum(e))
    return np.array(rows)


# %% scipy: the library's own
def softmax(f):
    from scipy.special import softmax as library

    return library(f, axis=1)


# %% transposed: classes in rows while computing
def softmax(f):
    e = np.exp(f.T - f.max(axis=1))
    return (e / e.sum(axis=0)).T
