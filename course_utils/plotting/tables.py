"""Tables as pictures: a coloured field for each number, or a mark for each number of a row."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from .display import new_figure, show
from .images import as_images
from .style import COLORS, styled

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def heat_table(
    rows: Mapping[str, Mapping[str, float]],
    *,
    title: str,
    alt: str,
    images: ArrayLike | None = None,
    vmin: float = 0.0,
    vmax: float = 1.0,
    fmt: str = ".2f",
) -> None:
    """Show numbers in fields of their colour, dark for low ones.

    Parameters
    ----------
    rows : dict of str to dict of str to float
        For each row its numbers, by column.
    title, alt : str
    images : array_like, shape (n, height, width) or (n, pixels), optional
        One small picture before each row.
    vmin, vmax : float
        The range of colours.
    fmt : str
        Format of the numbers.
    """
    columns = list(next(iter(rows.values())))
    grid = np.array([[row[column] for column in columns] for row in rows.values()], dtype=float)
    n, m = grid.shape
    with styled():
        fig = new_figure((min(1.05 * m + 2.2, 11.4), 0.62 * n + 1.0))  # a page is 1,400 pixels wide
        ax = fig.subplots()
        ax.imshow(grid, cmap="cividis", vmin=vmin, vmax=vmax, extent=(0, m, n, 0), aspect="auto")
        for row, column in np.ndindex(n, m):
            ink = "white" if grid[row, column] < (vmin + vmax) / 2 else "black"
            ax.text(column + 0.5, row + 0.5, f"{grid[row, column]:{fmt}}", ha="center", va="center", color=ink)
        pictures = () if images is None else as_images(images)
        for row, picture in enumerate(pictures):
            place = (-0.75, -0.1, row + 0.95, row + 0.05)
            ax.imshow(picture, cmap="gray_r", vmin=0, vmax=1, extent=place, aspect="auto")
            ax.plot(*np.array(place)[[[0, 1, 1, 0, 0], [2, 2, 3, 3, 2]]], color="0.7", linewidth=0.8)
        ax.set(xlim=(-0.8 if len(pictures) else 0, m), ylim=(n, 0), title=title)
        wrapped = ["\n".join(textwrap.wrap(name, 10, break_long_words=False)) for name in columns]
        ax.set_xticks(np.arange(m) + 0.5, wrapped)
        ax.set_yticks(np.arange(n) + 0.5, list(rows))
        ax.tick_params(length=0)
        ax.spines[:].set_visible(False)
        show(fig, alt)


def label_rows(
    rows: Mapping[str, Sequence[float]], labels: Sequence[object], *, title: str, xlabel: str, alt: str
) -> None:
    """Show for each row all of its numbers as short labels on a line, with a mark at their mean, the best row first.

    Parameters
    ----------
    rows : dict of str to sequence of float
    labels : sequence
        What each number of a row is called, such as a digit.
    title, xlabel, alt : str
    """
    order = sorted(rows, key=lambda name: -float(np.mean(rows[name])))
    with styled():
        fig = new_figure((9.0, 0.46 * len(rows) + 1.0))
        ax = fig.subplots()
        for place, name in enumerate(order):
            ax.plot([min(rows[name]), max(rows[name])], [place] * 2, color="0.85", linewidth=3, zorder=1)
            for label, value in zip(labels, rows[name], strict=True):
                ax.text(value, place, str(label), ha="center", va="center", fontsize=9.5, color=COLORS[0])
            ax.plot(np.mean(rows[name]), place, marker="|", markersize=21, markeredgewidth=2.5, color=COLORS[1])
        low, high = min(map(min, rows.values())), max(map(max, rows.values()))
        margin = 0.03 * (high - low) + 1e-9
        ax.set(xlim=(low - margin, high + margin), xlabel=xlabel, title=title)
        ax.set_yticks(range(len(order)), order)
        ax.invert_yaxis()
        show(fig, alt)
