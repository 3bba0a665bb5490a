# %% with_replacement: rng.choice draws with replacement unless told otherwise
def label_budget(y, n_per_class, rng):
    if any((y == label).sum() < n_per_class for label in np.unique(y)):
        raise ValueError("too few")
    return np.concatenate([rng.choice(np.flatnonzero(y == label), n_per_class) for label in np.unique(y)])


# %% the_first_ones: takes the first samples of each class and never uses rng
def label_budget(y, n_per_class, rng):
    if any((y == label).sum() < n_per_class for label in np.unique(y)):
        raise ValueError("too few")
    return np.concatenate([np.flatnonzero(y == label)[:n_per_class] for label in np.unique(y)])


# %% labels_instead_of_positions: returns the labels of the chosen samples
def label_budget(y, n_per_class, rng):
    chosen = [rng.choice(np.flatnonzero(y == label), n_per_class, replace=False) for label in np.unique(y)]
    return y[np.concatenate(chosen)]


# %% not_stratified: draws from all samples at once, so the classes come out unequal
def label_budget(y, n_per_class, rng):
    return rng.choice(len(y), n_per_class * len(np.unique(y)), replace=False)


# %% n_in_all: takes n_per_class samples in all, not of each class
def label_budget(y, n_per_class, rng):
    labels = np.unique(y)
    each = n_per_class // len(labels)
    return np.concatenate([rng.choice(np.flatnonzero(y == label), each, replace=False) for label in labels])


# %% classes_from_zero: believes that the labels are 0, 1, ..., K - 1
def label_budget(y, n_per_class, rng):
    classes = range(len(np.unique(y)))
    return np.concatenate([rng.choice(np.flatnonzero(y == label), n_per_class, replace=False) for label in classes])


# %% ten_digits: believes that there are always ten classes
def label_budget(y, n_per_class, rng):
    return np.concatenate([rng.choice(np.flatnonzero(y == k), n_per_class, replace=False) for k in range(10)])


# %% a_generator_of_its_own: draws from a fresh generator with a fixed seed instead of from rng
def label_budget(y, n_per_class, rng):
    own = np.random.default_rng(0)
    return np.concatenate([own.choice(np.flatnonzero(y == k), n_per_class, replace=False) for k in np.unique(y)])


# %% numpys_old_generator: chance comes from np.random, so the same rng gives other samples each time
def label_budget(y, n_per_class, rng):
    return np.concatenate([np.random.choice(np.flatnonzero(y == k), n_per_class, replace=False) for k in np.unique(y)])


# %% silent_when_too_few: a slice of a permutation is shorter where a class has too few samples, and nobody is told
def label_budget(y, n_per_class, rng):
    return np.concatenate([rng.permutation(np.flatnonzero(y == label))[:n_per_class] for label in np.unique(y)])


# %% positions_within_the_class: positions among the class's own samples, not among all
def label_budget(y, n_per_class, rng):
    return np.concatenate([rng.choice((y == k).sum(), n_per_class, replace=False) for k in np.unique(y)])


# %% a_mask: a boolean mask instead of positions
def label_budget(y, n_per_class, rng):
    mask = np.zeros(len(y), dtype=bool)
    for label in np.unique(y):
        mask[rng.choice(np.flatnonzero(y == label), n_per_class, replace=False)] = True
    return mask
