# %% no_length: rows keep their lengths
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    return np.log1p(counts) * rarity


# %% sums_to_one: rows sum to 1
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    sums = weights.sum(axis=1, keepdims=True)
    return weights / np.where(sums > 0, sums, 1)


# %% columns: columns of length 1
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=0)
    return weights / np.where(lengths > 0, lengths, 1)


# %% raw_counts: no logarithm of the counts
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = counts * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% one_plus_log: another damping
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% occurrences: how often in all, not in how many documents
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + train_counts.sum(axis=0)))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% own_frequencies: rarity from the documents to weigh
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(counts)) / (1 + (counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% own_number: the number of documents to weigh
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% no_ones: log(N / df), with a word that nobody has left alone
def tfidf(counts, train_counts):
    rarity = np.log(len(train_counts) / np.maximum((train_counts > 0).sum(axis=0), 1))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% scikit_learn_formula: 1 added to the logarithm
def tfidf(counts, train_counts):
    rarity = 1 + np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% no_logarithm: the fraction itself
def tfidf(counts, train_counts):
    rarity = (1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0))
    weights = np.log1p(counts) * rarity
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% tf_only: rarity does not count
def tfidf(counts, train_counts):
    weights = np.log1p(counts)
    lengths = np.linalg.norm(weights, axis=1, keepdims=True)
    return weights / np.where(lengths > 0, lengths, 1)


# %% nan: divides by a length of 0
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    return weights / np.linalg.norm(weights, axis=1, keepdims=True)


# %% one_length: one length for the whole table
def tfidf(counts, train_counts):
    rarity = np.log((1 + len(train_counts)) / (1 + (train_counts > 0).sum(axis=0)))
    weights = np.log1p(counts) * rarity
    return weights / np.linalg.norm(weights)
