# %% keras_loss: Keras's function, averaged over the images
def bce(x, x_hat):
    x, x_hat = np.asarray(x, "float32"), np.asarray(x_hat, "float32")
    return float(np.mean(keras.losses.binary_crossentropy(x, x_hat)))


# %% two_terms: each logarithm clipped by itself
def bce(x, x_hat):
    ink = x * np.log(np.maximum(x_hat, 1e-7))
    paper = (1 - x) * np.log(np.maximum(1 - x_hat, 1e-7))
    return -(ink + paper).mean()


# %% loop: one pixel after the other
def bce(x, x_hat):
    costs = []
    for p, q in zip(np.ravel(x), np.ravel(x_hat)):
        q = min(max(q, 1e-7), 1 - 1e-7)
        costs.append(-p * np.log(q) - (1 - p) * np.log1p(-q))
    return sum(costs) / len(costs)
