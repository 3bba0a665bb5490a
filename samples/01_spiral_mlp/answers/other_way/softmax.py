def softmax(f):
    rows = []
    for scores in f:
        largest = max(scores)
        exps = [np.exp(score - largest) for score in scores]
        whole = sum(exps)
        rows.append([each / whole for each in exps])
    return np.array(rows)
