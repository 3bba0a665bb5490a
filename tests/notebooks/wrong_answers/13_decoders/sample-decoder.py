# %% not_transposed: rows times L
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return np.asarray(decoder(mean + eps @ L))


# %% no_mean: draws about the origin
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return np.asarray(decoder(eps @ L.T))


# %% uniform: numbers from a box
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.uniform(-1, 1, (n, len(mean))) * 3**0.5
    return np.asarray(decoder(mean + eps @ L.T))


# %% old_generator: numpy's own state
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = np.random.standard_normal((n, len(mean)))
    return np.asarray(decoder(mean + eps @ L.T))


# %% a_seed_of_its_own: always the same draws
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = np.random.default_rng(0).standard_normal((n, len(mean)))
    return np.asarray(decoder(mean + eps @ L.T))


# %% one_number_per_code: all units move together
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, 1))
    return np.asarray(decoder(mean + np.repeat(eps, len(mean), axis=1) @ L.T))


# %% one_code_for_all: the same image n times
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((1, len(mean)))
    return np.asarray(decoder(np.repeat(mean + eps @ L.T, n, axis=0)))


# %% codes: forgets the decoder
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return mean + eps @ L.T


# %% covariance_twice: L is taken for a covariance's root once more
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return np.asarray(decoder(mean + eps @ (L @ L.T)))


# %% diagonal_only: units drawn on their own
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return np.asarray(decoder(mean + eps * np.diag(L)))


# %% mean_last: the mean is added to the image
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return np.asarray(decoder(eps @ L.T) + mean)


# %% no_spread: the mean code, decoded
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n, len(mean)))
    return np.asarray(decoder(mean + 0 * eps))


# %% one_too_few: n counts from zero
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.standard_normal((n - 1, len(mean)))
    return np.asarray(decoder(mean + eps @ L.T))


# %% clipped: codes within one standard deviation
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = np.clip(rng.standard_normal((n, len(mean))), -1, 1)
    return np.asarray(decoder(mean + eps @ L.T))
