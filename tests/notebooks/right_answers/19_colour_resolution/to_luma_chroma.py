# %% matrix: one product with a 3 by 3 matrix
def to_luma_chroma(rgb):
    y = np.array([0.299, 0.587, 0.114])
    A = np.column_stack([y, (np.eye(3)[2] - y) / 1.772, (np.eye(3)[0] - y) / 1.402])
    all_three = np.asarray(rgb) @ A
    return all_three[..., 0], all_three[..., 1:]


# %% written_out: one line for each colour
def to_luma_chroma(rgb):
    red, green, blue = np.moveaxis(np.asarray(rgb), -1, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    chroma = np.empty((*np.shape(luma), 2))
    chroma[..., 0] = (blue - luma) / 1.772
    chroma[..., 1] = (red - luma) / 1.402
    return luma, chroma
