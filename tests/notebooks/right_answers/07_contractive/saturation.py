# %% sum_of_shares: both ends apart
def saturation(h):
    return (h < 0.05).mean() + (h > 0.95).mean()


# %% distance: far from the middle
def saturation(h):
    return np.count_nonzero(np.abs(h - 0.5) > 0.45) / h.size


# %% per_image: the mean over images of the share of each
def saturation(h):
    return float(np.mean([np.mean((row < 0.05) | (row > 0.95)) for row in h]))
