# %% the_sign: high where the probability is high
def free_energy(v, W, b, c):
    return v @ c + np.logaddexp(0, v @ W + b).sum(axis=1)


# %% no_visible_biases: forgets c
def free_energy(v, W, b, c):
    return -np.logaddexp(0, v @ W + b).sum(axis=1)


# %% no_hidden_biases: forgets b
def free_energy(v, W, b, c):
    return -(v @ c) - np.logaddexp(0, v @ W).sum(axis=1)


# %% c_with_a_plus: only the second term has its minus
def free_energy(v, W, b, c):
    return v @ c - np.logaddexp(0, v @ W + b).sum(axis=1)


# %% mean_over_units: a mean where a sum belongs
def free_energy(v, W, b, c):
    return -(v @ c) - np.logaddexp(0, v @ W + b).mean(axis=1)


# %% one_number: summed over the images as well
def free_energy(v, W, b, c):
    return -(v @ c).sum() - np.logaddexp(0, v @ W + b).sum()


# %% over_the_rows: the wrong axis
def free_energy(v, W, b, c):
    return -(v @ c) - np.logaddexp(0, v @ W + b).sum(axis=0)


# %% overflows: exp of a large number
def free_energy(v, W, b, c):
    return -(v @ c) - np.log(1 + np.exp(v @ W + b)).sum(axis=1)


# %% sigmoid: probabilities where the softplus belongs
def free_energy(v, W, b, c):
    return -(v @ c) - expit(v @ W + b).sum(axis=1)


# %% relu: the softplus without its bend
def free_energy(v, W, b, c):
    return -(v @ c) - np.maximum(0, v @ W + b).sum(axis=1)


# %% one_for_all_units: one factor for all units together
def free_energy(v, W, b, c):
    return -(v @ c) - np.logaddexp(0, logsumexp(v @ W + b, axis=1))


# %% mean_energy: the energy at the mean of the hidden units
def free_energy(v, W, b, c):
    p = expit(v @ W + b)
    return -(v @ c) - ((v @ W + b) * p).sum(axis=1)


# %% base_two: bits instead of nats
def free_energy(v, W, b, c):
    return -(v @ c) - np.log2(1 + np.exp(np.minimum(v @ W + b, 500))).sum(axis=1)


# %% not_the_log: the unnormalised probability
def free_energy(v, W, b, c):
    return np.exp(np.minimum(v @ c + np.logaddexp(0, v @ W + b).sum(axis=1), 700))
