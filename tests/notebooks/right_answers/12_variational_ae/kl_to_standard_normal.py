# %% by_deviation: as the formula stands, with sigma
def kl_to_standard_normal(mu, log_var):
    sigma = np.exp(0.5 * np.asarray(log_var))
    return -np.log(sigma) + (np.square(mu) + sigma**2 - 1) / 2


# %% expm1: exact near the prior
def kl_to_standard_normal(mu, log_var):
    return (mu * mu + np.expm1(log_var) - log_var) / 2


# %% tensors: Keras's operations
def kl_to_standard_normal(mu, log_var):
    mu, log_var = ops.convert_to_tensor(mu), ops.convert_to_tensor(log_var)
    return np.asarray(0.5 * (ops.square(mu) + ops.exp(log_var) - 1 - log_var))
