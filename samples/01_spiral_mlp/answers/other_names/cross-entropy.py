def cross_entropy(p, y):
    loss,n = 0.0,0
    for row, k in zip(p, y):
        loss = loss - np.log(np.clip(row[int(k)], 1e-12, None))
        n = n + 1
    return loss/n
