"""What lesson 15 compares with and does not teach: stretched sequences, hours without gaps, near windows, and access
to the parts of a trained network.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from sklearn.decomposition import PCA

from .anomalies import in_parts

if TYPE_CHECKING:
    import keras


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


def flipped(x: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Return each sequence of a padded array from its end to its beginning; the padding stays behind it.

    x: (n, T, d)    mask: (n, T), True at real steps    returns: (n, T, d)

    >>> flipped(np.array([[[1.0], [2.0], [0.0]]]), np.array([[True, True, False]])).ravel().tolist()
    [2.0, 1.0, 0.0]
    """
    turned = np.zeros_like(x)
    for new, row, real in zip(turned, x, mask, strict=True):
        new[real] = row[real][::-1]
    return turned


def simple_codes(x: np.ndarray, mask: np.ndarray) -> dict[str, np.ndarray]:
    """Return codes of sequences that need no training, by name, with how many numbers they have in brackets.

    x: (n, T, d)    mask: (n, T), True at real steps    returns: arrays (n, k)
    """
    kept = [row[real] for row, real in zip(x, mask, strict=True)]
    d = x.shape[2]
    return {
        f"mean frame ({d})": np.stack([row.mean(axis=0) for row in kept]),
        f"mean and deviation ({2 * d})": np.stack([np.r_[row.mean(axis=0), row.std(axis=0)] for row in kept]),
        f"eight frames ({8 * d})": stretched(x, mask, steps=8),
    }


def simple_reconstructions(
    x_train: np.ndarray, mask_train: np.ndarray, x: np.ndarray, mask: np.ndarray, code: int = 16
) -> dict[str, np.ndarray]:
    """Return reconstructions of ``x`` by its mean frame, and by PCA of sequences that are stretched to eight frames.

    x_train, x: (n, T, d)    masks: (n, T), True at real steps    code: components of PCA    returns: arrays (n, T, d)
    """
    known, wanted = stretched(x_train, mask_train, steps=8), stretched(x, mask, steps=8)
    pca = PCA(code).fit(known)
    eight = pca.inverse_transform(pca.transform(wanted)).reshape(len(x), 8, -1)
    frame = (x * mask[..., None]).sum(axis=1, keepdims=True) / mask.sum(axis=1)[:, None, None]
    return {"mean frame": np.repeat(frame, x.shape[1], axis=1), "PCA, stretched": fitted(eight, mask)}


def layer_output(model: keras.Model, name: str, x: np.ndarray) -> np.ndarray:
    """Return what the layer of that name makes of ``x``, the first input of the network."""
    import keras

    return np.asarray(keras.Model(model.inputs[0], model.get_layer(name).output)(x))


def decoder_of(model: keras.Model, forced: bool) -> Callable:
    """Return one step of a recurrent decoder: from a frame and a state to the next frame and the next state.

    Parameters
    ----------
    model : keras.Model
        With a recurrent layer called ``"decoder"`` and a dense layer called ``"output"``.
    forced : bool
        Whether it was trained with the frame before as its input; otherwise it reads zeros.
    """
    cell, output = model.get_layer("decoder").cell, model.get_layer("output")

    def step(frame: np.ndarray, h: np.ndarray) -> tuple:  # of tensors
        h, _ = cell(frame if forced else 0 * frame, [h])
        return output(h), h

    return step


def working_windows(series: np.ndarray, day_off: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return windows of 24 hours that hold working days only: from every hour on, whole days, whole days to validate.

    series, day_off: (24 days,)    returns: three arrays (n, 24); every fourth whole working day is for validation
    """
    slid = [series[i : i + 24] for i in range(len(series) - 23) if not day_off[i : i + 24].any()]
    days = series.reshape(-1, 24)[~day_off[::24]]
    fourth = np.arange(len(days)) % 4 == 3
    return np.stack(slid), days[~fourth], days[fourth]


def around_mean(model: Callable[[np.ndarray], np.ndarray]) -> Callable[[np.ndarray], np.ndarray]:
    """Return a model of windows (n, width) that takes each window's mean off before, and adds it again after."""

    def reconstruct(windows: np.ndarray) -> np.ndarray:
        middle = windows.mean(axis=1, keepdims=True)
        return model(windows - middle) + middle

    return reconstruct
