# %% copy_and_assign: a copy, changed where pixels are missing
def fill_missing(model, x, missing, steps):
    filled = np.array(x, dtype=float)
    filled[missing] = 0
    for _ in range(steps):
        filled[missing] = np.asarray(model(filled))[missing]
    return filled


# %% while_loop: counts by itself
def fill_missing(model, x, missing, steps):
    filled, done = np.where(missing, 0, x), 0
    while done < steps:
        filled = np.where(~missing, x, np.array(model(filled)))
        done += 1
    return filled


# %% recursive: a step after the others
def fill_missing(model, x, missing, steps):
    if steps == 0:
        return np.where(missing, 0.0, x)
    return np.where(missing, np.asarray(model(fill_missing(model, x, missing, steps - 1))), x)
