# %% where: chooses entry by entry
def relu(a):
    return np.where(a > 0, a, 0)


# %% times_mask: multiplies by 0 or 1
def relu(a):
    return a * (a > 0)


# %% in_place: overwrites the negative entries of the input
def relu(a):
    a[a < 0] = 0
    return a


# %% half_sum: (a + |a|) / 2
def relu(a):
    return (a + np.abs(a)) / 2


# %% clip: no upper end
def relu(a):
    return np.clip(a, 0, None)


# %% float32: single precision
def relu(a):
    return np.maximum(np.float32(0), a.astype(np.float32))
