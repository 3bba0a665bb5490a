# %% the_variance: forgets the root
def glorot_scale(fan_in, fan_out):
    return 2 / (fan_in + fan_out)


# %% the_uniform_limit: half the width of the uniform distribution
def glorot_scale(fan_in, fan_out):
    return np.sqrt(6 / (fan_in + fan_out))


# %% fan_in_only: looks forward only
def glorot_scale(fan_in, fan_out):
    return np.sqrt(1 / fan_in)


# %% fan_out_only: looks back only
def glorot_scale(fan_in, fan_out):
    return 1 / np.sqrt(fan_out)


# %% he: the scale for ReLU
def glorot_scale(fan_in, fan_out):
    return np.sqrt(2 / fan_in)


# %% sum_instead_of_mean: the two factors add up to 1
def glorot_scale(fan_in, fan_out):
    return np.sqrt(1 / (fan_in + fan_out))


# %% geometric_mean: the product of the factors is 1
def glorot_scale(fan_in, fan_out):
    return (fan_in * fan_out) ** -0.25


# %% upside_down: 1 divided by s
def glorot_scale(fan_in, fan_out):
    return np.sqrt((fan_in + fan_out) / 2)


# %% the_weights: draws them instead of naming their scale
def glorot_scale(fan_in, fan_out):
    return np.random.default_rng(0).normal(scale=np.sqrt(2 / (fan_in + fan_out)), size=(fan_in, fan_out))
