# %% mean_over_pixels: MSE/px of each image
def outlier_scores(autoencoder, x):
    return ((x - autoencoder.predict(x, verbose=0)) ** 2).mean(axis=1)


# %% one_number: averages over the images
def outlier_scores(autoencoder, x):
    return ((x - autoencoder.predict(x, verbose=0)) ** 2).sum(axis=1).mean()


# %% wrong_axis: one score for each pixel
def outlier_scores(autoencoder, x):
    return ((x - autoencoder.predict(x, verbose=0)) ** 2).sum(axis=0)


# %% likelihood_sign: high means normal
def outlier_scores(autoencoder, x):
    return -((x - autoencoder.predict(x, verbose=0)) ** 2).sum(axis=1)


# %% distance: a square root too many
def outlier_scores(autoencoder, x):
    return np.linalg.norm(x - autoencoder.predict(x, verbose=0), axis=1)


# %% absolute_error: no square
def outlier_scores(autoencoder, x):
    return np.abs(x - autoencoder.predict(x, verbose=0)).sum(axis=1)


# %% twice_through: rebuilds the reconstruction
def outlier_scores(autoencoder, x):
    x_hat = autoencoder.predict(x, verbose=0)
    return ((x_hat - autoencoder.predict(x_hat, verbose=0)) ** 2).sum(axis=1)


# %% from_the_mean: ignores the model
def outlier_scores(autoencoder, x):
    return ((x - x.mean(axis=0)) ** 2).sum(axis=1)


# %% standardised: scores relative to the batch
def outlier_scores(autoencoder, x):
    scores = ((x - autoencoder.predict(x, verbose=0)) ** 2).sum(axis=1)
    return (scores - scores.mean()) / (scores.std() + 1e-9)


# %% keeps_an_axis: a column instead of a row of scores
def outlier_scores(autoencoder, x):
    return ((x - autoencoder.predict(x, verbose=0)) ** 2).sum(axis=1, keepdims=True)
