# %% unranked: relevant in the order of the items
def mean_average_precision(ranked, relevant):
    precision = np.cumsum(relevant, axis=1) / np.arange(1, relevant.shape[1] + 1)
    return ((precision * relevant).sum(axis=1) / relevant.sum(axis=1)).mean()


# %% inverse: the place of each item instead of the item at each place
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, np.argsort(ranked, axis=1), axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return ((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean()


# %% reversed: the farthest first
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked[:, ::-1], axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return ((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean()


# %% by_items: divided by the number of items
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return (precision * hits).mean()


# %% undivided: sums of precisions
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return (precision * hits).sum(axis=1).mean()


# %% all_ranks: precision at every rank
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    return (np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)).mean()


# %% pooled: all hits of all queries in one mean
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return precision[hits].mean()


# %% from_zero: ranks count from 0
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(hits.shape[1])
    return ((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean()


# %% from_two: ranks count from 2
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(2, hits.shape[1] + 2)
    return ((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean()


# %% first_only: the mean reciprocal rank
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    return (1 / (hits.argmax(axis=1) + 1)).mean()


# %% uncounted: the reciprocal ranks of all hits
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    return (hits / np.arange(1, hits.shape[1] + 1)).sum(axis=1).mean()


# %% recall: hits so far over all hits
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    recall = np.cumsum(hits, axis=1) / hits.sum(axis=1, keepdims=True)
    return ((recall * hits).sum(axis=1) / hits.sum(axis=1)).mean()


# %% per_query: no mean over the queries
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return (precision * hits).sum(axis=1) / hits.sum(axis=1)


# %% summed: the sum over the queries
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=1) / np.arange(1, hits.shape[1] + 1)
    return ((precision * hits).sum(axis=1) / hits.sum(axis=1)).sum()


# %% wrong_axis: counts hits down the queries
def mean_average_precision(ranked, relevant):
    hits = np.take_along_axis(relevant, ranked, axis=1)
    precision = np.cumsum(hits, axis=0) / np.arange(1, hits.shape[1] + 1)
    return ((precision * hits).sum(axis=1) / hits.sum(axis=1)).mean()
