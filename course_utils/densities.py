"""Densities fitted to codes afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sklearn.mixture import GaussianMixture


def best_mixture(fitted: np.ndarray, held_out: np.ndarray, numbers: Sequence[int], seed: int = 0) -> GaussianMixture:
    """Fit mixtures of Gaussians with full covariances and return the one under which other codes are most likely.

    Parameters
    ----------
    fitted, held_out : numpy.ndarray, shape (n, k) and (m, k)
        Codes to fit, and codes to choose by.
    numbers : sequence of int
        How many Gaussians to try.
    seed : int
        For the starts and for what is drawn from the mixture.

    Returns
    -------
    sklearn.mixture.GaussianMixture
        With `sample` to draw from it, and `n_components`, the number chosen.

    Raises
    ------
    ValueError
        If there is no number to try, or one that is larger than the number of codes.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    if not numbers or not 1 <= min(numbers) <= max(numbers) <= len(fitted):
        raise ValueError(f"numbers of Gaussians lie between 1 and the {len(fitted)} codes, not {list(numbers)}")
    # In float32, as a network gives them, covariances are not quite symmetric, and NumPy warns when it draws from them.
    fitted, held_out = np.asarray(fitted, dtype=np.float64), np.asarray(held_out, dtype=np.float64)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # 20 steps are enough to choose and to draw
        tried = [GaussianMixture(n, reg_covar=1e-4, max_iter=20, random_state=seed).fit(fitted) for n in numbers]
    return max(tried, key=lambda mixture: mixture.score(held_out))
