# %% per_document: the mean over documents
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(counts * log_p).sum(axis=1).mean())


# %% total: no mean
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(counts * log_p).sum())


# %% mean_of_all_entries: np.mean over the table
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(counts * log_p).mean())


# %% shares: every document counts alike
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return float(-(shares * log_p).sum(axis=1).mean())


# %% no_minus: the sign
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float((counts * log_p).sum() / counts.sum())


# %% over_documents: softmax along the wrong axis
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=0)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0))
    return float(-(counts * log_p).sum() / counts.sum())


# %% one_softmax: one sum for the whole table
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    return float(-(counts * log_p).sum() / counts.sum())


# %% bits: base 2
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(counts * log_p).sum() / counts.sum() / np.log(2))


# %% overflow: exp of a thousand
def softmax_count_loss(counts, logits):
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return float(-(counts * np.log(p)).sum() / counts.sum())


# %% sigmoid: a sigmoid for each word
def softmax_count_loss(counts, logits):
    return float((counts * np.logaddexp(0, -logits)).sum() / counts.sum())


# %% presence: whether, not how often
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    seen = (counts > 0).astype(float)
    return float(-(seen * log_p).sum() / seen.sum())


# %% perplexity: the exponential of it
def softmax_count_loss(counts, logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(np.exp(-(counts * log_p).sum() / counts.sum()))


# %% small_number: adds 1e-9 in the logarithm, no shift
def softmax_count_loss(counts, logits):
    p = np.exp(logits) / (np.exp(logits).sum(axis=1, keepdims=True) + 1e-9)
    return float(-(counts * np.log(p + 1e-9)).sum() / counts.sum())
