# %% keeps_with_nu: nu taken for the probability to be kept
def mask(x, nu, rng):
    return np.where(rng.random(x.shape) < nu, x, 0.0)


# %% dropout: divides the rest by 1 - nu, as Keras's Dropout does
def mask(x, nu, rng):
    return np.where(rng.random(x.shape) < nu, 0.0, x / max(1 - nu, 1e-9))


# %% one_mask_for_all_images: draws a row and broadcasts it
def mask(x, nu, rng):
    return np.where(rng.random(x.shape[1]) < nu, 0.0, x)


# %% whole_images: one draw for each image
def mask(x, nu, rng):
    return np.where(rng.random((len(x), 1)) < nu, 0.0, x)


# %% exact_share: the same number of pixels goes in every image
def mask(x, nu, rng):
    ranks = rng.random(x.shape).argsort(axis=1).argsort(axis=1)
    return np.where(ranks < round(nu * x.shape[1]), 0.0, x)


# %% in_place: changes the caller's images
def mask(x, nu, rng):
    x[rng.random(x.shape) < nu] = 0
    return x


# %% own_generator: the same mask at every call
def mask(x, nu, rng):
    rng = np.random.default_rng(0)
    return np.where(rng.random(x.shape) < nu, 0.0, x)


# %% global_generator: ignores rng
def mask(x, nu, rng):
    return np.where(np.random.rand(*x.shape) < nu, 0.0, x)


# %% gaussian_threshold: a normal number where a uniform one is meant
def mask(x, nu, rng):
    return np.where(rng.standard_normal(x.shape) < nu, 0.0, x)


# %% returns_the_mask: the pattern, not the image
def mask(x, nu, rng):
    return (rng.random(x.shape) >= nu).astype(float)


# %% masked_to_one: removed pixels become ink
def mask(x, nu, rng):
    return np.where(rng.random(x.shape) < nu, 1.0, x)
