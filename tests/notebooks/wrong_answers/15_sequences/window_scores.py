# %% a_sum: errors are added, not averaged
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return total


# %% by_width: divided by the width everywhere
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return total / width


# %% window_mean: every point gets its windows' mean errors
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    errors = np.repeat(errors.mean(axis=1, keepdims=True), width, axis=1)
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return total / count


# %% largest: the largest error of each point
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.maximum.at(total, places, errors)
    np.add.at(count, places, 1)
    return total


# %% absolute: no squares
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = np.abs(series[places] - reconstruct(series[places]))
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return total / count


# %% at_the_start: each window scores its first point
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    total[starts] = errors.mean(axis=1)
    return total


# %% one_per_window: one score per window
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return errors.mean(axis=1)


# %% last_window_missing: an end off by one
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places[:-1], errors[:-1])
    np.add.at(count, places[:-1], 1)
    return total / np.maximum(count, 1)


# %% plus_equals: a place that occurs twice keeps one error
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    total[places] += errors
    count[places] += 1
    return total / count


# %% plus_equals_total: adds only once, counts right
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    total[places] += errors
    np.add.at(count, places, 1)
    return total / count


# %% no_step: windows at every point
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1)
    places = starts[:, None] + np.arange(width)
    errors = (series[places] - reconstruct(series[places])) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return total / count


# %% one_by_one: asks for one window at a time
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    places = starts[:, None] + np.arange(width)
    errors = np.array([((series[p] - reconstruct(series[p][None])[0]) ** 2) for p in places])
    total, count = np.zeros(len(series)), np.zeros(len(series))
    np.add.at(total, places, errors)
    np.add.at(count, places, 1)
    return total / count


# %% last_start: the last start is missing, so that the last point is in no window and 0 / 0
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width, step)
    windows = np.array([series[s : s + width] for s in starts])
    errors = (windows - reconstruct(windows)) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    for s, e in zip(starts, errors, strict=True):
        total[s : s + width] += e
        count[s : s + width] += 1
    return total / count
