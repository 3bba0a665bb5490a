# %% itself: finds itself first
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.mean(axis=1)[relevant.any(axis=1)].mean())


# %% everybody: documents without a relevant one count as 0
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.mean())


# %% product: no cosine
def precision_at(h, relevant, k):
    cosine = h @ h.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.mean(axis=1)[relevant.any(axis=1)].mean())


# %% euclid: the Euclidean distance
def precision_at(h, relevant, k):
    cosine = -((h[:, None] - h[None]) ** 2).sum(axis=2)
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.mean(axis=1)[relevant.any(axis=1)].mean())


# %% farthest: argsort without a minus
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, np.inf)
    nearest = np.argsort(cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.mean(axis=1)[relevant.any(axis=1)].mean())


# %% recall: divided by the number of relevant ones
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    asked = relevant.any(axis=1)
    return float((hits.sum(axis=1)[asked] / relevant.sum(axis=1)[asked]).mean())


# %% any_hit: whether there is one
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.any(axis=1)[relevant.any(axis=1)].mean())


# %% number_of_hits: not divided by k
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.sum(axis=1)[relevant.any(axis=1)].mean())


# %% capped: divided by k or fewer
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    asked = relevant.any(axis=1)
    return float((hits.sum(axis=1)[asked] / np.minimum(k, relevant.sum(axis=1)[asked])).mean())


# %% skips_first_of_k: drops itself from the k nearest, k - 1 are left
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    nearest = np.argsort(-cosine, axis=1)[:, 1:k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return float(hits.mean(axis=1)[relevant.any(axis=1)].mean())


# %% each_document: a number for each document
def precision_at(h, relevant, k):
    unit = h / np.maximum(np.linalg.norm(h, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    nearest = np.argsort(-cosine, axis=1)[:, :k]
    hits = np.take_along_axis(relevant, nearest, axis=1)
    return hits.mean(axis=1)
