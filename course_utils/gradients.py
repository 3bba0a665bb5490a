"""Gradients by differences, to compare a formula with."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike


def central_difference(f: Callable[[np.ndarray], float], x: ArrayLike, eps: float = 1e-5) -> np.ndarray:
    """Estimate the gradient of a scalar function by central differences.

    One entry at a time, ``(f(x + eps e) - f(x - eps e)) / (2 eps)``. The error is about ``eps**2 / 6`` times the third
    derivative, plus rounding of about ``1e-16 |f| / eps`` (Nocedal & Wright, Numerical Optimization, 2006, section
    8.1): near 1e-11 for ``eps = 1e-5`` and values near 1.

    Parameters
    ----------
    f : callable
        Takes an array like ``x`` and returns one number.
    x : array_like
        Where to differentiate, any shape. Not changed: ``f`` gets copies.
    eps : float
        Half the distance between the two points.

    Returns
    -------
    numpy.ndarray
        The estimate, float64, with the shape of ``x``.

    Raises
    ------
    ValueError
        If ``eps`` is not positive or ``f`` does not return a single number.
    """
    if not eps > 0:
        raise ValueError(f"eps is the half step of the difference and must be positive, not {eps!r}")
    x = np.array(x, dtype=np.float64)
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        values = []
        for step in (eps, -eps):
            moved = x.copy()
            moved[index] += step
            values.append(_number(f(moved)))
        gradient[index] = (values[0] - values[1]) / (2 * eps)
    return gradient


def relative_error(a: ArrayLike, b: ArrayLike) -> float:
    """Compare two gradients by one number: ``|a - b| / max(|a|, |b|)`` with Euclidean norms.

    Near 1e-9 for a right formula in float64; 1e-2 or more says the formula is wrong; in between look at kinks
    (ReLU at 0) first.

    Parameters
    ----------
    a, b : array_like
        Two arrays of one shape.

    Returns
    -------
    float
        0.0 where both are zero, ``inf`` where an entry is NaN or infinite.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if a.shape != b.shape:
        raise ValueError(f"the two gradients have different shapes: {a.shape} and {b.shape}")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return float("inf")
    largest = max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0))
    if largest == 0:
        return 0.0
    a, b = a / largest, b / largest  # so that no square falls below the smallest number
    return float(np.linalg.norm(a - b) / max(np.linalg.norm(a), np.linalg.norm(b)))


def _number(value: ArrayLike) -> float:
    value = np.asarray(value, dtype=np.float64)
    if value.size != 1:
        raise ValueError(f"f must return one number, but it returned an array of shape {value.shape}")
    return float(value.reshape(()))
