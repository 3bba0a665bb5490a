# %% summed_over_images: forgets the average
def l1_penalty(h, lam):
    return lam * np.abs(h).sum()


# %% mean_of_all: averages over units, too
def l1_penalty(h, lam):
    return lam * np.abs(h).mean()


# %% wrong_axis: sums over images, averages over units
def l1_penalty(h, lam):
    return lam * np.abs(h).sum(axis=0).mean()


# %% no_absolute_value: negative entries pay back
def l1_penalty(h, lam):
    return lam * h.sum(axis=1).mean()


# %% positive_part: negative entries are free
def l1_penalty(h, lam):
    return lam * np.maximum(h, 0).sum(axis=1).mean()


# %% squares: weight decay for codes
def l1_penalty(h, lam):
    return lam * (h**2).sum(axis=1).mean()


# %% no_price: forgets lam
def l1_penalty(h, lam):
    return np.abs(h).sum(axis=1).mean()


# %% each_image: one number for each image
def l1_penalty(h, lam):
    return lam * np.abs(h).sum(axis=1)


# %% absolute_too_late: the absolute value of the sum
def l1_penalty(h, lam):
    return lam * np.abs(h.sum(axis=1)).mean()


# %% euclid: the other length
def l1_penalty(h, lam):
    return lam * np.sqrt((h**2).sum(axis=1)).mean()
