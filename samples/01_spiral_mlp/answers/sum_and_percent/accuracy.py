def accuracy(p, y):
    return 100 * np.mean(np.argmax(p, axis=1) == y)
