# %% product: a copy times a mask
def mask(x, nu, rng):
    return x * (rng.random(x.shape) >= nu)


# %% binomial: another way to draw
def mask(x, nu, rng):
    return x * rng.binomial(1, 1 - nu, size=x.shape)


# %% copy_then_assign: in place, in a copy
def mask(x, nu, rng):
    noisy = np.array(x, dtype=float)
    noisy[rng.uniform(size=x.shape) < nu] = 0
    return noisy


# %% choice: draws True and False
def mask(x, nu, rng):
    return np.where(rng.choice([True, False], p=[nu, 1 - nu], size=np.shape(x)), 0, x)
