# %% deviation: compares the standard deviation
def active_units(mu, threshold):
    return np.std(mu, axis=0) > threshold


# %% mean_square: a unit that always says 5 counts
def active_units(mu, threshold):
    return np.mean(np.square(mu), axis=0) > threshold


# %% wrong_axis: varies over the units of an image
def active_units(mu, threshold):
    return np.var(mu, axis=1) > threshold


# %% count: how many, not which
def active_units(mu, threshold):
    return np.sum(np.var(mu, axis=0) > threshold)


# %% variances: no comparison
def active_units(mu, threshold):
    return np.var(mu, axis=0)


# %% collapsed: the other ones
def active_units(mu, threshold):
    return np.var(mu, axis=0) < threshold


# %% own_threshold: 0.01 whatever is asked
def active_units(mu, threshold):
    return np.var(mu, axis=0) > 0.01


# %% numbers: 1.0 and 0.0
def active_units(mu, threshold):
    return (np.var(mu, axis=0) > threshold).astype(float)


# %% places: the indices of active units
def active_units(mu, threshold):
    return np.flatnonzero(np.var(mu, axis=0) > threshold)


# %% mean: far from 0 on average
def active_units(mu, threshold):
    return np.abs(np.mean(mu, axis=0)) > threshold


# %% over_everything: one variance for all
def active_units(mu, threshold):
    return np.full(np.shape(mu)[1], np.var(mu) > threshold)


# %% variance_not_divided: the sum of squares about the mean
def active_units(mu, threshold):
    mu = np.asarray(mu)
    return np.sum((mu - mu.mean(axis=0)) ** 2, axis=0) > threshold
