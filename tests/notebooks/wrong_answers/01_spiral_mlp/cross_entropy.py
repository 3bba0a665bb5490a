# %% no_minus: the sign is forgotten
def cross_entropy(p, y):
    return np.mean(np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)))


# %% sum: adds up instead of averaging
def cross_entropy(p, y):
    return -np.sum(np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)))


# %% averages_over_entries: divides by n K instead of n
def cross_entropy(p, y):
    one_hot = np.eye(p.shape[1])[y]
    return -np.mean(one_hot * np.log(np.maximum(p, 1e-12)))


# %% column_slice: takes whole columns instead of one entry of each row
def cross_entropy(p, y):
    return -np.mean(np.log(np.maximum(p[:, y], 1e-12)))


# %% all_classes: averages over every entry, right class or not
def cross_entropy(p, y):
    return -np.mean(np.log(np.maximum(p, 1e-12)))


# %% predicted_class: uses the most probable class instead of the right one
def cross_entropy(p, y):
    return -np.mean(np.log(np.maximum(np.max(p, axis=1), 1e-12)))


# %% no_floor: log of 0 is minus infinity
def cross_entropy(p, y):
    return -np.mean(np.log(p[np.arange(len(y)), y]))


# %% large_floor: the floor of another library
def cross_entropy(p, y):
    return -np.mean(np.log(np.maximum(p[np.arange(len(y)), y], 1e-7)))


# %% binary: charges the wrong classes as well
def cross_entropy(p, y):
    one_hot = np.eye(p.shape[1])[y]
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(np.sum(one_hot * np.log(p) + (1 - one_hot) * np.log(1 - p), axis=1))


# %% bits: logarithm to base 2
def cross_entropy(p, y):
    return -np.mean(np.log2(np.maximum(p[np.arange(len(y)), y], 1e-12)))


# %% log10: logarithm to base 10
def cross_entropy(p, y):
    return -np.mean(np.log10(np.maximum(p[np.arange(len(y)), y], 1e-12)))


# %% log_of_mean: averages the probabilities before the logarithm
def cross_entropy(p, y):
    return -np.log(np.maximum(np.mean(p[np.arange(len(y)), y]), 1e-12))


# %% per_sample: forgets to average
def cross_entropy(p, y):
    return -np.log(np.maximum(p[np.arange(len(y)), y], 1e-12))


# %% leaves_zeros_out: zero probabilities cost nothing
def cross_entropy(p, y):
    p_right = p[np.arange(len(y)), y]
    return -np.sum(np.log(p_right[p_right > 0])) / len(y)
