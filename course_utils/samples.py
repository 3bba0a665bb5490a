"""What drawn images are like: distances, modes, strokes."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from . import progress

if TYPE_CHECKING:
    from collections.abc import Callable


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Squared Fréchet distance of two Gaussians that are fitted to rows of features.

    Parameters
    ----------
    a, b : numpy.ndarray, shape (n, k) and (m, k)

    Returns
    -------
    float
        0 where means and covariances agree.
    """
    a, b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    # The trace of (A B)^(1/2) is the sum of the singular values of A^(1/2) B^(1/2): no root of a product that is not
    # symmetric, and no complex numbers where a covariance is singular.
    roots, traces = [], 0.0
    for x in (a, b):
        values, vectors = np.linalg.eigh(np.cov(x.T, bias=True))
        values = np.clip(values, 0, None)
        roots.append((vectors * np.sqrt(values)) @ vectors.T)
        traces += values.sum()
    shared = np.linalg.svd(roots[0] @ roots[1], compute_uv=False).sum()
    return float(max(((a.mean(axis=0) - b.mean(axis=0)) ** 2).sum() + traces - 2 * shared, 0.0))


def modes(x: np.ndarray, centres: np.ndarray, radius: float, least: float = 0.01) -> tuple[int, float]:
    """Count the modes that drawn points reach.

    Parameters
    ----------
    x : numpy.ndarray, shape (n, d)
    centres : numpy.ndarray, shape (modes, d)
    radius : float
        How near to a centre a point has to be.
    least : float
        The share of all points that makes a mode count as found.

    Returns
    -------
    int, float
        The number of modes found, and the share of points that are near any centre.
    """
    near = np.linalg.norm(x[:, None] - centres[None], axis=2) < radius
    return int((near.mean(axis=0) >= least).sum()), float(near.any(axis=1).mean())


def stroke_width(x: np.ndarray) -> np.ndarray:
    """Mean width of the strokes of each image in pixels: twice the ink over the length of its edges.

    Parameters
    ----------
    x : numpy.ndarray, shape (n, pixels)
        Square images, ink from 0 to 1.

    Returns
    -------
    numpy.ndarray, shape (n,)
        0 for a sheet without edges.
    """
    side = round(x.shape[1] ** 0.5)
    padded = np.pad(np.asarray(x, dtype=np.float64).reshape(-1, side, side), ((0, 0), (1, 1), (1, 1)))
    down, right = np.diff(padded, axis=1)[:, :, :-1], np.diff(padded, axis=2)[:, :-1]
    length = np.hypot(down, right).sum(axis=(1, 2))
    return np.divide(2 * padded.sum(axis=(1, 2)), length, out=np.zeros(len(padded)), where=length > 1e-9)


def nearest_distance(x: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Euclidean distance of each row of x (n, d) to the nearest row of others (m, d): (n,)."""
    best = np.full(len(x), np.inf)
    for start in range(0, len(others), 10_000):
        part = others[start : start + 10_000]
        squared = (x**2).sum(axis=1)[:, None] - 2 * x @ part.T + (part**2).sum(axis=1)
        best = np.minimum(best, squared.min(axis=1))
    return np.sqrt(np.clip(best, 0, None))


def repeat(step: Callable[[], Any], steps: int, label: str = "") -> float:
    """Call a training step again and again, with one line of progress.

    Parameters
    ----------
    step : callable
        Trains once and returns a loss.
    steps : int
    label : str
        Of the line; no line at the end without it.

    Returns
    -------
    float
        The mean loss over the last quarter of the steps.
    """
    from tqdm import tqdm

    looks = {"ascii": True, "leave": False, "mininterval": 0.5, "disable": not (label and progress.watched())}
    form = "{desc} |{bar:20}| {percentage:3.0f}%  {remaining} left{postfix}"
    begin, losses, late = time.monotonic(), [], steps - max(1, steps // 4)
    with tqdm(total=steps, desc=label, file=sys.stdout, bar_format=form, **looks) as bar:
        for i in range(steps):
            loss = step()
            if i >= late:
                losses.append(loss)  # not a number yet: to ask for it would wait for the step
            if i % 100 == 99:
                bar.set_postfix_str(f"loss {float(loss):.4f}", refresh=False)
                bar.update(100)
    mean = float(np.mean([float(loss) for loss in losses]))
    if label:
        print(f"{label}  {steps:,} steps  critic {mean:.2f}  {time.monotonic() - begin:.0f} s", flush=True)
    return mean
