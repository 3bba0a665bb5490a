# %% binomial: the generator's own draw
def gibbs_step(v, W, b, c, rng):
    h = rng.binomial(1, expit(v @ W + b))
    return h, rng.binomial(1, expit(h @ W.T + c))


# %% truth_values: zeros and ones as False and True
def gibbs_step(v, W, b, c, rng):
    h = rng.random((len(v), len(b))) < expit(v @ W + b)
    return h, rng.random((len(v), len(c))) < expit(h @ W.T + c)


# %% from_above: one minus a random number is as good
def gibbs_step(v, W, b, c, rng):
    p = 1 / (1 + np.exp(-(v @ W + b)))
    h = np.where(1 - rng.uniform(size=p.shape) < p, 1.0, 0.0)
    q = 1 / (1 + np.exp(-(h @ W.T + c)))
    return h, np.where(1 - rng.uniform(size=q.shape) < q, 1.0, 0.0)


# %% logistic_noise: a plus logistic noise above zero
def gibbs_step(v, W, b, c, rng):
    a = v @ W + b
    h = (a + rng.logistic(size=a.shape) > 0).astype(int)
    a = h @ W.T + c
    return h, (a + rng.logistic(size=a.shape) > 0).astype(int)
