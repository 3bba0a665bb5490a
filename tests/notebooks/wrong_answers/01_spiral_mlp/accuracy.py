# %% percent: not a share
def accuracy(p, y):
    return 100 * np.mean(p.argmax(axis=1) == y)


# %% count: not divided by the number of samples
def accuracy(p, y):
    return np.sum(p.argmax(axis=1) == y)


# %% wrong_axis: looks for the largest entry of each column
def accuracy(p, y):
    k = p.argmax(axis=0)
    return np.mean(k[: len(y)] == y[: len(k)])


# %% mean_probability: the mean probability of the right class
def accuracy(p, y):
    return np.mean(p[np.arange(len(y)), y])


# %% above_half: a right class may win with less than one half
def accuracy(p, y):
    return np.mean(p[np.arange(len(y)), y] > 0.5)


# %% error_rate: the share of wrong ones
def accuracy(p, y):
    return np.mean(p.argmax(axis=1) != y)


# %% least_probable: argmin
def accuracy(p, y):
    return np.mean(p.argmin(axis=1) == y)


# %% classes_from_one: the first class gets the number 1
def accuracy(p, y):
    return np.mean(p.argmax(axis=1) + 1 == y)


# %% all_or_nothing: one wrong sample spoils all
def accuracy(p, y):
    return float(np.all(p.argmax(axis=1) == y))


# %% divides_by_classes: divides by K n
def accuracy(p, y):
    return np.sum(p.argmax(axis=1) == y) / p.size


# %% rounds_probabilities: rounds instead of looking for the largest
def accuracy(p, y):
    return np.mean(np.round(p)[np.arange(len(y)), y])


# %% above_chance: better than chance is not the largest
def accuracy(p, y):
    return np.mean(p[np.arange(len(y)), y] > 1 / p.shape[1])
