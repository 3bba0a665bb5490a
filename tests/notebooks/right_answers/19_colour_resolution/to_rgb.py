# %% known_factors: the factors of green worked out
def to_rgb(luma, chroma):
    cb, cr = chroma[..., 0], chroma[..., 1]
    green = luma - (0.114 * 1.772 * cb + 0.299 * 1.402 * cr) / 0.587
    return np.stack([luma + 1.402 * cr, green, luma + 1.772 * cb], axis=-1).clip(0, 1)


# %% inverse: the inverse of the matrix
def to_rgb(luma, chroma):
    y = np.array([0.299, 0.587, 0.114])
    A = np.array([y, (np.eye(3)[2] - y) / 1.772, (np.eye(3)[0] - y) / 1.402])
    three = np.concatenate([np.asarray(luma)[..., np.newaxis], chroma], axis=-1)
    return np.minimum(np.maximum(three @ np.linalg.inv(A).T, 0), 1)
