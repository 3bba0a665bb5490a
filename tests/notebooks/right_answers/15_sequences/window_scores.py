# %% slices: window by window, after one call
def window_scores(series, width, step, reconstruct):
    n = len(series)
    starts = range(0, n - width + 1, step)
    windows = np.stack([series[i : i + width] for i in starts])
    errors = np.square(windows - np.asarray(reconstruct(windows)))
    total, count = np.zeros(n), np.zeros(n)
    for i, row in zip(starts, errors):
        total[i : i + width] += row
        count[i : i + width] += 1
    return total / count


# %% sliding_view: with NumPy's windows, and bincount
def window_scores(series, width, step, reconstruct):
    windows = np.lib.stride_tricks.sliding_window_view(series, width)[::step]
    places = (np.arange(len(windows)) * step)[:, None] + np.arange(width)
    errors = ((windows - reconstruct(windows)) ** 2).ravel()
    n = len(series)
    return np.bincount(places.ravel(), errors, n) / np.bincount(places.ravel(), minlength=n)


# %% column_by_column: the errors of the j-th entry of all windows at once
def window_scores(series, width, step, reconstruct):
    starts = np.arange(0, len(series) - width + 1, step)
    windows = series[starts[:, None] + np.arange(width)]
    errors = (windows - reconstruct(windows)) ** 2
    total, count = np.zeros(len(series)), np.zeros(len(series))
    for j in range(width):
        total[starts + j] += errors[:, j]
        count[starts + j] += 1
    return total / count
