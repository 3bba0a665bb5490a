# %% no_mean: forgets 1/n
def softmax_grad(p, y):
    grad = p.copy()
    grad[np.arange(len(p)), y] -= 1
    return grad


# %% divided_by_classes: divides by k instead of n
def softmax_grad(p, y):
    grad = p.copy()
    grad[np.arange(len(p)), y] -= 1
    return grad / p.shape[1]


# %% divided_by_all: the mean over all entries, not over samples
def softmax_grad(p, y):
    grad = p.copy()
    grad[np.arange(len(p)), y] -= 1
    return grad / p.size


# %% sign: truth minus prediction
def softmax_grad(p, y):
    return (np.eye(p.shape[1])[y] - p) / len(p)


# %% whole_columns: takes 1 away in every row of the column
def softmax_grad(p, y):
    grad = p.copy()
    grad[:, y] -= 1
    return grad / len(p)


# %% classes_from_y: counts the classes by the largest label in the batch
def softmax_grad(p, y):
    return (p - np.eye(y.max() + 1)[y]) / len(p)


# %% true_class_only: the other classes get no blame
def softmax_grad(p, y):
    grad = np.zeros_like(p)
    rows = np.arange(len(p))
    grad[rows, y] = p[rows, y] - 1
    return grad / len(p)


# %% with_respect_to_p: stops at the probabilities, -1/p at the true class
def softmax_grad(p, y):
    grad = np.zeros_like(p)
    rows = np.arange(len(p))
    grad[rows, y] = -1 / p[rows, y]
    return grad / len(p)


# %% slope_again: multiplies by p (1 - p) once more
def softmax_grad(p, y):
    grad = p.copy()
    grad[np.arange(len(p)), y] -= 1
    return grad * p * (1 - p) / len(p)


# %% only_the_others: leaves p at the true class and subtracts nothing
def softmax_grad(p, y):
    return p / len(p)


# %% labels_as_numbers: subtracts the label itself
def softmax_grad(p, y):
    return (p - y[:, None]) / len(p)
