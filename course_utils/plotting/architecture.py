"""Networks drawn: an autoencoder, its two halves as funnels, and a hidden layer for all labels beside one for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .display import headline, new_figure, show
from .images import as_images
from .style import COLORS, GREY, styled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

_HEIGHT, _GAP, _WIDTH = 3.0, 1.7, 0.26  # of the largest layer, between layers, of a bar


def autoencoder(
    sizes: Sequence[int],
    *,
    title: str,
    image: ArrayLike | None = None,
    rebuilt: ArrayLike | None = None,
    alt: str | None = None,
    inner: str = "ReLU",
    output: str = "sigmoid",
    code: str = "linear",
    drawn: bool = False,
) -> None:
    """Draw a dense autoencoder: input, encoder, code, decoder, reconstruction.

    Parameters
    ----------
    sizes : sequence of int
        Units of every layer, input and output included, for example ``(784, 128, 32, 128, 784)``. The smallest inner
        one is the code. The heights are drawn to the square root of the sizes.
    title : str
    image, rebuilt : array_like, shape (n_pixels,) or (height, width), optional
        Pictures at the two ends.
    alt : str, optional
        Default: made from the sizes.
    inner, output, code : str
        The activations of the hidden layers, of the output and of the code, written below them.
    drawn : bool
        The code is drawn from a Gaussian whose mean and variance the encoder gives: a variational autoencoder.
    """
    sizes = [int(size) for size in sizes]
    narrowest = 1 + int(np.argmin(sizes[1:-1]))
    names = [""] * len(sizes)
    names[0], names[narrowest], names[-1] = "input x", "code h\n(bottleneck)", "reconstruction\nx̂"
    kinds = ["", *[inner] * (len(sizes) - 2), output]
    kinds[narrowest] = code
    compared = "loss: how far is the reconstruction from the input?"
    if drawn:
        names[narrowest], kinds[narrowest] = "code z = μ + σ ⊙ ε", "means μ and\nvariances σ²"
        compared = "loss: nats for the pixels, given the code, and nats for the code"
    with styled():
        fig = new_figure((9.4, 3.7))
        ax = fig.subplots()
        places = [_GAP * i for i in range(len(sizes))]
        heights = [_HEIGHT * (size / max(sizes)) ** 0.5 for size in sizes]
        for i in range(len(sizes) - 1):
            _funnel(ax, places[i : i + 2], heights[i : i + 2], COLORS[0] if i < narrowest else COLORS[2])
        for i, (x, height) in enumerate(zip(places, heights, strict=True)):
            color = COLORS[1] if i == narrowest else GREY
            ax.add_patch(_box(x - _WIDTH / 2, -height / 2, _WIDTH, height, color))
            ax.text(x, height / 2 + 0.12, names[i], ha="center", va="bottom", fontsize=11, color=color)
            ax.text(x, -height / 2 - 0.12, f"{sizes[i]}\n{kinds[i]}".strip(), ha="center", va="top", fontsize=10)
        for name, ends, color in (("encoder", (0, narrowest), COLORS[0]), ("decoder", (narrowest, -1), COLORS[2])):
            middle = (places[ends[0]] + places[ends[1]]) / 2
            ax.text(middle, _HEIGHT / 2 + 0.75, name, ha="center", va="bottom", fontsize=12, weight="bold", color=color)
        if drawn:
            _chance(ax, places[narrowest], heights[narrowest] / 2 + 0.55)
        _comparison(ax, places[0], places[-1], compared)
        for picture, x in ((image, places[0] - 1.9), (rebuilt, places[-1] + 1.9)):
            if picture is not None:
                _picture(ax, picture, x)
        ends = [0.9 if picture is None else 3.3 for picture in (image, rebuilt)]
        ax.set(xlim=(places[0] - ends[0], places[-1] + ends[1]), ylim=(-3.0, 2.75), aspect="equal")
        ax.set_axis_off()
        headline(fig, title)
        bars = f"Bars of {', '.join(map(str, sizes))} units from left to right; the {sizes[narrowest]} are the code"
        chance = f", drawn from {sizes[narrowest]} means and variances by standard normal noise" if drawn else ""
        show(fig, alt or f"{title}. {bars}{chance}. An arrow below compares the reconstruction with the input.")


def _funnel(ax, x, heights, color, end=0.0, alpha=0.22):
    from matplotlib.patches import Polygon

    half = np.array([heights[0], heights[1]]) / 2
    corners = [(x[0], half[0]), (x[1], end + half[1]), (x[1], end - half[1]), (x[0], -half[0])]
    ax.add_patch(Polygon(corners, closed=True, facecolor=color, alpha=alpha, linewidth=0))


def _box(left, bottom, width, height, color):
    from matplotlib.patches import Rectangle

    return Rectangle((left, bottom), width, height, facecolor=color, linewidth=0)


def _chance(ax, x, low):
    high = _HEIGHT / 2 + 0.65
    style = {"arrowstyle": "-|>", "color": COLORS[1], "linewidth": 1.3}
    ax.annotate("", (x, low), (x, high), arrowprops=style)
    ax.text(x, high + 0.08, "ε from N(0, 1)", ha="center", va="bottom", fontsize=10, color=COLORS[1])


def _comparison(ax, left, right, words):
    low = -_HEIGHT / 2 - 1.05
    style = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.3}
    for x in (left, right):
        ax.annotate("", (x, -_HEIGHT / 2 - 0.75), (x, low), arrowprops=style)
    ax.plot([left, right], [low, low], color=GREY, linewidth=1.3)
    ax.text((left + right) / 2, low - 0.1, words, ha="center", va="top", fontsize=10, color=GREY)


def _picture(ax, picture, x):
    from matplotlib.patches import Rectangle

    (picture,) = as_images(np.asarray(picture)[np.newaxis])
    ax.imshow(picture, extent=(x - 1.3, x + 1.3, -1.3, 1.3), cmap="gray_r", vmin=0, vmax=1, interpolation="nearest")
    ax.add_patch(Rectangle((x - 1.3, -1.3), 2.6, 2.6, facecolor="none", edgecolor="#BBBBBB", linewidth=0.8))


def shared_and_separate(d: int, m: int, k: int, *, title: str, labels: int = 4) -> None:
    """Draw one network with a hidden layer for all labels, and beside it one network per label.

    Parameters
    ----------
    d, m, k : int
        Units of the input and of a hidden layer, and the number of labels.
    title : str
    labels : int
        How many of the labels are drawn; dots stand for the rest.
    """
    with styled():
        fig = new_figure((9.4, 3.9))
        ax = fig.subplots()
        rows = np.linspace(1.35, -1.35, labels + 1)
        for left, shared in ((0.0, True), (6.4, False)):
            hidden = [(0.0, 1.9)] if shared else [(row, 0.42) for row in np.delete(rows, labels - 1)]
            for middle, height in hidden:
                alpha = 0.22 if shared else 0.12
                _funnel(ax, (left, left + 1.9 - _WIDTH / 2), (3.0, height), COLORS[0], middle, alpha)
                ax.add_patch(_box(left + 1.9 - _WIDTH / 2, middle - height / 2, _WIDTH, height, COLORS[1]))
            for row, name in zip(rows, [*range(labels - 1), None, k - 1], strict=True):
                if name is None:
                    ax.text(left + 3.6, row, "⋮", ha="center", va="center", fontsize=16, color=GREY)
                    continue
                starts = np.linspace(-0.8, 0.8, 5) if shared else row + np.linspace(-0.15, 0.15, 3)
                for start in starts:
                    ax.plot([left + 2.03, left + 3.6], [start, row], color=COLORS[2], linewidth=0.9, alpha=0.6)
                ax.add_patch(_box(left + 3.5, row - 0.14, 0.28, 0.28, GREY))
                ax.text(left + 3.95, row, f"label {name}", ha="left", va="center", fontsize=10, color=GREY)
            ax.add_patch(_box(left - _WIDTH / 2, -1.5, _WIDTH, 3.0, GREY))
            below = f"{m} units" if shared else f"{k} times {m}"
            for x, words in ((0.0, f"sheet x\n{d}"), (1.9, f"hidden, ReLU\n{below}"), (3.64, f"{k} sigmoids")):
                ax.text(left + x, -1.72, words, ha="center", va="top", fontsize=10)
            words = "shared: one hidden layer" if shared else "separate: a hidden layer each"
            ax.text(left + 1.9, 1.85, words, ha="center", va="bottom", fontsize=12, weight="bold", color=COLORS[0])
        ax.set(xlim=(-0.8, 11.6), ylim=(-2.6, 2.3), aspect="equal")
        ax.set_axis_off()
        headline(fig, title)
        show(
            fig,
            f"{title}. Left: {d} inputs, one hidden layer of {m} units, and {k} outputs that all read it. Right: "
            f"{k} hidden layers of {m} units, each of which feeds one output alone.",
        )
