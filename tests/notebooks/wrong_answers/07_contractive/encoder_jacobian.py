# %% no_bias: the slope is taken at x W
def encoder_jacobian(x, W, b):
    h = expit(x @ W)
    return (h * (1 - h))[:, :, None] * W.T


# %% transposed: pixels in rows
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return (h * (1 - h))[:, None, :] * W


# %% reshaped: the right shape, but not the transpose
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return (h * (1 - h))[:, :, None] * W.reshape(W.shape[1], W.shape[0])


# %% no_slope: the weights alone, as for a linear layer
def encoder_jacobian(x, W, b):
    return np.repeat(W.T[None], len(x), axis=0)


# %% value_for_slope: scales by h
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return h[:, :, None] * W.T


# %% slope_of_preactivation: a (1 - a) instead of h (1 - h)
def encoder_jacobian(x, W, b):
    a = x @ W + b
    return (a * (1 - a))[:, :, None] * W.T


# %% tanh_slope: the derivative of another activation
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return (1 - h**2)[:, :, None] * W.T


# %% first_image: one Jacobian for all
def encoder_jacobian(x, W, b):
    h = expit(x[0] @ W + b)
    return np.repeat(((h * (1 - h))[:, None] * W.T)[None], len(x), axis=0)


# %% averaged: the mean over the images
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return ((h * (1 - h))[:, :, None] * W.T).mean(axis=0)


# %% times_input: the derivative by the weights
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return (h * (1 - h))[:, :, None] * x[:, None, :]


# %% squared_slope: as in the penalty
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return ((h * (1 - h)) ** 2)[:, :, None] * W.T


# %% flipped_sign: the sigmoid of minus a has the same slope, but h (h - 1) has not
def encoder_jacobian(x, W, b):
    h = expit(x @ W + b)
    return (h * (h - 1))[:, :, None] * W.T
