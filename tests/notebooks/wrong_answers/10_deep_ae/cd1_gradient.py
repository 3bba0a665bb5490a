# %% ascent: data minus model
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (v.T @ p - q.T @ r) / len(v), (p - r).mean(axis=0), (v - q).mean(axis=0)


# %% sums: forgets the number of rows
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return q.T @ r - v.T @ p, (r - p).sum(axis=0), (q - v).sum(axis=0)


# %% sum_in_W: only the matrix is not divided
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return q.T @ r - v.T @ p, (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% h_not_drawn: probabilities all the way
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    q = expit(p @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% reconstruction_drawn: v' is drawn as well
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    q = (rng.random(q.shape) < q).astype(float)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% last_features_drawn: p' is drawn as well
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    r = (rng.random(r.shape) < r).astype(float)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% h_for_p: the data's part uses the drawn features
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ h) / len(v), (r - h).mean(axis=0), (q - v).mean(axis=0)


# %% old_features: the model's part keeps the features of the data
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    return (q.T @ p - v.T @ p) / len(v), (h - p).mean(axis=0), (q - v).mean(axis=0)


# %% transposed: grad_W of the shape (k, d)
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (r.T @ q - p.T @ v) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% biases_exchanged: grad_c before grad_b
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (q - v).mean(axis=0), (r - p).mean(axis=0)


# %% mean_of_everything: one number for each bias vector
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(), (q - v).mean()


# %% no_visible_bias: the reconstruction forgets c
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% linear_reconstruction: v' without its sigmoid
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = h @ W.T + c
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% data_with_model: v' goes with p
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (v.T @ r - q.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% own_seed: the same luck at every step
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (np.random.default_rng(0).random(p.shape) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% one_row_of_luck: all rows share their random numbers
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (rng.random(p.shape[1]) < p).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)


# %% threshold: features are on where they are likely
def cd1_gradient(v, W, b, c, rng):
    p = expit(v @ W + b)
    h = (p > 0.5).astype(float)
    q = expit(h @ W.T + c)
    r = expit(q @ W + b)
    return (q.T @ r - v.T @ p) / len(v), (r - p).mean(axis=0), (q - v).mean(axis=0)
