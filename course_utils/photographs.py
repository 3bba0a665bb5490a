"""Photographs that the installed libraries ship, and what lesson 19 does with them and does not teach.

Six colour photographs lie in the wheels of scikit-image and scikit-learn. They are read as files: `skimage.data` would
fetch over the network what it does not find.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, zoom
from sklearn.linear_model import Ridge
from sklearn.neighbors import KNeighborsRegressor

if TYPE_CHECKING:
    import keras

Pixels = tuple[np.ndarray, np.ndarray]

NAMES = ("astronaut", "chelsea", "coffee", "rocket", "china", "flower")
_FILES = {
    "astronaut": ("skimage.data", "astronaut.png"),
    "chelsea": ("skimage.data", "chelsea.png"),
    "coffee": ("skimage.data", "coffee.png"),
    "rocket": ("skimage.data", "rocket.jpg"),
    "china": ("sklearn.datasets.images", "china.jpg"),
    "flower": ("sklearn.datasets.images", "flower.jpg"),
}
SCALES, REACH = (0, 1, 2), 2  # of `context`: offsets of up to 2 pixels, of 1, 2 and 4 pixels' step


def load(name: str, height: int = 200) -> np.ndarray:
    """Read a photograph at a smaller size.

    Parameters
    ----------
    name : str
        One of ``NAMES``.
    height : int
        Rows of the result; the sides keep their proportion, and both are made multiples of 12 by cropping.

    Returns
    -------
    ndarray of float64, shape (rows, columns, 3)
        Red, green and blue from 0 to 1.

    Raises
    ------
    ValueError
        If there is no such photograph, or it is asked for larger than it is.
    FileNotFoundError
        If the installed library does not ship the file.
    """
    if name not in _FILES:
        raise ValueError(f"the photographs are {', '.join(NAMES)}, and {name!r} is none of them")
    package, file = _FILES[name]
    resource = files(package) / file
    if not resource.is_file():
        raise FileNotFoundError(f"the installed {package.partition('.')[0]} does not ship {file}")
    with as_file(resource) as path, Image.open(path) as image:
        if not 12 <= height <= image.height:
            raise ValueError(f"{name} has {image.height} rows: a height from 12 to that, not {height}")
        size = round(image.width * height / image.height), height
        pixels = np.asarray(image.convert("RGB").resize(size, Image.Resampling.LANCZOS), dtype=float) / 255
    rows, columns = (side - side % 12 for side in pixels.shape[:2])
    return pixels[:rows, :columns]


def folds(names: tuple[str, ...] = NAMES) -> dict[str, tuple[str, list[str]]]:
    """For each photograph that is left out: the one to choose settings by, and those to train on.

    >>> folds(("a", "b", "c", "d"))["d"]
    ('a', ['b', 'c'])
    """
    found = {}
    for i, name in enumerate(names):
        judge = names[(i + 1) % len(names)]
        found[name] = judge, [other for other in names if other not in (name, judge)]
    return found


def context(luma: np.ndarray) -> np.ndarray:
    """Describe each pixel of a grey image by its surroundings: 5 by 5 values at three scales, and its height.

    Parameters
    ----------
    luma : ndarray, shape (rows, columns)

    Returns
    -------
    ndarray of float32, shape (rows * columns, 76)
        The image is blurred for the wider scales, so that no value is missed between two that are read. The last column
        is the row of the pixel, from -0.5 at the top to 0.5 at the bottom.
    """
    rows, columns = luma.shape
    found = []
    for scale in SCALES:
        step = 2**scale
        edge = REACH * step
        padded = np.pad(gaussian_filter(luma, step / 2) if scale else luma, edge, mode="reflect")
        for i in range(-REACH, REACH + 1):
            for j in range(-REACH, REACH + 1):
                top, left = edge + i * step, edge + j * step
                found.append(padded[top : top + rows, left : left + columns].ravel())
    found.append(np.repeat(np.linspace(-0.5, 0.5, rows), columns))
    return np.stack(found, axis=1).astype(np.float32)


def psnr(x: np.ndarray, x_hat: np.ndarray) -> float:
    """Return the peak signal-to-noise ratio in decibels of an estimate, cut to [0, 1], of a picture from 0 to 1."""
    return float(-10 * np.log10(((x - np.clip(x_hat, 0, 1)) ** 2).mean()))


def nearest(low: np.ndarray, factor: int = 2) -> np.ndarray:
    """Enlarge a grey image: each pixel becomes a block of ``factor`` by ``factor``."""
    return np.kron(low, np.ones((factor, factor)))


def spline(low: np.ndarray, factor: int = 2) -> np.ndarray:
    """Enlarge a grey image by a cubic spline through its values, pixels taken as squares; not clipped."""
    return zoom(low, factor, order=3, grid_mode=True, mode="mirror")


def bicubic(low: np.ndarray, factor: int = 2) -> np.ndarray:
    """Enlarge a grey image by Keys's cubic convolution, pixels taken as squares.

    Parameters
    ----------
    low : ndarray, shape (h, w)
    factor : int

    Returns
    -------
    ndarray of float64, shape (factor * h, factor * w)
        Not clipped.
    """
    size = low.shape[1] * factor, low.shape[0] * factor
    return np.asarray(Image.fromarray(low.astype(np.float32)).resize(size, Image.Resampling.BICUBIC), dtype=float)


def colourfulness(rgb: np.ndarray) -> float:
    """Hasler and Süsstrunk's measure of how colourful people call a picture; 0 for grey.

    Parameters
    ----------
    rgb : ndarray, shape (..., 3)
        From 0 to 1.
    """
    red, green, blue = np.moveaxis(255 * np.asarray(rgb, dtype=float), -1, 0)
    first, second = red - green, (red + green) / 2 - blue
    spread = np.hypot(first.std(), second.std())
    return float(spread + 0.3 * np.hypot(first.mean(), second.mean()))


def prepare(
    train: Pixels, held_out: Pixels, rng: np.random.Generator, n: int = 3000
) -> tuple[Pixels, Pixels, Callable[[np.ndarray], np.ndarray]]:
    """Draw at most n training and a third as many validation pixels, and standardise their contexts.

    Parameters
    ----------
    train, held_out : tuple of ndarray
        Contexts (m, d) and chroma (m, 2).
    rng : numpy.random.Generator
    n : int

    Returns
    -------
    train, held_out : tuple of ndarray
        Of at most n and n / 3 pixels; columns of the contexts have mean 0 and spread 1 over all training pixels.
    scale : callable
        The same for other contexts.
    """
    mean, spread = train[0].mean(axis=0), train[0].std(axis=0) + 1e-3

    def scale(x: np.ndarray) -> np.ndarray:
        return ((x - mean) / spread).astype(np.float32)

    drawn = []
    for (x, c), most in ((train, n), (held_out, n // 3)):
        some = rng.permutation(len(x))[:most]
        drawn.append((scale(x[some]), c[some]))
    return drawn[0], drawn[1], scale


def rivals(train: Pixels, held_out: Pixels) -> dict[str, Callable[[np.ndarray], np.ndarray]]:
    """Fit what a network that predicts colours has to beat.

    Parameters
    ----------
    train, held_out : tuple of ndarray
        Contexts (n, d) and chroma (n, 2). Ridge penalty and number of neighbours are those, of three each, with the
        smallest squared error on ``held_out``.

    Returns
    -------
    dict of str to callable
        Functions from contexts (m, d) to chroma (m, 2): grey, mean colour, ridge, neighbours.
    """
    x, c = train
    mean = c.mean(axis=0)
    return {
        "grey": lambda z: np.zeros((len(z), 2)),
        "mean colour": lambda z: np.tile(mean, (len(z), 1)),
        "ridge": _best([Ridge(a * len(x)).fit(x, c) for a in (0.001, 0.1, 10)], held_out),
        "neighbours": _best([KNeighborsRegressor(k).fit(x, c) for k in (1, 10, 100)], held_out),
    }


def _best(fits, held_out):
    x, c = held_out
    return min(fits, key=lambda fit: ((fit.predict(x) - c) ** 2).mean()).predict


def fit_best(
    model: keras.Model, train: Pixels, held_out: tuple, weights: np.ndarray | None = None, epochs: int = 10
) -> None:
    """Train a compiled model, and leave it with the weights of the epoch that had the smallest validation loss.

    Parameters
    ----------
    model : keras.Model
    train : tuple of ndarray
        Inputs and targets.
    held_out : tuple of ndarray
        Inputs, targets and, where there are ``weights``, weights.
    weights : ndarray, shape (n,), optional
        What each training row counts.
    epochs : int
        All of them are run.
    """
    import keras

    keep = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)
    options = {"callbacks": [keep], "sample_weight": weights, "verbose": 0}
    model.fit(*train, validation_data=held_out, epochs=epochs, batch_size=100, **options)


def pack(x: np.ndarray, r: int) -> np.ndarray:
    """Make the pixels of each block of r * r the channels of one pixel, row by row.

    x: (n, h * r, w * r)    returns: (n, h, w, r * r)
    """
    n, h, w = len(x), x.shape[1] // r, x.shape[2] // r
    return x.reshape(n, h, r, w, r).transpose(0, 1, 3, 2, 4).reshape(n, h, w, r * r)


def linear_filter(
    highs: Sequence[np.ndarray], lows: Sequence[np.ndarray], r: int = 2, reach: int = 2
) -> Callable[[np.ndarray], np.ndarray]:
    """Fit the linear map from the surroundings of a low pixel to its r * r high ones, by ridge regression.

    The map is of differences from the mean of the surroundings, so a constant image is enlarged to the same constant.

    Parameters
    ----------
    highs, lows : sequence of ndarray, shapes (r h, r w) and (h, w)
    r : int
    reach : int
        Surroundings of ``2 * reach + 1`` by as many pixels.

    Returns
    -------
    callable
        From (h, w) to (h, w, r * r).
    """
    x = np.concatenate([_surroundings(low, reach) for low in lows])
    y = np.concatenate([pack(high[np.newaxis], r).reshape(-1, r * r) for high in highs])
    mean = x.mean(axis=1, keepdims=True)
    weights = Ridge(1e-3, fit_intercept=False).fit(x - mean, y - mean).coef_.T

    def enlarge(low: np.ndarray) -> np.ndarray:
        x = _surroundings(low, reach)
        mean = x.mean(axis=1, keepdims=True)
        return ((x - mean) @ weights + mean).reshape(*low.shape, r * r)

    return enlarge


def _surroundings(low, reach):
    padded, (h, w), side = np.pad(low, reach, mode="reflect"), low.shape, range(2 * reach + 1)
    return np.stack([padded[i : i + h, j : j + w].ravel() for i in side for j in side], axis=1)


def pieces(
    lows: Sequence[np.ndarray], targets: Sequence[np.ndarray], n: int, rng: np.random.Generator, size: int = 16
) -> tuple[np.ndarray, np.ndarray]:
    """Cut n random squares out of images and out of what belongs to them.

    Parameters
    ----------
    lows : sequence of ndarray, each (h, w)
    targets : sequence of ndarray, each (h, w, channels)
    n : int
    rng : numpy.random.Generator
    size : int

    Returns
    -------
    x, y : ndarray of float32, shapes (n, size, size, 1) and (n, size, size, channels)
    """
    x, y = [], []
    for k in rng.integers(len(lows), size=n):
        i, j = (rng.integers(side - size + 1) for side in lows[k].shape)
        x.append(lows[k][i : i + size, j : j + size, np.newaxis])
        y.append(targets[k][i : i + size, j : j + size])
    return np.stack(x).astype(np.float32), np.stack(y).astype(np.float32)
