# %% reshape_alone: no transposition
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h * r, w * r)


# %% turned_blocks: channel b * r + a
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, r, r).transpose(0, 1, 4, 2, 3).reshape(n, h * r, w * r)


# %% four_pictures: each channel in a corner
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, r, r).transpose(0, 3, 1, 4, 2).reshape(n, h * r, w * r)


# %% columns_apart: b before j
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, r, r).transpose(0, 1, 3, 4, 2).reshape(n, h * r, w * r)


# %% rows_apart: a before i
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, r, r).transpose(0, 3, 1, 2, 4).reshape(n, h * r, w * r)


# %% turned_over: rows become columns
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, r, r).transpose(0, 2, 4, 1, 3).reshape(n, w * r, h * r)


# %% first_channel: nearest neighbour
def pixel_shuffle(x, r):
    return x[..., 0].repeat(r, axis=1).repeat(r, axis=2)


# %% mean: the mean of the channels everywhere
def pixel_shuffle(x, r):
    return x.mean(axis=-1).repeat(r, axis=1).repeat(r, axis=2)


# %% always_two: r is not used
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, 2, 2).transpose(0, 1, 3, 2, 4).reshape(n, h * 2, w * 2)


# %% with_channel: an axis of 1 at the end, as TensorFlow gives
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x.reshape(n, h, w, r, r).transpose(0, 1, 3, 2, 4).reshape(n, h * r, w * r, 1)


# %% one_image: the first alone
def pixel_shuffle(x, r):
    _, h, w, _ = x.shape
    return x[0].reshape(h, w, r, r).transpose(0, 2, 1, 3).reshape(1, h * r, w * r)


# %% reversed_channels: from the last to the first
def pixel_shuffle(x, r):
    n, h, w, _ = x.shape
    return x[..., ::-1].reshape(n, h, w, r, r).transpose(0, 1, 3, 2, 4).reshape(n, h * r, w * r)
