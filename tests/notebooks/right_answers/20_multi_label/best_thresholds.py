# %% sklearn: the curve of precision and recall
def best_thresholds(p, y):
    from sklearn.metrics import precision_recall_curve

    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        if np.any(y[:, c]):
            precision, recall, cuts = precision_recall_curve(y[:, c] > 0, p[:, c])
            f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
            found[c] = cuts[np.argmax(f1[:-1])]
    return found


# %% midpoints: thresholds between two values
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        if there.any():
            values = np.unique(p[:, c])
            tries = np.append(values[0] - 1, (values[1:] + values[:-1]) / 2)
            f1 = [2 * np.sum(there & (p[:, c] > t)) / (np.sum(p[:, c] > t) + there.sum()) for t in tries]
            found[c] = tries[int(np.argmax(f1))]
    return found


# %% sorted: cumulative counts, no loop over thresholds
def best_thresholds(p, y):
    y = np.asarray(y, dtype=float)
    order = np.argsort(-p, axis=0, kind="stable")
    cuts, there = np.take_along_axis(p, order, axis=0), np.take_along_axis(y, order, axis=0)
    right, called = np.cumsum(there, axis=0), np.arange(1, len(p) + 1)[:, None]
    f1 = 2 * right / (called + y.sum(axis=0))
    last = np.vstack([cuts[1:] < cuts[:-1], np.ones((1, p.shape[1]), dtype=bool)])
    best = np.where(last, f1, -1).argmax(axis=0)
    return np.where(y.any(axis=0), np.take_along_axis(cuts, best[None], axis=0)[0], 0.5)
