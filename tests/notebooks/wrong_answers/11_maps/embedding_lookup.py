# %% from_the_end: a negative id is not refused
def embedding_lookup(E, ids):
    return E[np.asarray(ids, dtype=int)]


# %% from_one: ids are taken to begin with 1
def embedding_lookup(E, ids):
    return E[np.asarray(ids) - 1]


# %% columns: the table is read the other way
def embedding_lookup(E, ids):
    ids = np.asarray(ids)
    if ids.min() < 0 or ids.max() >= len(E):
        raise IndexError
    return E.T[ids % E.shape[1]]


# %% clipped: an unknown id becomes the last known one
def embedding_lookup(E, ids):
    return np.take(E, ids, axis=0, mode="clip")


# %% wrapped: an unknown id begins again with 0
def embedding_lookup(E, ids):
    return E[np.asarray(ids) % len(E)]


# %% bag: the vectors of a sentence are added up
def embedding_lookup(E, ids):
    ids = np.asarray(ids)
    if ids.min() < 0 or ids.max() >= len(E):
        raise IndexError
    return E[ids].sum(axis=-2)


# %% once_each: every id once, in order
def embedding_lookup(E, ids):
    ids = np.unique(ids)
    if ids.min() < 0 or ids.max() >= len(E):
        raise IndexError
    return E[ids]


# %% other_error: ValueError is raised
def embedding_lookup(E, ids):
    ids = np.asarray(ids)
    if ids.min() < 0 or ids.max() >= len(E):
        raise ValueError("no such id")
    return E[ids]


# %% flat: the shape of the ids is lost
def embedding_lookup(E, ids):
    ids = np.ravel(ids)
    if ids.min() < 0 or ids.max() >= len(E):
        raise IndexError
    return E[ids]


# %% one_off: the largest id that is refused is n + 1
def embedding_lookup(E, ids):
    ids = np.asarray(ids)
    if ids.min() < 0 or ids.max() > len(E):
        raise IndexError
    return E[np.minimum(ids, len(E) - 1)]
