# %% log1p_of_minus_abs: the stable form by hand
def free_energy(v, W, b, c):
    a = v @ W + b
    return -(v @ c) - (np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))).sum(axis=1)


# %% row_by_row: a loop over images
def free_energy(v, W, b, c):
    return np.array([-(c @ row) - np.sum(np.logaddexp(0.0, b + row @ W)) for row in v])


# %% over_all_states: the definition, with logsumexp
def free_energy(v, W, b, c):
    k = W.shape[1]
    states = (np.arange(2**k)[:, None] >> np.arange(k)) & 1
    return -logsumexp((v @ W + b) @ states.T + (v @ c)[:, None], axis=1)
