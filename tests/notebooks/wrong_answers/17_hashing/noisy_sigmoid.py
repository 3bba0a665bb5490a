# %% after: the noise is added to the result of the sigmoid
def noisy_sigmoid(a, sigma, rng):
    return expit(a) + sigma * rng.normal(size=a.shape)


# %% after_clipped: noise on the result, cut to [0, 1]
def noisy_sigmoid(a, sigma, rng):
    return np.clip(expit(a) + sigma * rng.normal(size=a.shape), 0, 1)


# %% variance: sigma is taken for the variance
def noisy_sigmoid(a, sigma, rng):
    return expit(a + np.sqrt(sigma) * rng.normal(size=a.shape))


# %% squared: the standard deviation is sigma squared
def noisy_sigmoid(a, sigma, rng):
    return expit(rng.normal(a, sigma**2))


# %% per_unit: one draw per unit, the same for all images
def noisy_sigmoid(a, sigma, rng):
    return expit(a + sigma * rng.normal(size=a.shape[1]))


# %% per_image: one draw per image, the same for all units
def noisy_sigmoid(a, sigma, rng):
    return expit(a + sigma * rng.normal(size=(len(a), 1)))


# %% one_draw: a single number for everything
def noisy_sigmoid(a, sigma, rng):
    return expit(a + sigma * rng.normal())


# %% no_noise: sigma is never used
def noisy_sigmoid(a, sigma, rng):
    return expit(a)


# %% unit_noise: standard normal noise whatever sigma is
def noisy_sigmoid(a, sigma, rng):
    return expit(a + rng.normal(size=a.shape) * (sigma > 0))


# %% uniform: uniform noise between -sigma and sigma
def noisy_sigmoid(a, sigma, rng):
    return expit(a + rng.uniform(-sigma, sigma, size=a.shape))


# %% uniform_same_size: uniform noise with the right standard deviation
def noisy_sigmoid(a, sigma, rng):
    return expit(a + np.sqrt(12) * sigma * (rng.random(a.shape) - 0.5))


# %% multiplied: the noise multiplies the pre-activation
def noisy_sigmoid(a, sigma, rng):
    return expit(a * (1 + sigma * rng.normal(size=a.shape)))


# %% positive: the noise only adds
def noisy_sigmoid(a, sigma, rng):
    return expit(a + sigma * np.abs(rng.normal(size=a.shape)))


# %% global_rng: the draw comes from NumPy's global generator
def noisy_sigmoid(a, sigma, rng):
    return expit(a + sigma * np.random.normal(size=a.shape))


# %% own_rng: a generator with a seed of its own
def noisy_sigmoid(a, sigma, rng):
    return expit(a + sigma * np.random.default_rng(0).normal(size=a.shape))


# %% in_place: writes the noise into the caller's array
def noisy_sigmoid(a, sigma, rng):
    a += sigma * rng.normal(size=a.shape)
    return expit(a)


# %% tanh: the other squashing function
def noisy_sigmoid(a, sigma, rng):
    return np.tanh(a + sigma * rng.normal(size=a.shape))


# %% rounded: returns bits
def noisy_sigmoid(a, sigma, rng):
    return (expit(a + sigma * rng.normal(size=a.shape)) > 0.5) * 1.0


# %% no_sigmoid: the noisy pre-activation itself
def noisy_sigmoid(a, sigma, rng):
    return a + sigma * rng.normal(size=a.shape)
