# %% loops: query by query, rank by rank
def mean_average_precision(ranked, relevant):
    total = 0.0
    for order, row in zip(ranked, relevant):
        hits, precisions = 0, []
        for rank, item in enumerate(order, start=1):
            if row[item]:
                hits += 1
                precisions.append(hits / rank)
        total += sum(precisions) / len(precisions)
    return total / len(ranked)


# %% ranks: the h-th hit at rank r has precision h / r
def mean_average_precision(ranked, relevant):
    each = []
    for order, row in zip(ranked, relevant):
        places = np.flatnonzero(row[order]) + 1
        each.append(np.mean(np.arange(1, len(places) + 1) / places))
    return np.mean(each)


# %% fancy: rows by index
def mean_average_precision(ranked, relevant):
    h = relevant[np.arange(len(ranked))[:, None], ranked].astype(float)
    precision = h.cumsum(1) / (1 + np.arange(h.shape[1]))
    return np.average(precision, axis=1, weights=h).mean()
