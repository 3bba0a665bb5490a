def softmax(f):
    e = np.exp(f - f.max(axis=0))
    return e / e.sum(axis=0)
