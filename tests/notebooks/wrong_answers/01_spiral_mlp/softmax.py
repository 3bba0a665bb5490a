# %% unstable: the formula as it stands overflows for large scores
def softmax(f):
    e = np.exp(f)
    return e / e.sum(axis=1, keepdims=True)


# %% wrong_axis: normalises over the samples instead of the classes
def softmax(f):
    e = np.exp(f - f.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)


# %% whole_array: one sum for the whole array
def softmax(f):
    e = np.exp(f - np.max(f))
    return e / np.sum(e)


# %% one_maximum: subtracts the maximum of the whole array, so rows on a lower level underflow
def softmax(f):
    e = np.exp(f - np.max(f))
    return e / e.sum(axis=1, keepdims=True)


# %% no_keepdims: the sums stand in a row instead of a column
def softmax(f):
    e = np.exp(f - f.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)


# %% column_maxima: subtracts another number from each class, which changes the result
def softmax(f):
    e = np.exp(f - f.max(axis=0))
    return e / e.sum(axis=1, keepdims=True)


# %% sigmoid: treats every class by itself
def softmax(f):
    return 1 / (1 + np.exp(-f))


# %% divides_by_maximum: scales the row by its largest entry, not by its sum
def softmax(f):
    e = np.exp(f - f.max(axis=1, keepdims=True))
    return e / e.max(axis=1, keepdims=True)


# %% log_softmax: stops before the exponential
def softmax(f):
    f = f - f.max(axis=1, keepdims=True)
    return f - np.log(np.exp(f).sum(axis=1, keepdims=True))


# %% no_exponential: divides the scores by their sum
def softmax(f):
    return f / f.sum(axis=1, keepdims=True)


# %% powers_of_two: another base
def softmax(f):
    e = 2.0 ** (f - f.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% hard: puts everything on the largest score
def softmax(f):
    return np.eye(f.shape[1])[f.argmax(axis=1)]


# %% clipped: cuts large scores off to avoid the overflow
def softmax(f):
    e = np.exp(np.clip(f, -500, 500))
    return e / e.sum(axis=1, keepdims=True)


# %% prints: shows the result and returns nothing
def softmax(f):
    e = np.exp(f - f.max(axis=1, keepdims=True))
    print(e / e.sum(axis=1, keepdims=True))
