# %% by_hand: centred squares
def active_units(mu, threshold):
    mu = np.asarray(mu, dtype=np.float64)
    return ((mu - mu.mean(axis=0)) ** 2).mean(axis=0) > threshold


# %% greater: NumPy's function
def active_units(mu, threshold):
    return np.greater(np.var(np.asarray(mu), axis=0), threshold)


# %% unit_by_unit: columns
def active_units(mu, threshold):
    return np.array([np.var(column) > threshold for column in np.asarray(mu).T])
