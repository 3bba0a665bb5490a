# %% adds_the_price: the code earns what it costs
def elbo(x, logits, kl):
    return np.sum(x * logits - np.logaddexp(0, logits), axis=1) + np.sum(kl, axis=1)


# %% loss: the negative of the bound
def elbo(x, logits, kl):
    return np.sum(kl, axis=1) - np.sum(x * logits - np.logaddexp(0, logits), axis=1)


# %% mean_over_pixels: as Keras's cross-entropy does
def elbo(x, logits, kl):
    return np.mean(x * logits - np.logaddexp(0, logits), axis=1) - np.sum(kl, axis=1)


# %% mean_over_units: the price per unit
def elbo(x, logits, kl):
    return np.sum(x * logits - np.logaddexp(0, logits), axis=1) - np.mean(kl, axis=1)


# %% one_number: averaged over the images
def elbo(x, logits, kl):
    return np.mean(np.sum(x * logits - np.logaddexp(0, logits), axis=1) - np.sum(kl, axis=1))


# %% wrong_axis: sums over the images
def elbo(x, logits, kl):
    return np.sum(x * logits - np.logaddexp(0, logits), axis=0) - np.sum(kl)


# %% ink_only: white pixels do not count
def elbo(x, logits, kl):
    return np.sum(x * (logits - np.logaddexp(0, logits)), axis=1) - np.sum(kl, axis=1)


# %% no_price: the reconstruction alone
def elbo(x, logits, kl):
    return np.sum(x * logits - np.logaddexp(0, logits), axis=1)


# %% overflows: log(1 + exp(a)) as it is written
def elbo(x, logits, kl):
    return np.sum(x * logits - np.log(1 + np.exp(logits)), axis=1) - np.sum(kl, axis=1)


# %% clipped_probabilities: a wrong pixel costs 16 nats at most
def elbo(x, logits, kl):
    p = np.clip(expit(logits), 1e-7, 1 - 1e-7)
    return np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1) - np.sum(kl, axis=1)


# %% logarithm_of_probabilities: 0 times minus infinity
def elbo(x, logits, kl):
    p = expit(logits)
    return np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1) - np.sum(kl, axis=1)


# %% sign_of_the_logit: probabilities of paper
def elbo(x, logits, kl):
    return np.sum(-x * logits - np.logaddexp(0, -logits), axis=1) - np.sum(kl, axis=1)


# %% squared_error: the Gaussian's loss
def elbo(x, logits, kl):
    return -np.sum((x - expit(logits)) ** 2, axis=1) - np.sum(kl, axis=1)
