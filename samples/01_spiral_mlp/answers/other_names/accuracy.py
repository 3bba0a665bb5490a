def accuracy(p, y):
    good = 0
    for row, k in zip(p, y):
        guess = sorted(range(len(row)), key=lambda j: -row[j])[0]
        good = good + int(guess == k)
    return good/len(y)
