# %% probabilities: nothing is drawn
def gibbs_step(v, W, b, c, rng):
    h = expit(v @ W + b)
    return h, expit(h @ W.T + c)


# %% threshold: on where the probability is above a half
def gibbs_step(v, W, b, c, rng):
    h = (expit(v @ W + b) > 0.5).astype(float)
    return h, (expit(h @ W.T + c) > 0.5).astype(float)


# %% inverted: on with the probability of being off
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) > p).astype(float)
    q = expit(h @ W.T + c)
    return h, (rng.random(q.shape) > q).astype(float)


# %% pixels_from_probabilities: v_new follows the probabilities of h
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    q = expit(p @ W.T + c)
    return (rng.random(p.shape) < p).astype(float), (rng.random(q.shape) < q).astype(float)


# %% two_draws_of_h: returns another draw than the one that was used
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    q = expit((rng.random(p.shape) < p).astype(float) @ W.T + c)
    return (rng.random(p.shape) < p).astype(float), (rng.random(q.shape) < q).astype(float)


# %% pixels_not_drawn: the last line returns probabilities
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    return h, expit(h @ W.T + c)


# %% one_number_per_row: all units of an image share their luck
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random((len(v), 1)) < p).astype(float)
    q = expit(h @ W.T + c)
    return h, (rng.random((len(v), 1)) < q).astype(float)


# %% one_row_for_all: all images share their luck
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape[1]) < p).astype(float)
    q = expit(h @ W.T + c)
    return h, (rng.random(q.shape[1]) < q).astype(float)


# %% global_generator: np.random instead of rng
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (np.random.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    return h, (np.random.random(q.shape) < q).astype(float)


# %% own_seed: a generator of its own
def gibbs_step(v, W, b, c, rng):
    rng = np.random.default_rng(0)
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    return h, (rng.random(q.shape) < q).astype(float)


# %% no_hidden_biases: forgets b
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    return h, (rng.random(q.shape) < q).astype(float)


# %% no_visible_biases: forgets c
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T)
    return h, (rng.random(q.shape) < q).astype(float)


# %% pixels_only: returns the new image alone
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    return (rng.random(q.shape) < q).astype(float)


# %% exchanged: v_new first
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    return (rng.random(q.shape) < q).astype(float), h


# %% same_numbers_twice: features and pixels share their random numbers
def gibbs_step(v, W, b, c, rng):
    p = expit(v @ W + b)
    luck = rng.random((len(v), max(W.shape)))
    h = (luck[:, : p.shape[1]] < p).astype(float)
    q = expit(h @ W.T + c)
    return h, (luck[:, : q.shape[1]] < q).astype(float)
