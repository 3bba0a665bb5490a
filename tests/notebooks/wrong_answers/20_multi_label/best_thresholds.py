# %% one_half: what everybody takes
def best_thresholds(p, y):
    return np.full(p.shape[1], 0.5)


# %% in_common: one threshold for all labels
def best_thresholds(p, y):
    def macro(t):
        called = p >= t
        return np.mean(2 * (called & (y > 0)).sum(axis=0) / np.maximum(called.sum(axis=0) + y.sum(axis=0), 1))

    return np.full(p.shape[1], max(p.ravel(), key=macro))


# %% accuracy: the share of right answers
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        if y[:, c].any():
            found[c] = max(p[:, c], key=lambda t: ((p[:, c] >= t) == (y[:, c] > 0)).mean())
    return found


# %% precision: how many calls are right
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        if y[:, c].any():
            found[c] = max(p[:, c], key=lambda t: (y[:, c] > 0)[p[:, c] >= t].mean())
    return found


# %% recall: how many labels are found
def best_thresholds(p, y):
    return np.where(y.any(axis=0), p.min(axis=0), 0.5)


# %% above_only: a label is called above the threshold, not at it
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        if there.any():
            tries = [-1.0, *p[:, c]]
            f1 = [2 * (there & (p[:, c] > t)).sum() / ((p[:, c] > t).sum() + there.sum()) for t in tries]
            found[c] = tries[int(np.argmax(f1))]
    return found


# %% frequency: the share of sheets with the label
def best_thresholds(p, y):
    return np.where(y.any(axis=0), np.mean(y, axis=0), 0.5)


# %% as_many_calls: calls a label as often as it is there
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        n = int((y[:, c] > 0).sum())
        if n:
            found[c] = np.sort(p[:, c])[-n]
    return found


# %% youden: true positive rate minus false positive rate
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        if there.any():
            found[c] = max(p[:, c], key=lambda t: (p[there, c] >= t).mean() - (p[~there, c] >= t).mean())
    return found


# %% coarse: tries ten round numbers
def best_thresholds(p, y):
    tries, found = np.arange(0.1, 1, 0.1), np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        if there.any():
            f1 = [2 * (there & (p[:, c] >= t)).sum() / ((p[:, c] >= t).sum() + there.sum()) for t in tries]
            found[c] = tries[int(np.argmax(f1))]
    return found


# %% index: the place of the best value, not the value
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        if there.any():
            f1 = [2 * (there & (p[:, c] >= t)).sum() / ((p[:, c] >= t).sum() + there.sum()) for t in p[:, c]]
            found[c] = np.argmax(f1)
    return found


# %% never_seen: a label on no sheet gets what comes first
def best_thresholds(p, y):
    found = np.zeros(p.shape[1])
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        f1 = [2 * (there & (p[:, c] >= t)).sum() / ((p[:, c] >= t).sum() + there.sum()) for t in p[:, c]]
        found[c] = p[int(np.argmax(f1)), c]
    return found


# %% lowest: the worst in place of the best
def best_thresholds(p, y):
    found = np.full(p.shape[1], 0.5)
    for c in range(p.shape[1]):
        there = y[:, c] > 0
        if there.any():
            f1 = [2 * (there & (p[:, c] >= t)).sum() / ((p[:, c] >= t).sum() + there.sum()) for t in p[:, c]]
            found[c] = p[int(np.argmin(f1)), c]
    return found
