# %% from_zero: lesson 5's beginning
def impute(model, x, missing, steps):
    filled = np.where(missing, 0.0, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% means_of_everything: what stands in missing places counts
def impute(model, x, missing, steps):
    filled = np.where(missing, x.mean(axis=0), x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% zeros_in_the_means: missing values count as zeros
def impute(model, x, missing, steps):
    filled = np.where(missing, np.where(missing, 0, x).mean(axis=0), x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% one_mean: of the whole table
def impute(model, x, missing, steps):
    filled = np.where(missing, x[~missing].mean(), x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% means_of_rows: the other axis
def impute(model, x, missing, steps):
    mean = np.where(missing, 0, x).sum(axis=1, keepdims=True) / np.maximum((~missing).sum(axis=1, keepdims=True), 1)
    filled = np.where(missing, mean, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% medians: another middle
def impute(model, x, missing, steps):
    middle = np.nan_to_num(np.nanmedian(np.where(missing, np.nan, x), axis=0))
    filled = np.where(missing, middle, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% empty_columns: 0 / 0 in a column without any known value
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / (~missing).sum(axis=0)
    filled = np.where(missing, mean, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% known_values_lost: the model overwrites everything
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    filled = np.where(missing, mean, x)
    for _ in range(steps):
        filled = np.asarray(model(filled))
    return filled


# %% put_back_once: known values are put back after the last step only
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    filled = np.where(missing, mean, x)
    for _ in range(steps):
        filled = np.asarray(model(filled))
    return np.where(missing, filled, x)


# %% one_step: each step begins from the means again
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    filled = start = np.where(missing, mean, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(start)), x)
    return filled


# %% one_step_more: the model is asked before the first step
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    filled = np.where(missing, mean, x)
    for _ in range(steps + 1):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% products: multiplies by the mask, so that NaN spreads
def impute(model, x, missing, steps):
    mean = (x * ~missing).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    filled = x * ~missing + mean * missing
    for _ in range(steps):
        filled = x * ~missing + np.asarray(model(filled)) * missing
    return filled


# %% in_place: fills the caller's table
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    x[missing] = np.broadcast_to(mean, x.shape)[missing]
    for _ in range(steps):
        x[missing] = np.asarray(model(x))[missing]
    return x


# %% damped: goes halfway to the model's answer
def impute(model, x, missing, steps):
    mean = np.where(missing, 0.0, x).sum(axis=0) / np.maximum((~missing).sum(axis=0), 1)
    filled = np.where(missing, mean, x)
    for _ in range(steps):
        filled = np.where(missing, (np.asarray(model(filled)) + filled) / 2, x)
    return filled
