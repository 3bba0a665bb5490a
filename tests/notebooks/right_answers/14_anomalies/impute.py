# %% nanmean: NaN first, then the means that leave them out
def impute(model, x, missing, steps):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a column without any known value
        start = np.nan_to_num(np.nanmean(np.where(missing, np.nan, x), axis=0))
    filled = np.where(missing, start, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% a_copy: written into a copy
def impute(model, x, missing, steps):
    filled = np.array(x, dtype=float)
    for j in range(x.shape[1]):
        known = x[~missing[:, j], j]
        filled[missing[:, j], j] = known.mean() if len(known) else 0.0
    for _ in range(steps):
        filled[missing] = np.asarray(model(filled))[missing]
    return filled


# %% masked_array: NumPy's masked means
def impute(model, x, missing, steps):
    mean = np.ma.masked_array(x, missing).mean(axis=0).filled(0.0)
    result = np.where(missing, mean, x)
    while steps > 0:
        result, steps = np.where(missing, np.asarray(model(result)), x), steps - 1
    return result
