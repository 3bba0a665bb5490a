# %% no_penalty_gradient: the loss has the penalty, the gradient has not
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h)
    grad_W = x.T @ grad_a + grad_z.T @ h
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% decay_only: the slopes are taken as constant
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h)
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% slopes_only: the weights in the penalty are taken as constant
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% untied: forgets that the decoder uses W too
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% decoder_only: forgets the way through the encoder
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% penalty_summed: the penalty is summed over the images in the loss
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).sum(), gradient


# %% slope_not_squared: s (1 - 2 h) instead of s squared (1 - 2 h)
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * h * (1 - h) * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% factor_two: the 2 of the square is missing in the weight decay
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% no_n: not averaged over the images in the gradient
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = x_hat - x
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% decay_summed: the decay is summed over the images
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.sum(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% packed_transposed: W is packed column by column
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.T.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% biases_swapped: c before b
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_z.sum(axis=0), grad_a.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% biases_averaged: the mean over the images a second time
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.mean(axis=0), grad_z.mean(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% no_lam: the penalty counts fully
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + (s2 @ q).mean(), gradient


# %% squared_error_blame: the slope of the output once too often
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) * x_hat * (1 - x_hat) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% wrong_sign: 1 + 2 h instead of 1 - 2 h
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 + 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return cross_entropy + lam * (s2 @ q).mean(), gradient


# %% gradient_only: returns no loss
def contractive_loss_and_grad(theta, x, lam):
    n, d = x.shape
    k = (theta.size - d) // (d + 1)
    W, b, c = theta[: d * k].reshape(d, k), theta[d * k : d * k + k], theta[d * k + k :]
    h = expit(x @ W + b)
    z = h @ W.T + c
    x_hat = expit(z)
    cross_entropy = (np.logaddexp(0, z) - x * z).sum() / n
    s2, q = (h * (1 - h)) ** 2, (W**2).sum(axis=0)
    grad_z = (x_hat - x) / n
    grad_a = (grad_z @ W) * h * (1 - h) + lam * 2 / n * s2 * (1 - 2 * h) * q
    grad_W = x.T @ grad_a + grad_z.T @ h + lam * 2 * W * s2.mean(axis=0)
    gradient = np.concatenate([grad_W.ravel(), grad_a.sum(axis=0), grad_z.sum(axis=0)])
    return gradient
