# %% largest_entry: np.max(a, 0) is the maximum along axis 0
def relu(a):
    return np.max(a, 0)


# %% absolute: folds instead of cutting
def relu(a):
    return np.abs(a)


# %% leaky: lets a hundredth through
def relu(a):
    return np.where(a > 0, a, 0.01 * a)


# %% clipped: cuts at 1, too
def relu(a):
    return np.clip(a, 0, 1)


# %% relu6: cuts at 6, as small networks for phones do
def relu(a):
    return np.clip(a, 0, 6)


# %% step: returns whether, not how much
def relu(a):
    return (a > 0).astype(float)


# %% mask: returns the condition
def relu(a):
    return a > 0


# %% minimum: keeps the wrong half
def relu(a):
    return np.minimum(0, a)


# %% drops_negatives: removes entries instead of setting them to 0
def relu(a):
    return a[a > 0]


# %% softplus: the smooth relative
def relu(a):
    return np.log1p(np.exp(a))


# %% sigmoid: another activation
def relu(a):
    return 1 / (1 + np.exp(-a))


# %% python_max: compares the whole array with 0
def relu(a):
    return max(0, a)


# %% negated: has the sign of the input turned
def relu(a):
    return np.maximum(0, -a)


# %% cuts_at_one: keeps only what exceeds 1
def relu(a):
    return np.where(a > 1, a, 0)


# %% largest_of_two: np.max takes 0 for the array and the array for an axis
def relu(a):
    return np.max(0, a)
