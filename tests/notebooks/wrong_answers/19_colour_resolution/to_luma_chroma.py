# %% equal_parts: the mean of the three colours
def to_luma_chroma(rgb):
    luma = rgb.mean(axis=-1)
    return luma, np.stack([(rgb[..., 2] - luma) / 1.772, (rgb[..., 0] - luma) / 1.402], axis=-1)


# %% red_first: Cr before Cb
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, np.stack([(rgb[..., 0] - luma) / 1.402, (rgb[..., 2] - luma) / 1.772], axis=-1)


# %% not_scaled: differences as they are
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, np.stack([rgb[..., 2] - luma, rgb[..., 0] - luma], axis=-1)


# %% scales_exchanged: 1.402 for blue
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, np.stack([(rgb[..., 2] - luma) / 1.402, (rgb[..., 0] - luma) / 1.772], axis=-1)


# %% blue_first: takes the colours for blue, green, red, as OpenCV stores them
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.114, 0.587, 0.299])
    return luma, np.stack([(rgb[..., 0] - luma) / 1.772, (rgb[..., 2] - luma) / 1.402], axis=-1)


# %% as_in_files: grey is 0.5
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, 0.5 + np.stack([(rgb[..., 2] - luma) / 1.772, (rgb[..., 0] - luma) / 1.402], axis=-1)


# %% television: the weights of BT.709
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.2126, 0.7152, 0.0722])
    return luma, np.stack([(rgb[..., 2] - luma) / 1.772, (rgb[..., 0] - luma) / 1.402], axis=-1)


# %% value: the largest of the three, as in HSV
def to_luma_chroma(rgb):
    luma = rgb.max(axis=-1)
    return luma, np.stack([(rgb[..., 2] - luma) / 1.772, (rgb[..., 0] - luma) / 1.402], axis=-1)


# %% axis_first: the chroma's two pictures one after the other
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, np.stack([(rgb[..., 2] - luma) / 1.772, (rgb[..., 0] - luma) / 1.402])


# %% sign: luma minus colour
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, np.stack([(luma - rgb[..., 2]) / 1.772, (luma - rgb[..., 0]) / 1.402], axis=-1)


# %% rows_only: takes the second axis for the colours
def to_luma_chroma(rgb):
    rgb = np.atleast_2d(rgb)
    luma = 0.299 * rgb[:, 0] + 0.587 * rgb[:, 1] + 0.114 * rgb[:, 2]
    return luma, np.stack([(rgb[:, 2] - luma) / 1.772, (rgb[:, 0] - luma) / 1.402], axis=-1)


# %% multiplied: the factors of the way back
def to_luma_chroma(rgb):
    luma = rgb @ np.array([0.299, 0.587, 0.114])
    return luma, np.stack([(rgb[..., 2] - luma) * 1.772, (rgb[..., 0] - luma) * 1.402], axis=-1)
