# %% normal_around_the_image: NumPy draws around x
def add_noise(x, sigma, p, rng):
    noisy = rng.normal(x, sigma)
    hit = rng.random(x.shape) < p
    salt = rng.random(x.shape) < 0.5
    return np.where(hit, salt.astype(float), noisy)


# %% copies_and_assignment: step by step
def add_noise(x, sigma, p, rng):
    noisy, u = np.array(x) + rng.normal(0.0, sigma, size=x.shape), rng.uniform(size=x.shape)
    noisy[u > 1 - p / 2] = 1
    noisy[u < p / 2] = 0
    return noisy


# %% choice: three cases drawn by name, before the Gaussian noise
def add_noise(x, sigma, p, rng):
    case = rng.choice(3, p=[1 - p, p / 2, p / 2], size=np.shape(x))
    noisy = x + sigma * rng.normal(size=np.shape(x))
    return np.choose(case, [noisy, np.zeros_like(x), np.ones_like(x)])
