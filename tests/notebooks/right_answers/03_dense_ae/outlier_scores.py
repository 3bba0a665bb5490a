# %% call: the model as a function
def outlier_scores(autoencoder, x):
    error = x - np.asarray(autoencoder(x))
    return np.einsum("ij,ij->i", error, error)


# %% loop: one image after the other
def outlier_scores(autoencoder, x):
    return [float(np.sum((image - autoencoder.predict(image[np.newaxis], verbose=0)[0]) ** 2)) for image in x]


# %% norm: the squared length of the error
def outlier_scores(autoencoder, x):
    return np.linalg.norm(x - autoencoder.predict(x, verbose=0), axis=1) ** 2
