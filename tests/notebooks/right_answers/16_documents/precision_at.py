# %% loop: one document after the other
def precision_at(h, relevant, k):
    shares = []
    for i in range(len(h)):
        if not relevant[i].any():
            continue
        cosine = h @ h[i] / np.linalg.norm(h, axis=1) / np.linalg.norm(h[i])
        order = [j for j in np.argsort(-cosine) if j != i][:k]
        shares.append(np.mean(relevant[i, order]))
    return np.mean(shares)


# %% partition: the k largest without sorting them
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -2)
    nearest = np.argpartition(-cosine, k - 1, axis=1)[:, :k]
    hits = relevant[np.arange(len(h))[:, None], nearest].sum(axis=1) / k
    return hits[relevant.sum(axis=1) > 0].mean()


# %% float32: in Keras's precision
def precision_at(h, relevant, k):
    unit = (h / np.linalg.norm(h, axis=1, keepdims=True)).astype("float32")
    cosine = unit @ unit.T - 9 * np.eye(len(h), dtype="float32")
    hits = np.take_along_axis(relevant, np.argsort(cosine, axis=1)[:, ::-1][:, :k], axis=1)
    return hits[relevant.any(axis=1)].mean()
