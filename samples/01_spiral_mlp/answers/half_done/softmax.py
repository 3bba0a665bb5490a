def softmax(f):
    # shift every row so that exp cannot overflow
    shifted = f - np.max(f, axis=1)[:, None]
    exps = np.exp(shifted)
    total = np.sum(exps, axis=1)
    return exps / total[:, None]
