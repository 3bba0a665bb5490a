"""Points on the arms of a spiral: classes that no straight line separates."""

import numpy as np


def spiral(
    n_per_arm: int, arms: int = 3, noise: float = 0.2, *, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw points on a spiral with one class for each arm.

    A point of arm k at radius r in [0, 1] has the angle ``4 (k + r)`` radians plus Gaussian noise.

    Parameters
    ----------
    n_per_arm : int
        Points on each arm.
    arms : int
        Number of arms, and of classes.
    noise : float
        Standard deviation of the angle, in radians.
    rng : numpy.random.Generator

    Returns
    -------
    x : numpy.ndarray, shape (arms * n_per_arm, 2), float64
        The points, within the unit disc, arm by arm.
    y : numpy.ndarray, shape (arms * n_per_arm,), int64
        The arm of each point, from 0.

    Raises
    ------
    ValueError
        If there is no point or no arm to draw, or the noise is negative.
    """
    if n_per_arm < 1 or arms < 1 or noise < 0:
        raise ValueError(
            f"a spiral needs at least one arm, one point on each and noise >= 0, "
            f"not n_per_arm={n_per_arm}, arms={arms}, noise={noise}"
        )
    y = np.repeat(np.arange(arms), n_per_arm)
    radius = np.tile(np.linspace(0.0, 1.0, n_per_arm), arms)
    angle = 4.0 * (y + radius) + noise * rng.standard_normal(y.size)
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)]), y.astype(np.int64)
