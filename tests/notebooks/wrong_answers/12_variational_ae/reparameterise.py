# %% variance_for_deviation: multiplies by exp(log_var)
def reparameterise(mu, log_var, eps):
    return mu + np.exp(log_var) * eps


# %% logarithm_for_deviation: multiplies by log_var itself
def reparameterise(mu, log_var, eps):
    return mu + log_var * eps


# %% draws_its_own: fresh numbers instead of eps
def reparameterise(mu, log_var, eps):
    return mu + np.exp(log_var / 2) * np.random.default_rng().standard_normal(np.shape(mu))


# %% draws_from_normal: lets NumPy draw
def reparameterise(mu, log_var, eps):
    return np.random.default_rng().normal(mu, np.exp(log_var / 2))


# %% no_mean: forgets mu
def reparameterise(mu, log_var, eps):
    return np.exp(log_var / 2) * eps


# %% no_noise: the mean is the code
def reparameterise(mu, log_var, eps):
    return mu


# %% standardises: the way back
def reparameterise(mu, log_var, eps):
    return (eps - mu) / np.exp(log_var / 2)


# %% roles_exchanged: mu scales the noise
def reparameterise(mu, log_var, eps):
    return np.exp(log_var / 2) + mu * eps


# %% unit_noise: as if the deviation were 1
def reparameterise(mu, log_var, eps):
    return mu + eps


# %% noise_adds_to_the_variance: sigma plus eps
def reparameterise(mu, log_var, eps):
    return mu + np.exp(log_var / 2) + eps


# %% root_of_the_logarithm: sqrt of log_var
def reparameterise(mu, log_var, eps):
    return mu + np.sqrt(np.abs(log_var)) * eps
