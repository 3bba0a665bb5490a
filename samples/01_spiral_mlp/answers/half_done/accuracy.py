def accuracy(p, y):
    guess = np.argmax(p, axis=1)
    right = guess == np.asarray(y)
    return right.sum() / len(right)
