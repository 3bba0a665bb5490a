# %% not_symmetric: divided by n, one direction only
def pairwise_affinities(x, perplexity):
    return _rows(x, perplexity) / len(x)


def _rows(x, perplexity, power="sqeuclidean", goal=None, own=False, start=1.0):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, power)
    goal = np.log(perplexity) if goal is None else goal
    for i in range(n):
        keep = np.ones(n, bool) if own else np.arange(n) != i
        d = D[i, keep] - D[i, keep].min()
        beta, low, high = start, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > goal
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i, keep] = w / w.sum()
    return P


# %% sum_two: both directions added, not halved
def pairwise_affinities(x, perplexity):
    P = _rows(x, perplexity)
    return (P + P.T) / len(x)


def _rows(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i) - np.delete(D[i], i).min()
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = np.insert(w / w.sum(), i, 0)
    return P


# %% rows_sum_to_one: the mean of both directions, not divided by n
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i) - np.delete(D[i], i).min()
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = np.insert(w / w.sum(), i, 0)
    return (P + P.T) / 2


# %% picks_itself: the diagonal takes part
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    for i, d in enumerate(cdist(x, x, "sqeuclidean")):
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = w / w.sum()
    return (P + P.T) / (2 * n)


# %% not_squared: distances as they are
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x)
    for i in range(n):
        d = np.delete(D[i], i) - np.delete(D[i], i).min()
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = np.insert(w / w.sum(), i, 0)
    return (P + P.T) / (2 * n)


# %% bits_and_nats: the entropy in nats is compared with a logarithm to base 2
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i) - np.delete(D[i], i).min()
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = (np.log(w.sum()) + beta * (w * d).sum() / w.sum()) / np.log(2) > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = np.insert(w / w.sum(), i, 0)
    return (P + P.T) / (2 * n)


# %% one_width: one precision for all points, set by the mean entropy
def pairwise_affinities(x, perplexity):
    n, D = len(x), cdist(x, x, "sqeuclidean")
    np.fill_diagonal(D, np.inf)
    D -= D.min(axis=1, keepdims=True)
    beta, low, high = 1.0, 0.0, np.inf
    for _ in range(100):
        w = np.exp(-beta * D)
        p = w / w.sum(axis=1, keepdims=True)
        entropy = -(p * np.log(np.maximum(p, 1e-300))).sum(axis=1).mean()
        low, high = (beta, high) if entropy > np.log(perplexity) else (low, beta)
        beta = 2 * low if high == np.inf else (low + high) / 2
    return (p + p.T) / (2 * n)


# %% nearest_only: as many neighbours as the perplexity says, all alike
def pairwise_affinities(x, perplexity):
    D = cdist(x, x)
    np.fill_diagonal(D, np.inf)
    p = (D.argsort(axis=1).argsort(axis=1) < perplexity) / perplexity
    return (p + p.T) / (2 * len(x))


# %% overflow: nothing is subtracted, so that far points give 0 / 0
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i)
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(100):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = np.insert(w / w.sum(), i, 0)
    return (P + P.T) / (2 * n)


# %% short_interval: precisions from 0 to 10 only
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i) - np.delete(D[i], i).min()
        low, high = 0.0, 10.0
        for _ in range(100):
            beta = (low + high) / 2
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
        P[i] = np.insert(w / w.sum(), i, 0)
    return (P + P.T) / (2 * n)


# %% width_for_precision: the perplexity is taken for the squared width
def pairwise_affinities(x, perplexity):
    D = cdist(x, x, "sqeuclidean")
    np.fill_diagonal(D, np.inf)
    w = np.exp(-(D - D.min(axis=1, keepdims=True)) / (2 * perplexity))
    p = w / w.sum(axis=1, keepdims=True)
    return (p + p.T) / (2 * len(x))


# %% few_halvings: the interval is halved six times
def pairwise_affinities(x, perplexity):
    n, P = len(x), np.zeros((len(x), len(x)))
    D = cdist(x, x, "sqeuclidean")
    for i in range(n):
        d = np.delete(D[i], i) - np.delete(D[i], i).min()
        beta, low, high = 1.0, 0.0, np.inf
        for _ in range(6):
            w = np.exp(-beta * d)
            wide = np.log(w.sum()) + beta * (w * d).sum() / w.sum() > np.log(perplexity)
            low, high = (beta, high) if wide else (low, beta)
            beta = 2 * low if high == np.inf else (low + high) / 2
        P[i] = np.insert(w / w.sum(), i, 0)
    return (P + P.T) / (2 * n)
