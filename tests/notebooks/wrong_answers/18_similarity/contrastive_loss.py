# %% exchanged: alike pairs are pushed
def contrastive_loss(d, same, margin):
    return np.where(same, np.maximum(0, margin - d) ** 2, d**2).mean()


# %% sum: no mean
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, margin - d) ** 2).sum()


# %% pull_not_squared: d in place of d²
def contrastive_loss(d, same, margin):
    return np.where(same, d, np.maximum(0, margin - d) ** 2).mean()


# %% push_not_squared: a hinge in place of its square
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, margin - d)).mean()


# %% no_margin: negatives are pulled towards the margin from outside as well
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, (margin - d) ** 2).mean()


# %% squared_distance: the hinge of the squared distance
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, margin - d**2)).mean()


# %% squared_margin: the difference of the squares
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, margin**2 - d**2)).mean()


# %% fixed_margin: always 1
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, 1 - d) ** 2).mean()


# %% halves: with the factor of the paper
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, margin - d) ** 2).mean() / 2


# %% wrong_side: pushes what is too far
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, d - margin) ** 2).mean()


# %% two_means: one mean for each kind
def contrastive_loss(d, same, margin):
    same = np.asarray(same, bool)
    return (d[same] ** 2).mean() + (np.maximum(0, margin - d[~same]) ** 2).mean()


# %% bitwise_not: ~ on ones and zeros
def contrastive_loss(d, same, margin):
    return (same * d**2 + ~same * np.maximum(0, margin - d) ** 2).mean()


# %% mask_of_integers: ones and zeros as positions
def contrastive_loss(d, same, margin):
    return (d[same] ** 2).mean()


# %% each_pair: no mean at all
def contrastive_loss(d, same, margin):
    return np.where(same, d**2, np.maximum(0, margin - d) ** 2)
