# %% downwards: sorted from the largest
def threshold_at(scores, false_alarm):
    m = int(np.floor((len(scores) + 1) * false_alarm))
    if m == 0:
        return np.inf
    return np.sort(scores)[::-1][m - 1]


# %% with_infinity: infinity as one more score
def threshold_at(scores, false_alarm):
    m = int((1 + len(scores)) * false_alarm)
    return np.concatenate([[np.inf], np.sort(scores)[::-1]])[m]


# %% python_list: plain Python
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return sorted(scores, reverse=True)[m - 1] if m > 0 else float("inf")


# %% partition: without sorting everything
def threshold_at(scores, false_alarm):
    n = len(scores)
    m = int((n + 1) * false_alarm)
    return np.inf if m < 1 else np.partition(scores, n - m)[n - m]
