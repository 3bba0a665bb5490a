# %% high_end_only: forgets the units near 0
def saturation(h):
    return np.mean(h > 0.95)


# %% low_end_only: forgets the units near 1
def saturation(h):
    return np.mean(h < 0.05)


# %% count: not a share
def saturation(h):
    return float(np.sum((h < 0.05) | (h > 0.95)))


# %% per_unit: one number for each unit
def saturation(h):
    return ((h < 0.05) | (h > 0.95)).mean(axis=0)


# %% per_image_count: the mean number of saturated units of an image
def saturation(h):
    return ((h < 0.05) | (h > 0.95)).sum(axis=1).mean()


# %% and: no number is both
def saturation(h):
    return np.mean((h < 0.05) & (h > 0.95))


# %% unsaturated: the other share
def saturation(h):
    return np.mean((h >= 0.05) & (h <= 0.95))


# %% tenth: other limits
def saturation(h):
    return np.mean((h < 0.1) | (h > 0.9))


# %% slope: a limit on the slope that lies elsewhere
def saturation(h):
    return np.mean(h * (1 - h) < 0.05)


# %% one_percent: limits that are too narrow
def saturation(h):
    return np.mean((h < 0.01) | (h > 0.99))


# %% whole_units: the share of units that are saturated at every image
def saturation(h):
    return ((h < 0.05) | (h > 0.95)).all(axis=0).mean()


# %% percent: times 100
def saturation(h):
    return 100 * np.mean((h < 0.05) | (h > 0.95))
