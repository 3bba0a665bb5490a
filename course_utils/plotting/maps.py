"""Maps of the plane: where codes lie, where a classifier decides what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from .display import new_figure, show
from .style import COLORS, MARKERS, class_colors, ink_on, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike


def code_map(
    codes: ArrayLike,
    y: ArrayLike,
    *,
    title: str,
    alt: str | None = None,
    images: ArrayLike | None = None,
    n_images: int = 40,
    xlabel: str = "code 1",
    ylabel: str = "code 2",
    ax: Axes | None = None,
) -> None:
    """Show two-dimensional codes, coloured by class, with each class's number at its median.

    Parameters
    ----------
    codes : array_like, shape (n, 2)
    y : array_like of int, shape (n,)
        Class of each code.
    title : str
        What to see.
    alt : str, optional
        Default: made from the title.
    images : array_like, shape (n, height, width) or (n, pixels), optional
        Some of these are drawn at their codes.
    n_images : int
        How many at most.
    xlabel, ylabel : str
    ax : matplotlib.axes.Axes, optional
        Draw there and do not show.
    """
    codes, y = np.asarray(codes, dtype=np.float64), np.asarray(y)
    if codes.ndim != 2 or codes.shape[1] != 2 or len(codes) != len(y):
        raise ValueError(f"code_map: codes have the shape (n, 2) and y (n,), not {codes.shape} and {y.shape}")
    classes = np.unique(y)
    with styled():
        fig = None
        if ax is None:
            fig = new_figure((6.2, 5.2))
            ax = fig.subplots()
        for label, color in zip(classes, class_colors(len(classes)), strict=True):
            here = codes[y == label]
            ax.scatter(*here.T, s=7, color=color, alpha=0.55, linewidths=0, label=str(label))
        if images is not None:
            _thumbnails(ax, codes, images, n_images)
        centres = np.array([np.median(codes[y == label], axis=0) for label in classes])
        for label, color, place in zip(classes, class_colors(len(classes)), _apart(centres, codes), strict=True):
            badge = {"boxstyle": "circle,pad=0.25", "facecolor": color, "edgecolor": "white"}
            ax.text(*place, str(label), color=ink_on(color), weight="bold", ha="center", va="center", bbox=badge)
        ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
        if fig is not None:
            show(fig, alt or f"{title}: {len(codes):,} points in the plane, coloured by {len(classes)} classes")


def decision_regions(
    predict: Callable[[np.ndarray], ArrayLike],
    x: ArrayLike,
    y: ArrayLike,
    *,
    title: str,
    alt: str | None = None,
    ax: Axes | None = None,
    margin: float = 0.15,
    resolution: int = 220,
) -> None:
    """Show which class a classifier gives to every point of the plane, and the data on top.

    Parameters
    ----------
    predict : callable
        Takes points (n, 2), returns their classes (n,).
    x : array_like, shape (n, 2)
    y : array_like of int, shape (n,)
    title : str
        What to see.
    alt : str, optional
        Default: made from the title.
    ax : matplotlib.axes.Axes, optional
        Draw there and do not show.
    margin : float
        Space around the data, as a share of its extent.
    resolution : int
        Points of the grid along each side.
    """
    x, y = np.asarray(x, dtype=np.float64), np.asarray(y)
    low, high = x.min(axis=0), x.max(axis=0)
    low, high = low - margin * (high - low), high + margin * (high - low)
    axes = [np.linspace(a, b, resolution) for a, b in zip(low, high, strict=True)]
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    labels = np.asarray(predict(grid)).reshape(resolution, resolution)
    classes = np.unique(y)
    colors = class_colors(len(classes))
    with styled():
        from matplotlib.colors import ListedColormap

        fig = None
        if ax is None:
            fig = new_figure((5.6, 4.6))
            ax = fig.subplots()
        index = np.searchsorted(classes, labels).clip(0, len(classes) - 1)
        ax.imshow(index, extent=(low[0], high[0], low[1], high[1]), origin="lower", cmap=ListedColormap(colors),
                  vmin=-0.5, vmax=len(classes) - 0.5, alpha=0.25, aspect="auto")  # fmt: skip
        for label, color, marker in zip(classes, colors, MARKERS * len(classes), strict=False):
            ax.scatter(
                *x[y == label].T,
                s=17,
                color=color,
                marker=marker,
                edgecolors="white",
                linewidths=0.4,
                label=f"class {label}",
            )
        ax.set(xlabel="$x_1$", ylabel="$x_2$", title=title, aspect="equal")
        if fig is not None:
            ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), handletextpad=0.2)
            show(fig, alt or f"{title}: the plane divided among {len(classes)} classes, with {len(x):,} data points")


def _apart(centres, codes, distance=0.06):
    """Move labels that would cover each other apart, each by little; ``distance`` is a share of the map's extent."""
    extent = np.ptp(codes, axis=0) + 1e-12
    places = centres / extent
    for _ in range(100):
        gap = places[:, None] - places[None]
        length = np.hypot(*np.moveaxis(gap, -1, 0)) + 1e-9
        push = np.where(length < distance, (distance - length) / length, 0.0)
        np.fill_diagonal(push, 0.0)
        if not push.any():
            break
        places = places + 0.3 * (push[..., None] * gap).sum(axis=1)
    return places * extent


def _thumbnails(ax, codes, images, n):
    from matplotlib.offsetbox import AnnotationBbox, OffsetImage

    from .images import as_images

    images = as_images(images)
    extent = np.ptp(codes, axis=0) + 1e-12
    chosen = []
    for i in np.random.default_rng(0).permutation(len(codes)):
        if len(chosen) == n:
            break
        if all(np.abs((codes[i] - codes[j]) / extent).max() > 0.07 for j in chosen):
            chosen.append(i)
    for i in chosen:
        box = OffsetImage(images[i], zoom=18 / images.shape[1], cmap="gray_r")
        ax.add_artist(
            AnnotationBbox(box, codes[i], frameon=True, pad=0.05, bboxprops={"edgecolor": "#AAAAAA", "linewidth": 0.5})
        )


def font_at(ax: Axes, codes: ArrayLike, place: ArrayLike, font: np.ndarray, name: str) -> tuple[float, float]:
    """Mark a place on a map of fonts and write a word, with the font (26, side, side) drawn there, above the map.

    Returns
    -------
    float, float
        The ink of a letter in pixels, and the distance to the nearest of the codes.
    """
    from course_utils.fonts import written

    codes, place = np.asarray(codes), np.asarray(place)
    ink, away = float(font.sum() / len(font)), float(np.linalg.norm(codes - place, axis=1).min())
    ax.scatter(*codes.T, s=4, color="0.75", linewidths=0)
    ax.plot(*place, marker="o", markersize=7, color=COLORS[1])
    inset = ax.inset_axes((0.0, 1.02, 1.0, 0.3))
    inset.imshow(written(font, "hamburg"), cmap="gray_r", vmin=0, vmax=1)
    inset.set_axis_off()
    ax.set(xlim=(-1, 1), ylim=(-1, 1), xlabel="code 1", ylabel="code 2")
    inset.set_title(f"{name}: ink {ink:.0f}, nearest font {away:.2f} away", fontsize=8)
    return ink, away


def font_around(draw_fonts: Callable[[np.ndarray], np.ndarray], codes: np.ndarray) -> Callable[[Axes, int], str]:
    """Return what draws, and says, which font lies at so many degrees of a circle around the middle of the codes."""
    low, middle, high = np.quantile(codes, (0.05, 0.5, 0.95), axis=0)

    def draw(ax: Axes, degrees: int) -> str:
        turn = np.deg2rad(degrees)
        place = np.clip(middle + 0.4 * (high - low) * np.array([np.cos(turn), np.sin(turn)]), -1, 1)
        ink, away = font_at(ax, codes, place, draw_fonts(place[None])[0], f"{degrees}°")
        return f"at {degrees} degrees a letter has {ink:.1f} pixels of ink and the nearest font is {away:.3f} away"

    return draw


def strips(ax: Axes, above: np.ndarray, below: np.ndarray) -> None:
    """Draw two rows of images, each (n, pixels), as one picture."""
    side = round(above.shape[1] ** 0.5)
    rows = [np.hstack(list(each.reshape(-1, side, side))) for each in (above, below)]
    ax.imshow(np.vstack(rows), vmin=0, vmax=1)
    ax.set_axis_off()
