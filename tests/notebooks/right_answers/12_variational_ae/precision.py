# %% partition: no full sort
def precision(real, made, k):
    radius = np.partition(cdist(real, real), k, axis=1)[:, k]
    return (cdist(made, real) <= radius[None, :]).any(1).mean()


# %% neighbours: scikit-learn's search
def precision(real, made, k):
    from sklearn.neighbors import NearestNeighbors

    radius = NearestNeighbors(n_neighbors=k + 1).fit(real).kneighbors(real)[0][:, -1]
    return np.count_nonzero((cdist(made, real) <= radius).any(axis=1)) / len(made)


# %% broadcasting: squared distances by hand
def precision(real, made, k):
    real, made = np.asarray(real, dtype=float), np.asarray(made, dtype=float)
    among = ((real[:, None] - real[None]) ** 2).sum(-1)
    radius = np.sort(among, axis=1)[:, k]
    return float((((made[:, None] - real[None]) ** 2).sum(-1) <= radius).any(axis=1).mean())
