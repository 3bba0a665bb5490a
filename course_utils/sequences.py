"""What lesson 15 compares with and does not teach: stretched sequences, hours without gaps, near windows."""

import numpy as np

from .anomalies import in_parts


def stretch(frames: np.ndarray, steps: int) -> np.ndarray:
    """Return a sequence with another number of steps, by linear interpolation; the ends stay where they are.

    frames: (T, d)    returns: (steps, d)

    >>> stretch(np.array([[0.0], [2.0], [8.0]]), 5).ravel().tolist()
    [0.0, 1.0, 2.0, 5.0, 8.0]
    """
    places = np.linspace(0, len(frames) - 1, steps)
    return np.stack([np.interp(places, np.arange(len(frames)), column) for column in frames.T], axis=1)


def stretched(x: np.ndarray, mask: np.ndarray, steps: int) -> np.ndarray:
    """Return each sequence of a padded array with as many steps, as one row.

    x: (n, T, d)    mask: (n, T), True at real steps    returns: (n, steps * d)
    """
    return np.stack([stretch(row[real], steps).ravel() for row, real in zip(x, mask, strict=True)])


def fitted(frames: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return sequences of one length in the lengths that a mask gives, zeros behind.

    frames: (n, steps, d)    mask: (n, T)    returns: (n, T, d)
    """
    x = np.zeros((*mask.shape, frames.shape[2]))
    for row, real, sequence in zip(x, mask, frames, strict=True):
        row[real] = stretch(sequence, int(real.sum()))
    return x


def hourly(counts: np.ndarray) -> np.ndarray:
    """Return counts by day and hour as one series of log(1 + count); hours without a record are interpolated.

    counts: (days, 24), NaN where there is no record    returns: (24 days,)
    """
    series = np.log1p(np.asarray(counts, dtype=np.float64).ravel())
    known = np.isfinite(series)
    places = np.arange(len(series))
    return np.interp(places, places[known], series[known])


def nearest(known: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return for each row of x the row of ``known`` at the smallest Euclidean distance.

    known: (N, d)    x: (n, d)    returns: (n, d)
    """

    def closest(part: np.ndarray) -> np.ndarray:
        return known[((known**2).sum(axis=1) - 2 * part @ known.T).argmin(axis=1)]

    return in_parts(closest, x)


def standardised(train: list[np.ndarray], *others: list[np.ndarray]) -> list[list[np.ndarray]]:
    """Return lists of sequences, columns with mean 0 and deviation 1 over all steps of the first list.

    train, others: lists of (T_i, d)    returns: as many lists
    """
    mean, deviation = (measure(np.vstack(train), axis=0) for measure in (np.mean, np.std))
    return [[(sequence - mean) / deviation for sequence in each] for each in (train, *others)]


def last_of_each(y: np.ndarray, n: int) -> np.ndarray:
    """Return which examples are among the last n of their class, (len(y),).

    >>> last_of_each(np.array([0, 0, 1, 0, 1]), 1).tolist()
    [False, False, False, True, True]
    """
    left = np.array([np.sum(y[i:] == label) for i, label in enumerate(y)])
    return left <= n
