# %% root: the square root of the variance
def reparameterise(mu, log_var, eps):
    return mu + np.sqrt(np.exp(log_var)) * eps


# %% steps: with names
def reparameterise(mu, log_var, eps):
    sigma = np.exp(0.5 * np.asarray(log_var, dtype=float))
    return np.add(mu, np.multiply(sigma, eps))
