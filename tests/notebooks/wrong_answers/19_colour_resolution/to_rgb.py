# %% not_cut: leaves values that cannot be shown
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    return np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue], axis=-1)


# %% exchanged: Cr before Cb
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 0], luma + 1.772 * chroma[..., 1]
    return np.clip(np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue], axis=-1), 0, 1)


# %% green_is_luma: forgets that green follows from the others
def to_rgb(luma, chroma):
    return np.clip(np.stack([luma + 1.402 * chroma[..., 1], luma, luma + 1.772 * chroma[..., 0]], axis=-1), 0, 1)


# %% not_divided: what remains, without 0.587
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    return np.clip(np.stack([red, luma - 0.299 * red - 0.114 * blue, blue], axis=-1), 0, 1)


# %% equal_parts: the luma as the mean of the three
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    return np.clip(np.stack([red, 3 * luma - red - blue, blue], axis=-1), 0, 1)


# %% cut_first: red and blue are cut before green is computed
def to_rgb(luma, chroma):
    red, blue = np.clip(luma + 1.402 * chroma[..., 1], 0, 1), np.clip(luma + 1.772 * chroma[..., 0], 0, 1)
    return np.clip(np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue], axis=-1), 0, 1)


# %% divided: the scales of the way there
def to_rgb(luma, chroma):
    red, blue = luma + chroma[..., 1] / 1.402, luma + chroma[..., 0] / 1.772
    return np.clip(np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue], axis=-1), 0, 1)


# %% blue_first: the order of OpenCV
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    return np.clip(np.stack([blue, (luma - 0.299 * red - 0.114 * blue) / 0.587, red], axis=-1), 0, 1)


# %% added: the shares of red and blue are added
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    return np.clip(np.stack([red, (luma + 0.299 * red + 0.114 * blue) / 0.587, blue], axis=-1), 0, 1)


# %% axis_first: three pictures one after the other
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    return np.clip(np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue]), 0, 1)


# %% stretched: scales to the range in place of cutting
def to_rgb(luma, chroma):
    red, blue = luma + 1.402 * chroma[..., 1], luma + 1.772 * chroma[..., 0]
    rgb = np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue], axis=-1)
    return (rgb - rgb.min()) / (rgb.max() - rgb.min())


# %% sign: takes the chroma off
def to_rgb(luma, chroma):
    red, blue = luma - 1.402 * chroma[..., 1], luma - 1.772 * chroma[..., 0]
    return np.clip(np.stack([red, (luma - 0.299 * red - 0.114 * blue) / 0.587, blue], axis=-1), 0, 1)
