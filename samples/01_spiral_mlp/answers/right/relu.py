def relu(a):
    a = np.asarray(a)
    return np.where(a > 0, a, 0)
