"""What chance earns, drawn into axes: for things to play with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .style import COLORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

PREVALENCE = 0.1


def random_alarm(ax: Axes, length: int) -> str:
    """Draw F1 of a random score against the share of points with an alarm; anomalies have ``length`` points each.

    Returns
    -------
    str
        What is seen, in words.
    """
    raised = np.linspace(0.001, 1, 400)
    touched = 1 - (1 - raised) ** length  # the share of anomalies with an alarm somewhere in them

    def f1(recall: NDArray) -> NDArray:
        return 2 * PREVALENCE * recall / (PREVALENCE * recall + (1 - PREVALENCE) * raised + PREVALENCE)

    plain, adjusted = f1(raised), f1(touched)
    ax.plot(raised, adjusted, color=COLORS[1], label="point-adjusted")
    ax.plot(raised, plain, color=COLORS[0], linestyle="--", label="point by point")
    ax.legend(loc="upper right", fontsize=8)
    ax.set(xlabel="share of points with an alarm", ylabel="F1", ylim=(0, 1.3), yticks=(0, 0.5, 1))
    ax.set_title(f"length {length}: up to {adjusted.max():.2f}")
    return f"anomalies of {length} points: point-adjusted F1 up to {adjusted.max():.2f}, else {plain.max():.2f}"
