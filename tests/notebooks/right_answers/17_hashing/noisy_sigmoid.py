# %% loc_scale: the generator adds and scales
def noisy_sigmoid(a, sigma, rng):
    return 1 / (1 + np.exp(-rng.normal(a, sigma)))


# %% standard_normal: by tanh
def noisy_sigmoid(a, sigma, rng):
    noisy = np.array(a, dtype=float) + sigma * rng.standard_normal(a.shape)
    return (1 + np.tanh(noisy / 2)) / 2


# %% loops: entry by entry
def noisy_sigmoid(a, sigma, rng):
    h = np.empty(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            h[i, j] = expit(a[i, j] + rng.normal(0, sigma))
    return h


# %% float32: in Keras's precision
def noisy_sigmoid(a, sigma, rng):
    noise = rng.standard_normal(np.shape(a), dtype=np.float32)
    return expit(np.asarray(a, "float32") + np.float32(sigma) * noise)
