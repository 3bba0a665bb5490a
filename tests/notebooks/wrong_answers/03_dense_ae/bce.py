# %% no_minus: the slide's misprint
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-7, 1 - 1e-7)
    return np.mean(x * np.log(p) + (1 - x) * np.log(1 - p))


# %% no_clip: NaN where the output is exactly 0 or 1
def bce(x, x_hat):
    return -np.mean(x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat))


# %% first_term_only: forgets the pixels that are paper
def bce(x, x_hat):
    return -np.mean(x * np.log(np.clip(x_hat, 1e-7, 1 - 1e-7)))


# %% arguments_swapped: log of the image instead of the output
def bce(x, x_hat):
    p = np.clip(x, 1e-7, 1 - 1e-7)
    return -np.mean(x_hat * np.log(p) + (1 - x_hat) * np.log(1 - p))


# %% terms_swapped: ink is paid as paper
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-7, 1 - 1e-7)
    return -np.mean((1 - x) * np.log(p) + x * np.log(1 - p))


# %% sum_over_pixels: the sum of the formula, averaged over images only
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-7, 1 - 1e-7)
    return -np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1).mean()


# %% one_value_per_image: as the Keras function returns it
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-7, 1 - 1e-7)
    return -np.mean(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)


# %% bits: logarithm to the base 2
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-7, 1 - 1e-7)
    return -np.mean(x * np.log2(p) + (1 - x) * np.log2(1 - p))


# %% clipped_far_too_early: a margin of a thousandth
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-3, 1 - 1e-3)
    return -np.mean(x * np.log(p) + (1 - x) * np.log(1 - p))


# %% infinities_to_zero: nan_to_num hides what is certain and wrong
def bce(x, x_hat):
    with np.errstate(all="ignore"):
        cost = x * np.log(x_hat) + (1 - x) * np.log(1 - x_hat)
    return -np.mean(np.nan_to_num(cost, neginf=0.0))


# %% rounded_images: makes grey pixels black or white
def bce(x, x_hat):
    p = np.clip(x_hat, 1e-7, 1 - 1e-7)
    x = np.round(x)
    return -np.mean(x * np.log(p) + (1 - x) * np.log(1 - p))


# %% above_the_floor: subtracts BCE(x, x)
def bce(x, x_hat):
    p, q = np.clip(x_hat, 1e-7, 1 - 1e-7), np.clip(x, 1e-7, 1 - 1e-7)
    return np.mean(x * np.log(q / p) + (1 - x) * np.log((1 - q) / (1 - p)))
