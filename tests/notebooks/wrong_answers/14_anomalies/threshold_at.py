# %% quantile: between two scores, and without the new example
def threshold_at(scores, false_alarm):
    return np.quantile(scores, 1 - false_alarm) if (len(scores) + 1) * false_alarm >= 1 else np.inf


# %% plain_quantile: no case for too few scores either
def threshold_at(scores, false_alarm):
    return np.quantile(scores, 1 - false_alarm)


# %% without_the_new_one: n in place of n + 1
def threshold_at(scores, false_alarm):
    m = int(len(scores) * false_alarm)
    return np.sort(scores)[-m] if m else np.inf


# %% rounded_up: breaks the promise by one
def threshold_at(scores, false_alarm):
    m = int(np.ceil((len(scores) + 1) * false_alarm))
    return np.sort(scores)[-m] if m else np.inf


# %% rounded: to the nearest whole number
def threshold_at(scores, false_alarm):
    m = round((len(scores) + 1) * false_alarm)
    return np.sort(scores)[-m] if m else np.inf


# %% one_too_low: an index off by one
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return np.sort(scores)[-m - 1] if m else np.inf


# %% no_infinity: index -0 is the smallest score
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return np.sort(scores)[-m]


# %% largest_at_least: the largest score where the promise asks for infinity
def threshold_at(scores, false_alarm):
    m = max(1, int((len(scores) + 1) * false_alarm))
    return np.sort(scores)[-m]


# %% lower_tail: the other end
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return np.sort(scores)[m - 1] if m else np.inf


# %% the_count: m itself
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return m if m else np.inf


# %% not_sorted: takes the scores as they come
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return scores[-m] if m else np.inf


# %% sorted_in_place: changes the caller's scores
def threshold_at(scores, false_alarm):
    scores.sort()
    m = int((len(scores) + 1) * false_alarm)
    return scores[-m] if m else np.inf


# %% distinct_scores: equal scores count once
def threshold_at(scores, false_alarm):
    m = int((len(scores) + 1) * false_alarm)
    return np.unique(scores)[-m] if m else np.inf
