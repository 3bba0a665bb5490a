def relu(a):
    a = np.array(a, dtype=float)
    while (a < 0).any():
        a = np.minimum(a, 0) + np.maximum(a, 0)
    return a
