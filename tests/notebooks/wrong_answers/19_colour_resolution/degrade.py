# %% every_other: takes one pixel of each block
def degrade(x, factor):
    h, w = x.shape[1] // factor * factor, x.shape[2] // factor * factor
    return x[:, :h:factor, :w:factor]


# %% sum: the sum of each block
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor, : w * factor].reshape(n, h, factor, w, factor).sum(axis=(2, 4))


# %% largest: max-pooling
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor, : w * factor].reshape(n, h, factor, w, factor).max(axis=(2, 4))


# %% split_the_other_way: place before block
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor, : w * factor].reshape(n, factor, h, factor, w).mean(axis=(1, 3))


# %% along_memory: consecutive pixels form a block
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor, : w * factor].reshape(n, h, w, factor * factor).mean(axis=3)


# %% nothing_cut: stops where the sides are no multiples
def degrade(x, factor):
    n, h, w = x.shape
    return x.reshape(n, h // factor, factor, w // factor, factor).mean(axis=(2, 4))


# %% cut_at_the_top: leaves out the first rows and columns
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    x = x[:, x.shape[1] - h * factor :, x.shape[2] - w * factor :]
    return x.reshape(n, h, factor, w, factor).mean(axis=(2, 4))


# %% over_images: averages the images, too
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor, : w * factor].reshape(n, h, factor, w, factor).mean(axis=(0, 2, 4))


# %% columns_only: one side
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor : factor, : w * factor].reshape(n, h, w, factor).mean(axis=3)


# %% divided_once: the sum over the factor
def degrade(x, factor):
    n, h, w = len(x), x.shape[1] // factor, x.shape[2] // factor
    return x[:, : h * factor, : w * factor].reshape(n, h, factor, w, factor).sum(axis=(2, 4)) / factor


# %% padded: keeps what fills no block
def degrade(x, factor):
    n, h, w = x.shape
    x = np.pad(x, ((0, 0), (0, -h % factor), (0, -w % factor)), mode="edge")
    return x.reshape(n, -(-h // factor), factor, -(-w // factor), factor).mean(axis=(2, 4))
