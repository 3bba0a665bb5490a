# %% forms_the_jacobian: right, but with an array of n k d numbers
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    J = (h * (1 - h))[:, :, None] * W.T
    return (J**2).sum(axis=(1, 2))


# %% einsum_of_jacobians: forms them under another name
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    J = np.einsum("nk,dk->nkd", h * (1 - h), W)
    return np.einsum("nkd,nkd->n", J, J)


# %% calls_exercise_1: the obvious way
def contractive_penalty(x, W, b):
    return (encoder_jacobian(x, W, b) ** 2).sum(axis=(1, 2))


# %% wrong_axis: squared weights summed over the units
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return ((h * (1 - h)) ** 2 * (W**2).sum(axis=1)).sum(axis=1)


# %% norm: not squared
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return np.sqrt((h * (1 - h)) ** 2 @ (W**2).sum(axis=0))


# %% slope_not_squared: squares the weights only
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return (h * (1 - h)) @ (W**2).sum(axis=0)


# %% weights_not_squared: squares the sum of the weights
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return (h * (1 - h)) ** 2 @ W.sum(axis=0) ** 2


# %% averaged: one number for the batch
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return ((h * (1 - h)) ** 2 @ (W**2).sum(axis=0)).mean()


# %% no_bias: the slope is taken at x W
def contractive_penalty(x, W, b):
    h = expit(x @ W)
    return (h * (1 - h)) ** 2 @ (W**2).sum(axis=0)


# %% weight_decay: no slopes at all
def contractive_penalty(x, W, b):
    return np.full(len(x), (W**2).sum())


# %% product_of_sums: all slopes times all weights
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return ((h * (1 - h)) ** 2).sum(axis=1) * (W**2).sum()


# %% mean_over_units: divides by k
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return ((h * (1 - h)) ** 2 * (W**2).sum(axis=0)).mean(axis=1)


# %% mean_over_entries: the mean of the squared entries of J
def contractive_penalty(x, W, b):
    h = expit(x @ W + b)
    return (h * (1 - h)) ** 2 @ (W**2).mean(axis=0)
