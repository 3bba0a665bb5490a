"""What lesson 14 compares with and does not teach: pictures that test a detector, and rivals for filling in."""

from collections.abc import Callable

import numpy as np

PARTS = 500  # rows at a time: bounds the memory of a matrix of distances


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
    mean = x_train.mean(axis=0)
    covariance = np.cov(x_train, rowvar=False) + ridge * np.eye(x_train.shape[1])
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
