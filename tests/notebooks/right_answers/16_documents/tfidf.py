# %% loop: row by row
def tfidf(counts, train_counts):
    n, rare = len(train_counts), []
    for j in range(counts.shape[1]):
        rare.append(np.log((1 + n) / (1 + np.count_nonzero(train_counts[:, j]))))
    rows = []
    for row in counts:
        weights = np.log(1 + row) * rare
        length = np.sqrt((weights**2).sum())
        rows.append(weights / length if length else weights)
    return np.array(rows)


# %% difference_of_logs: the logarithm of a fraction is a difference
def tfidf(counts, train_counts):
    df = np.count_nonzero(train_counts, axis=0)
    weights = np.log1p(counts) * (np.log1p(len(train_counts)) - np.log1p(df))
    return weights / np.maximum(np.sqrt(np.einsum("nd,nd->n", weights, weights)), 1e-300)[:, None]


# %% normalize: with scikit-learn
def tfidf(counts, train_counts):
    from sklearn.preprocessing import normalize
    
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    return normalize(np.log1p(counts) * rarity)
