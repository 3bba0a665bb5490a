"""What lesson 14 uses and does not teach: points and pictures that test a detector, and ways to fill in."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import training

PARTS = 500  # rows at a time: bounds the memory of a matrix of distances
_ALONG = np.array([0.9, 0.44]) / np.hypot(0.9, 0.44)
_ACROSS = np.array([-_ALONG[1], _ALONG[0]])
# Where three kinds of anomaly lie among the clumps: far out on their line, in the gap between them, and beside it.
STRANGE_PLACES = {"A": 8 * _ALONG, "B": 0 * _ALONG, "C": 2.5 * _ACROSS}


def clumps(n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw n normal points in the plane, shape (n, 2), from two clumps on a line."""
    along = rng.choice([-3.0, 3.0], size=n) + 0.8 * rng.normal(size=n)
    return np.outer(along, _ALONG) + 0.3 * np.outer(rng.normal(size=n), _ACROSS)


def stained_clumps(rng: np.random.Generator, n: int = 200, strangers: int = 6) -> np.ndarray:
    """Draw a training set with strangers in it: n points of the clumps, then some in one spot at C.

    Returns
    -------
    ndarray, shape (n + strangers, 2)
    """
    spot = STRANGE_PLACES["C"] + 0.08 * rng.normal(size=(strangers, 2))
    return np.vstack([clumps(n, rng), spot])


def clumps_and(kind: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw n normal points, then n anomalies of one kind (A, B or C), shape (2 n, 2)."""
    return np.vstack([clumps(n, rng), STRANGE_PLACES[kind] + 0.05 * rng.normal(size=(n, 2))])


def in_parts(score: Callable[[np.ndarray], np.ndarray], x: np.ndarray, size: int = PARTS) -> np.ndarray:
    """Return ``score(x)``, computed for so many rows at a time.

    >>> in_parts(lambda x: x.sum(axis=1), np.ones((5, 2)), size=2).tolist()
    [2.0, 2.0, 2.0, 2.0, 2.0]
    """
    return np.concatenate([np.asarray(score(x[start : start + size])) for start in range(0, len(x), size)])


def suspects(x: np.ndarray, others: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Make pictures out of normal ones that a detector should, or should not, let pass.

    Parameters
    ----------
    x, others : ndarray, shape (n, pixels)
        Square normal images, and as many of another kind.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to ndarray, each (n, pixels)
        By what was done to the images.
    """
    n, pixels = x.shape
    side = round(pixels**0.5)
    square = x.reshape(n, side, side)
    return {
        "blank sheet": np.zeros_like(x),
        "all ink": np.ones_like(x),
        "noise": rng.random(x.shape, dtype=np.float32),
        "pixels shuffled": x[:, rng.permutation(pixels)],
        "half the ink": x / 2,
        "moved by 4 pixels": np.roll(square, 4, axis=2).reshape(n, pixels),
        "turned by 90°": np.rot90(square, axes=(1, 2)).reshape(n, pixels),
        "two at once": np.maximum(x, x[rng.permutation(n)]),
        "another digit": others[:n],
    }


def mean_and_covariance(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean (d,) and the covariance (d, d) of the rows of x (n, d), in float64.

    `np.cov` takes twice the memory of all images in float64; here there is never more than a part of them.
    """
    mean = x.mean(axis=0, dtype=float)
    products = np.zeros((x.shape[1], x.shape[1]))
    for start in range(0, len(x), PARTS):
        centred = x[start : start + PARTS] - mean
        products += centred.T @ centred
    return mean, products / (len(x) - 1)


def best_linear_fill(x_train: np.ndarray, x: np.ndarray, missing: np.ndarray, ridge: float = 1e-3) -> np.ndarray:
    """Fill in what is missing by regression on what is known: the conditional mean of a normal distribution.

    Parameters
    ----------
    x_train : ndarray, shape (n, d)
        Rows without holes, from which mean and covariance are taken.
    x : ndarray, shape (m, d)
        Whatever stands where ``missing`` is True has no say.
    missing : ndarray of bool, shape (m, d)
    ridge : float
        Added to the variances.
    """
    mean, covariance = mean_and_covariance(x_train)
    covariance += ridge * np.eye(x_train.shape[1])
    filled = np.where(missing, 0.0, x)
    masks, which = np.unique(missing, axis=0, return_inverse=True)
    for i, gone in enumerate(masks):  # rows with the same holes share one system of equations
        rows, known = np.flatnonzero(which.ravel() == i), ~gone
        seen = filled[np.ix_(rows, known)] - mean[known]
        weights = np.linalg.solve(covariance[np.ix_(known, known)], seen.T)
        filled[np.ix_(rows, gone)] = mean[gone] + (covariance[np.ix_(gone, known)] @ weights).T
    return filled


def nearest_fill(x_train: np.ndarray, x: np.ndarray, missing: np.ndarray, k: int = 5) -> np.ndarray:
    """Fill in what is missing with the mean of the k training rows that are nearest in what is known.

    x_train: (n, d) without holes    x, missing: (m, d)    returns: (m, d)
    """
    known = (~missing).astype(x_train.dtype)
    seen = np.where(missing, 0, x).astype(x_train.dtype)
    distances = known @ (x_train**2).T - 2 * seen @ x_train.T  # up to what is the same for every training row
    nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
    return np.where(missing, x_train[nearest].mean(axis=1), x)


def train_filler(
    x: np.ndarray,
    hidden: Sequence[int],
    nu: float,
    epochs: int,
    *,
    pixels: bool = False,
    rate: float = 2e-3,
    batch_size: int = 256,
    seed: int = 14,
    label: str = "",
) -> Any:
    """Train an autoencoder that knows holes: a share of each input is set to the means of its columns in training.

    Parameters
    ----------
    x : ndarray, shape (n, d)
        Rows without holes.
    hidden : sequence of int
        Units of the hidden layers, an odd number of them; the one in the middle is the code, which is linear, the
        others are ReLU.
    nu : float
        Probability that a value is masked; 0 trains the network to copy.
    epochs : int
    pixels : bool
        Whether values lie in [0, 1]: then the output is sigmoid and the loss cross-entropy, otherwise linear and the
        mean squared error.
    rate : float
        Adam's learning rate.
    batch_size, seed : int
    label : str
        What the line of progress is called.

    Returns
    -------
    keras.Model
        Takes rows (n, d) and returns rows (n, d).
    """
    import keras

    from .masking import MaskingNoise

    keras.utils.set_random_seed(seed)
    d, middle = x.shape[1], len(hidden) // 2
    centre = keras.layers.Normalization(mean=x.mean(axis=0), variance=np.ones(d))  # what is masked is then 0
    inner = [keras.layers.Dense(n, None if i == middle else "relu") for i, n in enumerate(hidden)]
    output = keras.layers.Dense(d, "sigmoid" if pixels else None)
    model = keras.Sequential([keras.Input((d,)), centre, MaskingNoise(nu), *inner, output])
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy" if pixels else "mse", jit_compile=False)
    training.fit(model, x, epochs=epochs, batch_size=batch_size, label=label)
    return model
