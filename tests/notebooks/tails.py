"""How often a statistic would pass its bound, from draws in none of which it did."""

from __future__ import annotations

import numpy as np
from scipy import stats

from tests.notebooks.watched_checks import Seen

FEWEST = 100  # draws from which a shape of a distribution can be told
EXACT = 1e-9  # of the room between two bounds: rounding errors, which are no statistic


def tail_rate(used: list[float]) -> float:
    """Return how often a share of the tolerance would exceed 1, from the spread of those that were seen.

    The largest tenth is continued as a power law (Hill's estimator). That is the slowest fall to be feared: rounding
    errors that are divided by a number near zero fall in this way, everything else falls faster.
    """
    shares = np.sort(used)[::-1]
    top = len(shares) // 10
    if top < 2 or shares[top] <= 0 or shares[0] == shares[top]:
        return 0.0  # the same in nearly every run: there is nothing that chance could carry over the bound
    fall = 1 / np.mean(np.log(shares[:top] / shares[top]))
    return float(min(1.0, top / len(shares) * shares[top] ** fall))


def distance(seen: list[Seen]) -> tuple[float | None, float]:
    """Return how many standard deviations lie between statistics and their bounds, and the rate this lets expect.

    Only where all of them spread like a normal distribution over the draws, or their logarithms do, as a mean of many
    draws does; else None and 1, and the power law has to tell. The least distance of all entries counts, and their
    rates add up.
    """
    shapes = {tuple(len(v) for v in one.values) for one in seen}
    bounds = {tuple(one.bounds) for one in seen}
    if (
        len(seen) < FEWEST
        or len(shapes) != 1
        or len(bounds) != 1
        or shapes == {()}
        or any(len(o.shares) != len(o.values) for o in seen)
    ):
        return None, 1.0
    least, rate, moved = np.inf, 0.0, False
    for at, (low, high) in enumerate(bounds.pop()):
        for entry in np.stack([one.values[at] for one in seen], axis=1):
            if np.ptp(entry) <= EXACT:
                continue
            moved = True
            far = _far(entry, low, high)
            if far is None:
                return None, 1.0
            least, rate = min(least, *far), rate + float(stats.norm.sf(far).sum())
    return (float(least), min(1.0, rate)) if moved else (None, 1.0)


def _far(entry: np.ndarray, low: float, high: float) -> tuple[float, float] | None:
    """Return the standard deviations from the mean to both bounds, on the scale on which the draws look normal."""
    if _looks_normal(entry):
        return (entry.mean() - low) / entry.std(), (high - entry.mean()) / entry.std()
    if (entry > 0).all() and not np.isfinite(low) and _looks_normal(np.log(entry)):
        return np.inf, (np.log(high) - np.log(entry).mean()) / np.log(entry).std()
    if (entry > 0).all() and low > 0 and not np.isfinite(high) and _looks_normal(np.log(entry)):
        return (np.log(entry).mean() - np.log(low)) / np.log(entry).std(), np.inf
    return None


def _looks_normal(draws: np.ndarray) -> bool:
    """No draw lies farther out than one in 10,000 samples of this size would have one, and the tails are not heavy."""
    z = (draws - draws.mean()) / draws.std()
    return bool(np.abs(z).max() <= stats.norm.isf(5e-5 / len(z)) and stats.kurtosis(z) <= 1)
