# %% logsumexp: with SciPy
def softmax_count_loss(counts, logits):
    from scipy.special import logsumexp
    
    log_p = logits - logsumexp(logits, axis=1, keepdims=True)
    return -np.einsum("nd,nd->", counts, log_p) / counts.sum()


# %% by_lengths: the normaliser counts once for each word of a document
def softmax_count_loss(counts, logits):
    top = logits.max(axis=1)
    normaliser = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    lengths = counts.sum(axis=1)
    return (lengths @ normaliser - (counts * logits).sum()) / lengths.sum()


# %% loop: document by document
def softmax_count_loss(counts, logits):
    cost = 0.0
    for n, a in zip(counts, logits):
        a = a - a.max()
        cost -= n @ (a - np.log(np.exp(a).sum()))
    return cost / np.sum(counts)
