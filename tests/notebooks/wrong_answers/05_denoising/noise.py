# %% clipped: as the Keras blog does it
def add_gaussian(x, sigma, rng):
    return np.clip(x + sigma * rng.standard_normal(x.shape), 0, 1)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% sigma_as_variance: the square root of sigma
def add_gaussian(x, sigma, rng):
    return x + np.sqrt(sigma) * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% squared_sigma: the variance where the standard deviation is meant
def add_gaussian(x, sigma, rng):
    return rng.normal(x, sigma**2)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% uniform_noise: the same spread, no tails
def add_gaussian(x, sigma, rng):
    return x + sigma * np.sqrt(12) * (rng.random(x.shape) - 0.5)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% positive_uniform: rng.random taken for Gaussian noise
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.random(x.shape)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% one_noise_for_all_images: a row, broadcast
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape[1])


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% noise_alone: forgets the image
def add_gaussian(x, sigma, rng):
    return sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% multiplied: noise in proportion to the ink
def add_gaussian(x, sigma, rng):
    return x * (1 + sigma * rng.standard_normal(x.shape))


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% p_of_each: p pepper and p salt
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p, 0.0, np.where(u > 1 - p, 1.0, x))


# %% two_draws: salt over pepper: more salt than pepper, and too few in all
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    noisy = np.where(rng.random(x.shape) < p / 2, 0.0, x)
    return np.where(rng.random(x.shape) < p / 2, 1.0, noisy)


# %% one_draw_for_all_images: the same pixels are hit in every image
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape[1])
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% salt_only: no pepper
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    return np.where(rng.random(x.shape) < p, 1.0, x)


# %% random_grey: replaced by any grey
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    return np.where(rng.random(x.shape) < p, rng.random(x.shape), x)


# %% same_kind_in_an_image: the coin is thrown once for each image
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    kind = (rng.random((len(x), 1)) < 0.5) * np.ones(x.shape)
    return np.where(rng.random(x.shape) < p, kind, x)


# %% in_place: changes the caller's images
def add_gaussian(x, sigma, rng):
    x += sigma * rng.standard_normal(x.shape)
    return x


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% own_generator: the same noise at every call
def add_gaussian(x, sigma, rng):
    return x + sigma * np.random.default_rng(1).standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    u = rng.random(x.shape)
    return np.where(u < p / 2, 0.0, np.where(u < p, 1.0, x))


# %% only_the_first: salt and pepper is not written
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.standard_normal(x.shape)


def salt_and_pepper(x, p, rng):
    raise NotImplementedError()
