def accuracy(p, y):
    hits = 0
    for shares, label in zip(p, y):
        best = sorted(range(len(shares)), key=lambda place: -shares[place])[0]
        hits = hits + int(best == label)
    return hits / len(y)
