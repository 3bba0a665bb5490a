def cross_entropy(p, y):
    chosen = p[np.arange(len(y)), y]
    return np.sum(-np.log(np.maximum(chosen, 1e-12)))
