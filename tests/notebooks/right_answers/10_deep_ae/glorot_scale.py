# %% one_over_root_of_mean: one divided by the root of the mean size
def glorot_scale(fan_in, fan_out):
    return 1 / ((fan_in + fan_out) / 2) ** 0.5


# %% plain_python: the math module
def glorot_scale(fan_in, fan_out):
    import math

    return math.sqrt(2.0 / (fan_in + fan_out))
