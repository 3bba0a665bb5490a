"""What lesson 17 measures with and does not teach: ranks, bits, times."""

import time
from collections.abc import Callable

import numpy as np


def ranked(distances: np.ndarray) -> np.ndarray:
    """Return the positions of the items for each query, the nearest first; ties keep the order of the items.

    >>> ranked(np.array([[3, 1, 2, 1]])).tolist()
    [[1, 3, 2, 0]]
    """
    return np.argsort(distances, axis=1, kind="stable")


def squared_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the squared Euclidean distance of each row of ``a`` from each row of ``b``; rounding may go below 0.

    >>> squared_distances(np.array([[0.0, 0], [3, 4]]), np.array([[0.0, 0]])).tolist()
    [[0.0], [25.0]]
    """
    return (a**2).sum(axis=1)[:, np.newaxis] - 2 * a @ b.T + (b**2).sum(axis=1)


def random_rotation(k: int, rng: np.random.Generator) -> np.ndarray:
    """Return a random orthogonal matrix (k, k), all equally likely."""
    q, r = np.linalg.qr(rng.normal(size=(k, k)))
    return q * np.sign(np.diag(r))


def bit_entropy(bits: np.ndarray) -> np.ndarray:
    """Return the entropy of each column of zeros and ones, in bits: 1 if it is on for half of the rows, 0 if constant.

    >>> bit_entropy(np.array([[0, 1], [1, 1]])).tolist()
    [1.0, 0.0]
    """
    p = np.stack([np.mean(bits, axis=0), 1 - np.mean(bits, axis=0)])
    return -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=0) + 0.0


def mean_correlation(bits: np.ndarray) -> float:
    """Return the mean absolute correlation between two different columns; a constant column counts as 0.

    >>> mean_correlation(np.array([[0, 1, 0], [1, 0, 0], [0, 1, 1], [1, 0, 1]])).__round__(4)
    0.3333
    """
    z = np.asarray(bits, dtype=float) - np.mean(bits, axis=0)
    spread = np.sqrt((z**2).mean(axis=0))
    c = np.abs(z.T @ z / len(z)) / np.where(np.outer(spread, spread) > 0, np.outer(spread, spread), 1)
    k = len(c)
    return float((c.sum() - np.trace(c)) / (k * (k - 1)))


def seconds(function: Callable[[int], object], queries: int, repeats: int = 3) -> float:
    """Return the median time of a query: ``function`` is called with 0, 1, ..., and all of it ``repeats`` times.

    The first call warms caches and does not count.
    """
    function(0)
    times = []
    for _ in range(repeats):
        for query in range(queries):
            start = time.perf_counter()
            function(query)
            times.append(time.perf_counter() - start)
    return float(np.median(times))
