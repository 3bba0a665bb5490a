# %% walk_through_a_permutation: visits the samples in random order and takes each while its class has room
def label_budget(y, n_per_class, rng):
    room = {label: n_per_class for label in np.unique(y).tolist()}
    chosen = []
    for i in rng.permutation(len(y)):
        if room[int(y[i])] > 0:
            room[int(y[i])] -= 1
            chosen.append(int(i))
    if any(room.values()):
        raise ValueError("a class has too few samples")
    return np.array(chosen)


# %% sorted_positions: the same samples in rising order
def label_budget(y, n_per_class, rng):
    chosen = []
    for label in sorted(set(y.tolist())):
        members = np.where(y == label)[0]
        if len(members) < n_per_class:
            raise ValueError(f"class {label} has {len(members)} samples")
        chosen.extend(rng.permutation(members)[:n_per_class])
    return np.sort(chosen)


# %% smallest_random_numbers: ranks random numbers within each class
def label_budget(y, n_per_class, rng):
    u = rng.random(len(y))
    if np.unique(y, return_counts=True)[1].min() < n_per_class:
        raise ValueError("too few")
    order = np.lexsort((u, y))
    starts = np.searchsorted(y[order], np.unique(y))
    return order[(starts[:, None] + np.arange(n_per_class)).ravel()]
