# %% by_size: the largest absolute values
def keep_top_k(h, k):
    kth = np.sort(np.abs(h), axis=1)[:, -k]
    return np.where(np.abs(h) >= kth[:, None], h, 0.0)


# %% columns: along the wrong axis
def keep_top_k(h, k):
    kth = np.sort(h, axis=0)[-min(k, len(h))]
    return np.where(h >= kth, h, 0.0)


# %% whole_batch: one limit for all rows
def keep_top_k(h, k):
    kth = np.sort(h, axis=None)[-k * len(h)]
    return np.where(h >= kth, h, 0.0)


# %% one_too_few: larger, not larger or equal
def keep_top_k(h, k):
    kth = np.sort(h, axis=1)[:, -k]
    return np.where(h > kth[:, None], h, 0.0)


# %% one_too_many: counts from 0
def keep_top_k(h, k):
    kth = np.sort(h, axis=1)[:, -min(k + 1, h.shape[1])]
    return np.where(h >= kth[:, None], h, 0.0)


# %% smallest: keeps the wrong end
def keep_top_k(h, k):
    kth = np.sort(h, axis=1)[:, k - 1]
    return np.where(h <= kth[:, None], h, 0.0)


# %% values_only: forgets the places
def keep_top_k(h, k):
    return np.sort(h, axis=1)[:, -k:]


# %% sorted: values at the front
def keep_top_k(h, k):
    found = np.zeros_like(h)
    found[:, :k] = np.sort(h, axis=1)[:, ::-1][:, :k]
    return found


# %% relu_too: negative values are lost
def keep_top_k(h, k):
    kth = np.sort(h, axis=1)[:, -k]
    return np.where(h >= kth[:, None], np.maximum(h, 0), 0.0)


# %% ones: who speaks, not how loud
def keep_top_k(h, k):
    kth = np.sort(h, axis=1)[:, -k]
    return np.where(h >= kth[:, None], 1.0, 0.0)


# %% subtracts: shrinks to the limit
def keep_top_k(h, k):
    return np.maximum(h - np.sort(h, axis=1)[:, -k][:, None], 0)
