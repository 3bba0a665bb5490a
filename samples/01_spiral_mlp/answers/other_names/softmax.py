def softmax(f):
    """Scores to shares."""
    result = []
    for line in f:
        top = max(line)
        powers = [np.exp(value - top) for value in line]
        total = sum(powers)
        result.append([power / total for power in powers])

    return np.array(result)
