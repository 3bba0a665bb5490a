# %% differences: all pairs at once
def tsne_gradient(p, y):
    apart = y[:, None] - y[None]
    w = 1 / (1 + (apart**2).sum(axis=-1))
    w[np.diag_indices(len(y))] = 0
    return 4 * np.sum(((p - w / np.sum(w)) * w)[:, :, None] * apart, axis=1)


# %% laplacian: the springs as a graph
def tsne_gradient(p, y):
    w = (1 - np.eye(len(y))) / (1 + cdist(y, y) ** 2)
    g = (p - w / w.sum()) * w
    return 4 * (np.diag(g.sum(axis=0)) - g) @ y


# %% column_by_column: einsum over each coordinate
def tsne_gradient(p, y):
    squares = (y**2).sum(axis=1)
    w = 1 / (1 + np.maximum(squares[:, None] + squares - 2 * y @ y.T, 0))
    np.fill_diagonal(w, 0.0)
    g = (p - w / w.sum()) * w
    columns = [4 * np.einsum("ij,ij->i", g, column[:, None] - column[None]) for column in y.T]
    return np.stack(columns, axis=1)
