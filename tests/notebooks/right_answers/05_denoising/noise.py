# %% normal_around_the_image: NumPy draws around x
def add_gaussian(x, sigma, rng):
    return rng.normal(x, sigma)


def salt_and_pepper(x, p, rng):
    hit = rng.random(x.shape) < p
    salt = rng.random(x.shape) < 0.5
    return np.where(hit, salt.astype(float), x)


# %% copies_and_assignment: step by step
def add_gaussian(x, sigma, rng):
    return np.array(x) + rng.normal(0.0, sigma, size=x.shape)


def salt_and_pepper(x, p, rng):
    noisy, u = x.copy(), rng.uniform(size=x.shape)
    noisy[u > 1 - p / 2] = 1
    noisy[u < p / 2] = 0
    return noisy


# %% choice: three cases drawn by name
def add_gaussian(x, sigma, rng):
    return x + sigma * rng.normal(size=np.shape(x))


def salt_and_pepper(x, p, rng):
    case = rng.choice(3, p=[1 - p, p / 2, p / 2], size=np.shape(x))
    return np.choose(case, [x, np.zeros_like(x), np.ones_like(x)])
