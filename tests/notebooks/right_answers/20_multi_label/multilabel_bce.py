# %% two_cases: one cost where the label is there, another where it is not
def multilabel_bce(y, logits):
    y = np.asarray(y) > 0
    return np.where(y, np.logaddexp(0, -logits), np.logaddexp(0, logits)).sum(axis=1).mean()


# %% plus_minus_one: labels as signs
def multilabel_bce(y, logits):
    signs = 2 * np.asarray(y) - 1
    return np.mean(np.sum(np.logaddexp(0, -signs * logits), axis=1))


# %% maximum: the stable form that TensorFlow documents
def multilabel_bce(y, logits):
    cost = np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-np.abs(logits)))
    return cost.sum() / len(cost)


# %% keras: the library's loss, times the number of labels
def multilabel_bce(y, logits):
    y, logits = (keras.ops.convert_to_tensor(np.asarray(a, dtype="float64")) for a in (y, logits))
    loss = keras.ops.binary_crossentropy(y, logits, from_logits=True)
    return float(np.asarray(loss).sum(axis=1).mean())
