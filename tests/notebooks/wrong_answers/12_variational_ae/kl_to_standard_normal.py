# %% summed_over_units: the price of the whole code
def kl_to_standard_normal(mu, log_var):
    return 0.5 * np.sum(mu**2 + np.exp(log_var) - 1 - log_var, axis=1)


# %% one_number: averaged over images and units
def kl_to_standard_normal(mu, log_var):
    return np.mean(0.5 * (mu**2 + np.exp(log_var) - 1 - log_var))


# %% no_half: forgets the factor
def kl_to_standard_normal(mu, log_var):
    return mu**2 + np.exp(log_var) - 1 - log_var


# %% sign_of_the_logarithm: adds log_var
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - 1 + log_var)


# %% minus: the usual formula without its minus sign
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (1 + log_var - mu**2 - np.exp(log_var))


# %% forgot_the_one: at the prior half a nat is left
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var) - log_var)


# %% log_of_the_deviation: takes log_var for the logarithm of the standard deviation
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (mu**2 + np.exp(2 * log_var) - 1 - 2 * log_var)


# %% deviation_for_variance: adds sigma instead of its square
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (mu**2 + np.exp(log_var / 2) - 1 - log_var)


# %% takes_the_variance: treats log_var as the variance
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (mu**2 + log_var - 1 - np.log(np.abs(log_var) + 1e-12))


# %% other_way_round: from the prior to q
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (log_var + (1 + mu**2) / np.exp(log_var) - 1)


# %% mean_not_squared: the absolute value
def kl_to_standard_normal(mu, log_var):
    return 0.5 * (np.abs(mu) + np.exp(log_var) - 1 - log_var)


# %% in_place: right numbers, but mu is changed
def kl_to_standard_normal(mu, log_var):
    mu *= mu
    return 0.5 * (mu + np.exp(log_var) - 1 - log_var)
