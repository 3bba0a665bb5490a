"""What chance earns and what answers share, drawn into axes: for things to play with."""

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


def two_labels(ax: Axes, correlation: float) -> str:
    """Draw the distribution of two fair labels with that correlation beside the product of their own distributions.

    Returns
    -------
    str
        What is seen, in words.
    """
    together, apart = (1 + correlation) / 4, (1 - correlation) / 4
    true = np.array([together, apart, apart, together])
    lost = float((true * np.log2(np.maximum(true, 1e-12) / 0.25)).sum())
    places = np.arange(4)
    ax.barh(places - 0.2, true, height=0.38, color=COLORS[0], label="true")
    ax.barh(places + 0.2, np.full(4, 0.25), height=0.38, color=COLORS[1], label="product")
    ax.set(xlim=(0, 0.95), xlabel="probability", title=f"{correlation:g}: bits lost {lost:.2g}")
    ax.set_yticks(places, ("neither", "second alone", "first alone", "both"))
    ax.invert_yaxis()
    ax.legend(loc="center right", fontsize=7.5, handlelength=1)
    said = f"with correlation {correlation:g} the truth is {together:.2g} for both"
    return f"{said}, the product says 0.25, bits lost: {lost:.2g}"


def annealed(ax: Axes, temperature: float) -> str:
    """Draw the colours that a pixel may have, sharpened by a temperature, beside their mean.

    Returns
    -------
    str
        What is seen, in words.
    """
    colours = np.array([[0.93, 0.53, 0.18], [0.25, 0.5, 0.85], [0.35, 0.65, 0.3]])  # orange, blue, green
    p, words = np.array([0.5, 0.3, 0.2]), ("orange", "blue", "green")
    sharp = p ** (1 / temperature)
    sharp /= sharp.sum()
    answer = sharp @ colours
    error = float(np.sqrt(p @ ((colours - answer) ** 2).mean(axis=1)))
    colourful = float(answer.max() - answer.min())
    ax.bar(range(3), sharp, color=colours)
    ax.bar(3.5, 1, width=1.6, color=answer)
    ax.set(xlim=(-0.6, 4.4), ylim=(0, 1), title=f"T = {temperature:g}: RMSE {error:.2f}")
    ax.set_xticks([*range(3), 3.5], [*words, "answer"], fontsize=8)
    said = f"with temperature {temperature:g} the answer's largest colour is {colourful:.2f} above its smallest"
    return f"{said}, RMSE {error:.2f}"
