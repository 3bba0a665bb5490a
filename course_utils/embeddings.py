"""What lesson 11 looks at and does not teach: data whose right map is known, and what to compare with."""

import numpy as np


def rulers(x: np.ndarray, plane: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Return what the measures of a map are to be seen against, from the best possible to pure chance.

    Parameters
    ----------
    x : ndarray, shape (n, pixels)
    plane : ndarray, shape (n, k)
        PCA's coordinates of x.
    rng : numpy.random.Generator

    Returns
    -------
    dict of str to ndarray, each with n rows
        The images themselves, PCA's plane, two random directions, and points that know nothing of them.
    """
    directions = rng.normal(size=(x.shape[1], 2))
    return {
        f"{x.shape[1]} pixels": x,
        "PCA": plane,
        "random directions": x @ directions,
        "points at random": rng.normal(size=(len(x), 2)),
    }


def noisy_circle(n: int, rng: np.random.Generator, noise: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """Draw points near the unit circle.

    Returns
    -------
    points : ndarray, shape (n, 2)
    eighths : ndarray of int, shape (n,)
        On which eighth of the circle each point lies, 0 to 7: something to colour it by.
    """
    angle = rng.uniform(0, 2 * np.pi, n)
    points = np.stack([np.cos(angle), np.sin(angle)], axis=1) + noise * rng.normal(size=(n, 2))
    return points, (angle / (2 * np.pi) * 8).astype(int)


def three_clouds(rng: np.random.Generator, n: int = 80, d: int = 10) -> np.ndarray:
    """Draw three Gaussian clouds of n points in a row, shape (3 n, d).

    The second is ten times as wide as the first, and the second gap between centres is ten times the first.
    """
    return np.vstack([centre + width * rng.normal(size=(n, d)) for centre, width in ((0.0, 0.1), (30, 1), (330, 1))])


def second_to_first(points: np.ndarray) -> tuple[float, float]:
    """Compare three groups of equally many points, one after the other: width and gap, the second over the first.

    points: (3 n, d)    returns: two ratios

    The width of a group is its root mean square distance from its centre, a gap is the distance of two centres.

    >>> second_to_first(np.array([[-1.0], [1], [8], [12], [45], [55]]))
    (2.0, 4.0)
    """
    groups = points.reshape(3, -1, points.shape[1])
    widths = np.sqrt(groups.var(axis=1).sum(axis=1))
    gaps = np.linalg.norm(np.diff(groups.mean(axis=1), axis=0), axis=1)
    return float(widths[1] / widths[0]), float(gaps[1] / gaps[0])
