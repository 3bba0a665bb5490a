# %% uphill: the sign
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (w / w.sum() - p) * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% factor_two: a derivation that forgets that each pair counts twice
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    return 2 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% no_factor: the 4 is left to the learning rate
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    return g.sum(axis=1, keepdims=True) * y - g @ y


# %% no_tail: w is missing in the sum, as in SNE without the t
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = p - w / w.sum()
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% diagonal: each point is its own neighbour
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    g = (p - w / w.sum()) * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% rows: q is normalised row by row
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum(axis=1, keepdims=True)) * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% gaussian: similarities of SNE on the map
def tsne_gradient(p, y):
    w = np.exp(-cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = p - w / w.sum()
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% not_squared: the distance in place of its square
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% not_normalised: w in place of q
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w) * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% mean: the mean over the springs
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    return 4 * (g.mean(axis=1, keepdims=True) * y - g @ y / len(y))


# %% pull_only: q is forgotten, so nothing pushes
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = p * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y)


# %% flat: one long vector
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    return 4 * (g.sum(axis=1, keepdims=True) * y - g @ y).ravel()


# %% second_term_missing: only the row sum times y
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    return 4 * g.sum(axis=1, keepdims=True) * y


# %% two_columns: one line for each of two coordinates
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    g = (p - w / w.sum()) * w
    u, v = y[:, 0], y[:, 1]
    return 4 * np.stack([g.sum(axis=1) * u - g @ u, g.sum(axis=1) * v - g @ v], axis=1)


# %% in_place: p is changed to p - q
def tsne_gradient(p, y):
    w = 1 / (1 + cdist(y, y, "sqeuclidean"))
    np.fill_diagonal(w, 0)
    p -= w / w.sum()
    p *= w
    return 4 * (p.sum(axis=1, keepdims=True) * y - p @ y)
