# %% one_hot: picks by multiplying
def cross_entropy(p, y):
    one_hot = np.eye(p.shape[1])[y]
    return -np.sum(one_hot * np.log(np.maximum(p, 1e-12))) / len(p)


# %% clip: both sides
def cross_entropy(p, y):
    return np.mean(-np.log(np.clip(p[range(len(y)), y], 1e-12, 1.0)))


# %% adds_floor: adds 1e-12 instead of raising to it
def cross_entropy(p, y):
    return -np.log(p[np.arange(len(y)), y] + 1e-12).mean()


# %% take_along: another way to pick, and a plain float
def cross_entropy(p, y):
    picked = np.take_along_axis(p, y[:, None], axis=1)
    return float(np.log(1 / np.maximum(picked, 1e-12)).mean())


# %% loop: sample by sample
def cross_entropy(p, y):
    total = 0.0
    for i in range(len(y)):
        total += -np.log(max(p[i, y[i]], 1e-12))
    return total / len(y)


# %% float32: single precision
def cross_entropy(p, y):
    p_right = p[np.arange(len(y)), y].astype(np.float32)
    return -np.mean(np.log(np.maximum(p_right, np.float32(1e-12))))
