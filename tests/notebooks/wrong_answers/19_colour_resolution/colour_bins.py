# %% rounded: to the nearest number, not the one below
def colour_bins(chroma, n):
    i = np.clip(np.round((chroma + 0.5) * n).astype(int), 0, n - 1)
    return i[..., 0] * n + i[..., 1]


# %% upper_end: 0.5 gets an interval of its own
def colour_bins(chroma, n):
    i = np.floor((chroma + 0.5) * n).astype(int)
    return i[..., 0] * n + i[..., 1]


# %% cut_at_the_end: cuts the number of the bin
def colour_bins(chroma, n):
    i = np.floor((chroma + 0.5) * n).astype(int)
    return np.minimum(i[..., 0] * n + i[..., 1], n * n - 1)


# %% exchanged: Cr counts n times
def colour_bins(chroma, n):
    i = np.minimum(np.floor((chroma + 0.5) * n).astype(int), n - 1)
    return i[..., 1] * n + i[..., 0]


# %% one_less: n - 1 intervals
def colour_bins(chroma, n):
    i = np.floor((chroma + 0.5) * (n - 1)).astype(int)
    return i[..., 0] * n + i[..., 1]


# %% not_moved: as if the chroma began at 0
def colour_bins(chroma, n):
    i = np.clip(np.floor(chroma * n).astype(int), 0, n - 1)
    return i[..., 0] * n + i[..., 1]


# %% added: both intervals count once
def colour_bins(chroma, n):
    i = np.minimum(np.floor((chroma + 0.5) * n).astype(int), n - 1)
    return i.sum(axis=-1)


# %% from_one: as np.digitize counts
def colour_bins(chroma, n):
    i = np.minimum(np.digitize(chroma, np.linspace(-0.5, 0.5, n + 1)), n)
    return i[..., 0] * n + i[..., 1]


# %% floats: numbers that index nothing
def colour_bins(chroma, n):
    i = np.minimum(np.floor((chroma + 0.5) * n), n - 1)
    return i[..., 0] * n + i[..., 1]


# %% lower_interval: a border belongs to the interval below
def colour_bins(chroma, n):
    i = np.clip(np.ceil((chroma + 0.5) * n).astype(int) - 1, 0, n - 1)
    return i[..., 0] * n + i[..., 1]


# %% pair: two numbers per pixel
def colour_bins(chroma, n):
    return np.minimum(np.floor((chroma + 0.5) * n).astype(int), n - 1)


# %% ten: a factor of ten
def colour_bins(chroma, n):
    i = np.minimum(np.floor((chroma + 0.5) * n).astype(int), n - 1)
    return i[..., 0] * 10 + i[..., 1]
