# %% self_pairs: an image may meet itself
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here = (y[i] == c) & (same == alike)
            j[here] = rng.choice(np.flatnonzero((y == c) == alike), size=here.sum())
    return i, j, same.astype(int)


# %% blind: partners from all images
def make_pairs(y, n, rng):
    i = rng.integers(len(y), size=n)
    j = (i + rng.integers(1, len(y), size=n)) % len(y)
    return i, j, (y[i] == y[j]).astype(int)


# %% negatives_from_all: the second half may be alike by chance
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j = (i + rng.integers(1, len(y), size=n)) % len(y)
    for c in np.unique(y):
        here = (y[i] == c) & same
        while (hit := np.flatnonzero(here & ((i == j) | (y[j] != c)))).size:
            j[hit] = rng.choice(np.flatnonzero(y == c), size=hit.size)
    return i, j, (y[i] == y[j]).astype(int)


# %% label_as_planned: says alike for the first half, whatever was drawn
def make_pairs(y, n, rng):
    i = rng.integers(len(y), size=n)
    j = (i + rng.integers(1, len(y), size=n)) % len(y)
    return i, j, (np.arange(n) < n // 2).astype(int)


# %% turned: 1 for pairs that differ
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = rng.choice(candidates, size=hit.size)
    return i, j, (~same).astype(int)


# %% next_in_class: always the following image of the class
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j = i.copy()
    for c in np.unique(y):
        members, others = np.flatnonzero(y == c), np.flatnonzero(y != c)
        here = np.flatnonzero((y[i] == c) & same)
        j[here] = members[(np.searchsorted(members, i[here]) + 1) % len(members)]
        here = np.flatnonzero((y[i] == c) & ~same)
        j[here] = rng.choice(others, size=len(here))
    return i, j, same.astype(int)


# %% next_class: negatives from the following class only
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j, classes = i.copy(), np.unique(y)
    for place, c in enumerate(classes):
        here, members = (y[i] == c) & same, np.flatnonzero(y == c)
        while (hit := np.flatnonzero(here & (i == j))).size:
            j[hit] = rng.choice(members, size=hit.size)
        here = np.flatnonzero((y[i] == c) & ~same)
        j[here] = rng.choice(np.flatnonzero(y == classes[(place + 1) % len(classes)]), size=len(here))
    return i, j, same.astype(int)


# %% n_of_each: n alike and n not
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=2 * n), np.arange(2 * n) < n
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = rng.choice(candidates, size=hit.size)
    return i, j, same.astype(int)


# %% global_generator: draws with np.random
def make_pairs(y, n, rng):
    i, same = np.random.randint(len(y), size=n), np.arange(n) < n // 2
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = np.random.choice(candidates, size=hit.size)
    return i, j, same.astype(int)


# %% class_first: draws a class, then an image of it
def make_pairs(y, n, rng):
    first, same = rng.choice(np.unique(y), size=n), np.arange(n) < n // 2
    i = np.array([rng.choice(np.flatnonzero(y == c)) for c in first])
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = rng.choice(candidates, size=hit.size)
    return i, j, same.astype(int)


# %% shuffled_apart: the labels are shuffled, the pairs are not
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = rng.choice(candidates, size=hit.size)
    return i, j, rng.permutation(same.astype(int))


# %% classes_from_zero: takes the classes for 0, 1, 2, ...
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < n // 2
    j = i.copy()
    for c in range(len(np.unique(y))):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = rng.choice(candidates, size=hit.size)
    return i, j, same.astype(int)


# %% more_alike: rounds the half up
def make_pairs(y, n, rng):
    i, same = rng.integers(len(y), size=n), np.arange(n) < (n + 1) // 2
    j = i.copy()
    for c in np.unique(y):
        for alike in (True, False):
            here, candidates = (y[i] == c) & (same == alike), np.flatnonzero((y == c) == alike)
            while (hit := np.flatnonzero(here & (i == j))).size:
                j[hit] = rng.choice(candidates, size=hit.size)
    return i, j, same.astype(int)
