"""Curves and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .display import headline, new_figure, show
from .style import COLORS, MARKERS, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike


def panels(
    n: int, columns: int = 3, title: str = "", figsize: tuple[float, float] | None = None
) -> tuple[Figure, np.ndarray]:
    """Make a figure of ``n`` panels side by side, to draw in and then to `show`.

    Parameters
    ----------
    n : int
    columns : int
        Panels in a row.
    title : str
        What to see in all of them.
    figsize : tuple of float, optional
        Inches; default 3 by 2.9 for each panel.

    Returns
    -------
    fig : matplotlib.figure.Figure
    axes : numpy.ndarray of matplotlib.axes.Axes, shape (n,)
    """
    columns = max(1, min(columns, n))
    rows = -(-n // columns)
    with styled():
        fig = new_figure(figsize or (3.0 * columns, 2.9 * rows + (0.3 if title else 0)))
        axes = fig.subplots(rows, columns, squeeze=False).ravel()
        for axis in axes[n:]:
            axis.remove()
        if title:
            headline(fig, title)
    return fig, axes[:n]


def training_curves(
    histories: dict[str, dict[str, list[float]]],
    *,
    title: str,
    ylabel: str,
    alt: str | None = None,
    metric: str = "loss",
    ax: Axes | None = None,
) -> None:
    """Show the loss against the epoch; validation is dashed.

    Parameters
    ----------
    histories : dict of str to dict of str to list
        What `course_utils.training.fit` returned, under a label each.
    title : str
        What to see.
    ylabel : str
        Name and unit of the loss.
    alt : str, optional
        Default: made from the title and the last values.
    metric : str
        Which entry of the histories.
    ax : matplotlib.axes.Axes, optional
        Draw there and do not show.
    """
    with styled():
        fig = None
        if ax is None:
            fig = new_figure((6.0, 3.4))
            ax = fig.subplots()
        ends = []
        # Which curve is which needs saying only where there are two kinds.
        validated = any(f"val_{metric}" in history for history in histories.values())
        for i, (label, history) in enumerate(histories.items()):
            for key, dash, word in ((metric, "-", "training"), (f"val_{metric}", "--", "validation")):
                if key in history:
                    values = np.asarray(history[key], dtype=float)
                    name = f"{label}, {word}" if validated else label
                    ax.plot(np.arange(1, len(values) + 1), values, dash, color=COLORS[i % len(COLORS)],
                            marker=MARKERS[i % len(MARKERS)] if len(values) <= 20 else None, markersize=4,
                            label=name)  # fmt: skip
                    ends.append(f"{name.replace(',', '')} ends at {values[-1]:.4g}")
        _finish(ax, title, "epoch", ylabel)
        ax.xaxis.get_major_locator().set_params(integer=True)
        if fig is not None:
            show(fig, alt or f"{title}. {'; '.join(ends)}")


def lines(
    curves: dict[str, tuple[ArrayLike, ...]],
    *,
    title: str,
    xlabel: str,
    ylabel: str,
    alt: str | None = None,
    xscale: str = "linear",
    yscale: str = "linear",
    ax: Axes | None = None,
    markers: bool = True,
) -> None:
    """Show curves, with a shaded band where a spread is given.

    Parameters
    ----------
    curves : dict of str to tuple
        ``(x, y)`` or ``(x, y, spread)``; ``spread`` is the half width of the band.
    title, xlabel, ylabel : str
    alt : str, optional
        Default: made from the title and the ends of the curves.
    xscale, yscale : str
        ``"linear"`` or ``"log"``.
    ax : matplotlib.axes.Axes, optional
        Draw there and do not show.
    markers : bool
        Mark the points, where there are at most 30.
    """
    with styled():
        fig = None
        if ax is None:
            fig = new_figure((6.0, 3.6))
            ax = fig.subplots()
        ends = []
        for i, (label, (x, y, *spread)) in enumerate(curves.items()):
            x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
            color, marker = COLORS[i % len(COLORS)], MARKERS[i % len(MARKERS)]
            ax.plot(x, y, color=color, label=label, marker=marker if markers and len(x) <= 30 else None, markersize=5)
            if spread:
                half = np.asarray(spread[0], dtype=float)
                ax.fill_between(x, y - half, y + half, color=color, alpha=0.18, linewidth=0)
            ends.append(f"{label} goes from {y[0]:.3g} to {y[-1]:.3g}")
        scales = {"xscale": (xscale, 0), "yscale": (yscale, 1)}  # a logarithm of no positive value is no scale
        ax.set(**{key: s if _any_positive(curves.values(), i) else "linear" for key, (s, i) in scales.items()})
        _plain_numbers(ax, curves.values())
        _finish(ax, title, xlabel, ylabel)
        if fig is not None:
            show(fig, alt or f"{title}. {'; '.join(ends)}")


def bars(
    values: dict[str, float],
    *,
    title: str,
    ylabel: str = "",
    xlabel: str = "",
    alt: str | None = None,
    spread: dict[str, float] | None = None,
    fmt: str = ".3g",
    ax: Axes | None = None,
) -> None:
    """Show one horizontal bar for each value, with the value at its end.

    Parameters
    ----------
    values : dict of str to float
    title : str
    ylabel, xlabel : str
        Name and unit of the values (either may be given; it stands below the bars).
    alt : str, optional
        Default: made from the title and the values.
    spread : dict of str to float, optional
        Half length of an error bar.
    fmt : str
        Format of the numbers.
    ax : matplotlib.axes.Axes, optional
        Draw there and do not show.
    """
    labels, numbers = list(values), [float(value) for value in values.values()]
    with styled():
        fig = None
        if ax is None:
            fig = new_figure((6.0, 0.36 * len(labels) + 0.9))
            ax = fig.subplots()
        errors = [float((spread or {}).get(label, 0)) for label in labels]
        drawn = ax.barh(
            labels, numbers, color=COLORS[0], height=0.65, xerr=errors if any(errors) else None, ecolor="#333333"
        )
        ax.bar_label(drawn, labels=[f"{number:{fmt}}" for number in numbers], padding=4, fontsize=9)
        ax.invert_yaxis()
        ax.margins(x=0.12)
        ax.tick_params(axis="y", length=0)
        ax.set(title=title, xlabel=xlabel or ylabel)
        if fig is not None:
            show(fig, alt or f"{title}: " + ", ".join(f"{k} {v:{fmt}}" for k, v in zip(labels, numbers, strict=True)))


def _any_positive(curves, which):
    return any((np.asarray(curve[which], dtype=float) > 0).any() for curve in curves)


def _plain_numbers(ax, curves):
    """Write 32, not 3.2 x 10^1, on logarithmic axes, and put the ticks where the points are."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

    plain = FuncFormatter(lambda value, _: f"{value:,.10g}")
    where = sorted({float(x) for curve in curves for x in np.asarray(curve[0], dtype=float)})
    for axis, scale in ((ax.xaxis, ax.get_xscale()), (ax.yaxis, ax.get_yscale())):
        if scale != "log":
            continue
        low, high = axis.get_view_interval()
        if axis is ax.xaxis and len(where) <= 9:
            axis.set_ticks(where)
            axis.set_minor_locator(NullLocator())
        elif low > 0 and high / low < 1e4:
            axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if high / low < 200 else (1.0,)))
        axis.set_major_formatter(plain)
        axis.set_minor_formatter(NullFormatter())


def _finish(ax, title, xlabel, ylabel):
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    ax.grid(axis="y")
    if len(ax.get_legend_handles_labels()[0]) > 1:
        ax.legend()
