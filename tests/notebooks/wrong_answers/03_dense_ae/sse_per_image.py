# %% mean_over_pixels: Keras's convention, MSE/px
def sse_per_image(x, x_hat):
    return np.mean((np.asarray(x) - np.asarray(x_hat)) ** 2)


# %% sum_over_everything: forgets the average over images
def sse_per_image(x, x_hat):
    return np.sum((np.asarray(x) - np.asarray(x_hat)) ** 2)


# %% one_value_per_image: stops before the average
def sse_per_image(x, x_hat):
    return np.sum((np.asarray(x) - np.asarray(x_hat)) ** 2, axis=1)


# %% wrong_axis: sums over images and averages over pixels
def sse_per_image(x, x_hat):
    return np.sum((np.asarray(x) - np.asarray(x_hat)) ** 2, axis=0).mean()


# %% absolute_error: the square is missing
def sse_per_image(x, x_hat):
    return np.abs(np.asarray(x) - np.asarray(x_hat)).sum(axis=1).mean()


# %% distance: a square root too many
def sse_per_image(x, x_hat):
    return np.sqrt(((np.asarray(x) - np.asarray(x_hat)) ** 2).sum(axis=1)).mean()


# %% half: the factor of the Gaussian likelihood
def sse_per_image(x, x_hat):
    return 0.5 * ((np.asarray(x) - np.asarray(x_hat)) ** 2).sum(axis=1).mean()


# %% square_of_sum: squares after summing over the pixels
def sse_per_image(x, x_hat):
    return ((np.asarray(x) - np.asarray(x_hat)).sum(axis=1) ** 2).mean()


# %% clipped: forces the reconstruction into [0, 1] before it measures
def sse_per_image(x, x_hat):
    return ((np.asarray(x) - np.clip(x_hat, 0, 1)) ** 2).sum(axis=1).mean()
