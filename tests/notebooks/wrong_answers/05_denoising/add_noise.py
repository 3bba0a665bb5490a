# %% clipped: as the Keras blog does it
def add_noise(x, sigma, p, rng):
    noisy = np.clip(x + sigma * rng.standard_normal(x.shape), 0, 1)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% sigma_as_variance: the square root of sigma
def add_noise(x, sigma, p, rng):
    noisy = x + np.sqrt(sigma) * rng.standard_normal(x.shape)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% squared_sigma: the variance where the standard deviation is meant
def add_noise(x, sigma, p, rng):
    noisy = rng.normal(x, sigma**2)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% uniform_noise: the same spread, no tails
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * np.sqrt(12) * (rng.random(x.shape) - 0.5)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% positive_uniform: rng.random taken for Gaussian noise
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.random(x.shape)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% one_noise_for_all_images: a row, broadcast
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape[1])
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% noise_alone: forgets the image
def add_noise(x, sigma, p, rng):
    noisy = sigma * rng.standard_normal(x.shape)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% multiplied: noise in proportion to the ink
def add_noise(x, sigma, p, rng):
    noisy = x * (1 + sigma * rng.standard_normal(x.shape))
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% p_of_each: p pepper and p salt
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    u = rng.random(x.shape)
    return np.where(u < p, 0.0, np.where(u > 1 - p, 1.0, noisy))


# %% two_draws: salt over pepper: more salt than pepper, and too few in all
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    noisy = np.where(rng.random(x.shape) < p / 2, 0.0, noisy)
    return np.where(rng.random(x.shape) < p / 2, 1.0, noisy)


# %% one_draw_for_all_images: the same pixels are hit in every image
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    u = rng.random(x.shape[1])
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% salt_only: no pepper
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    return np.where(rng.random(x.shape) < p, 1.0, noisy)


# %% random_grey: replaced by any grey
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    return np.where(rng.random(x.shape) < p, rng.random(x.shape), noisy)


# %% same_kind_in_an_image: the coin is thrown once for each image
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    kind = (rng.random((len(x), 1)) < 0.5) * np.ones(x.shape)
    return np.where(rng.random(x.shape) < p, kind, noisy)


# %% in_place: changes the caller's images
def add_noise(x, sigma, p, rng):
    x += sigma * rng.standard_normal(x.shape)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% own_generator: the same noise at every call
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * np.random.default_rng(1).standard_normal(x.shape)
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, noisy))


# %% only_gaussian: salt and pepper is left out
def add_noise(x, sigma, p, rng):
    return x + sigma * rng.standard_normal(x.shape)


# %% only_salt_and_pepper: the Gaussian noise is left out
def add_noise(x, sigma, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% salt_and_pepper_first: Gaussian noise on the dots as well
def add_noise(x, sigma, p, rng):
    u = rng.random(x.shape)
    dotted = np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))
    return dotted + sigma * rng.standard_normal(x.shape)


# %% without_what_was_added: pixels that are not hit go back to x
def add_noise(x, sigma, p, rng):
    noisy = x + sigma * rng.standard_normal(x.shape)
    u = rng.random(x.shape)
    dotted = np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))
    return np.where(p > 0, dotted, noisy)
