# %% pair_by_pair: a loop, with the candidates of each
def make_pairs(y, n, rng):
    i, j, same = np.empty(n, int), np.empty(n, int), np.zeros(n, int)
    for row in range(n):
        i[row] = rng.integers(len(y))
        same[row] = row < n // 2
        wanted = (y == y[i[row]]) == bool(same[row])
        wanted[i[row]] = False
        j[row] = rng.choice(np.flatnonzero(wanted))
    return i, j, same


# %% redraw: draw partners from all images until they fit
def make_pairs(y, n, rng):
    same = rng.permutation(np.arange(n) < n // 2)
    i = rng.integers(0, len(y), n)
    j = rng.integers(0, len(y), n)
    while True:
        bad = np.flatnonzero(((y[i] == y[j]) != same) | (i == j))
        if not len(bad):
            return i, j, same
        j[bad] = rng.integers(0, len(y), len(bad))


# %% steps: a random number of steps within the class
def make_pairs(y, n, rng):
    i, j = rng.integers(len(y), size=n), np.zeros(n, dtype=int)
    alike = np.arange(n) < n // 2
    for c in np.unique(y):
        members, others = np.flatnonzero(y == c), np.flatnonzero(y != c)
        rows = np.flatnonzero((y[i] == c) & alike)
        place = np.searchsorted(members, i[rows])
        j[rows] = members[(place + rng.integers(1, len(members), size=len(rows))) % len(members)]
        rows = np.flatnonzero((y[i] == c) & ~alike)
        j[rows] = others[rng.integers(len(others), size=len(rows))]
    order = rng.permutation(n)
    return i[order], j[order], (y[i] == y[j]).astype(int)[order]
