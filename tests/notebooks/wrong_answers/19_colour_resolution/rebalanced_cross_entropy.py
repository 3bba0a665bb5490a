# %% not_weighted: every row counts once
def rebalanced_cross_entropy(logits, bins, weights):
    return (np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]).mean()


# %% by_rows: divides by the number of rows, as Keras does
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return (weights[bins] * cost).mean()


# %% sum: not divided
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return (weights[bins] * cost).sum()


# %% all_bins: divides by the sum of the weights of all bins
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return (weights[bins] * cost).sum() / weights.sum()


# %% predicted: the weight of the likeliest bin
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return np.average(cost, weights=weights[logits.argmax(axis=1)])


# %% overflows: exponentials as they are written
def rebalanced_cross_entropy(logits, bins, weights):
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        return np.average(-np.log(p[np.arange(len(bins)), bins]), weights=weights[bins])


# %% clipped: a smallest probability
def rebalanced_cross_entropy(logits, bins, weights):
    p = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = np.clip(p / p.sum(axis=1, keepdims=True), 1e-3, 1)
    return np.average(-np.log(p[np.arange(len(bins)), bins]), weights=weights[bins])


# %% divided: by the weights
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return np.average(cost, weights=1 / weights[bins])


# %% weighted_logits: the weights multiply the logits
def rebalanced_cross_entropy(logits, bins, weights):
    s = logits * weights
    return (np.logaddexp.reduce(s, axis=1) - s[np.arange(len(bins)), bins]).mean()


# %% weighted_probabilities: the weights multiply the probabilities
def rebalanced_cross_entropy(logits, bins, weights):
    s = logits + np.log(weights)
    return (np.logaddexp.reduce(s, axis=1) - s[np.arange(len(bins)), bins]).mean()


# %% negative: the log-likelihood
def rebalanced_cross_entropy(logits, bins, weights):
    cost = logits[np.arange(len(bins)), bins] - np.logaddexp.reduce(logits, axis=1)
    return np.average(cost, weights=weights[bins])


# %% wrong_axis: the softmax over the rows
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=0)[bins] - logits[np.arange(len(bins)), bins]
    return np.average(cost, weights=weights[bins])


# %% base_two: bits
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return np.average(cost, weights=weights[bins]) / np.log(2)


# %% per_row: a loss for each row
def rebalanced_cross_entropy(logits, bins, weights):
    cost = np.logaddexp.reduce(logits, axis=1) - logits[np.arange(len(bins)), bins]
    return cost * weights[bins] / weights[bins].sum()
