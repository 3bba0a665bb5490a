# %% one_step: ignores steps
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, 0.0, x)
    return np.where(missing, np.asarray(model(filled)), x)


# %% known_overwritten: the reconstruction everywhere
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, 0.0, x)
    for _ in range(steps):
        filled = np.asarray(model(filled))
    return filled


# %% put_back_at_the_end: known pixels drift while it runs
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, 0.0, x)
    for _ in range(steps):
        filled = np.asarray(model(filled))
    return np.where(missing, filled, x)


# %% inverted: fills what is known
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, x, 0.0)
    for _ in range(steps):
        filled = np.where(missing, x, np.asarray(model(filled)))
    return filled


# %% begins_with_x: uses what nobody knows
def fill_missing(model, x, missing, steps):
    filled = np.array(x, dtype=float)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% nan_times_zero: a product where a choice is needed
def fill_missing(model, x, missing, steps):
    filled = x * (1 - missing)
    for _ in range(steps):
        filled = missing * np.asarray(model(filled)) + (1 - missing) * x
    return filled


# %% same_input_each_time: never sees what it filled in
def fill_missing(model, x, missing, steps):
    start = np.where(missing, 0.0, x)
    filled = start
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(start)), x)
    return filled


# %% grey_start: begins with one half
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, 0.5, x)
    for _ in range(steps):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% one_step_too_many: fills before counting
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, 0.0, x)
    for _ in range(steps + 1):
        filled = np.where(missing, np.asarray(model(filled)), x)
    return filled


# %% in_place: changes the caller's images
def fill_missing(model, x, missing, steps):
    x[missing] = 0
    for _ in range(steps):
        x[missing] = np.asarray(model(x))[missing]
    return x


# %% adds: the reconstruction on top of what was filled
def fill_missing(model, x, missing, steps):
    filled = np.where(missing, 0.0, x)
    for _ in range(steps):
        filled = np.where(missing, filled + np.asarray(model(filled)), x)
    return filled
