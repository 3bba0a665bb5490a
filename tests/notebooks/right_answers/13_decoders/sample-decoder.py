# %% columns: L times columns
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    eps = rng.normal(size=(len(mean), n))
    return np.asarray(decoder((L @ eps).T + mean))


# %% numpys_own: multivariate normal
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    return np.asarray(decoder(rng.multivariate_normal(mean, L @ L.T, size=n)))


# %% one_after_the_other: a loop over codes
def sample_decoder(decoder, density, n, rng):
    mean, L = density
    h = np.stack([mean + L @ rng.standard_normal(len(mean)) for _ in range(n)])
    return np.array(decoder(h))


# %% float32: in Keras's precision
def sample_decoder(decoder, density, n, rng):
    mean, L = (np.asarray(part, "float32") for part in density)
    return np.asarray(decoder(rng.standard_normal((n, len(mean)), dtype=np.float32) @ L.T + mean))
