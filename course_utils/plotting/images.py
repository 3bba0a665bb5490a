"""Pictures made of pictures: grids, rows of reconstructions, filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .display import headline, new_figure, show
from .style import styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike


def image_grid(
    images: ArrayLike,
    *,
    title: str,
    columns: int = 10,
    labels: Sequence[object] | None = None,
    alt: str | None = None,
    shape: tuple[int, ...] | None = None,
    vmin: float | None = 0.0,
    vmax: float | None = 1.0,
    cmap: str = "gray_r",
    ax: Axes | None = None,
) -> None:
    """Show images in a grid.

    Parameters
    ----------
    images : array_like, shape (n, height, width) or (n, pixels)
        Grey values from ``vmin`` to ``vmax``.
    title : str
        What to see.
    columns : int
        Images in a row.
    labels : sequence, optional
        A short text above each image.
    alt : str, optional
        Default: made from title and labels.
    shape : tuple of int, optional
        ``(height, width)``; needed where rows of pixels form no square.
    vmin, vmax : float
        The range of grey; None takes it from the images.
    cmap : str
        ``"gray_r"`` draws 1 as ink, as for digits; ``"gray"`` draws 1 as light, as for photographs.
    ax : matplotlib.axes.Axes, optional
        Draw there and do not show.
    """
    images = as_images(images, shape)
    n, columns = len(images), max(1, min(columns, len(images)))
    rows = -(-n // columns)
    alt = alt or f"{title}: {n} images in {rows} rows" + (
        f", labelled {', '.join(map(str, labels))[:200]}" if labels is not None else ""
    )
    if ax is not None:
        ax.imshow(_mosaic(images, columns, vmin), vmin=vmin, vmax=vmax, cmap=cmap)
        ax.set_title(title)
        ax.set_axis_off()
        return
    with styled():
        cell = min(0.95, 9.0 / columns)
        fig = new_figure((max(3.0, cell * columns), (cell + (0.18 if labels is not None else 0)) * rows + 0.5))
        axes = fig.subplots(rows, columns, squeeze=False).ravel()
        for i, axis in enumerate(axes):
            axis.set_axis_off()
            if i < n:
                axis.imshow(images[i], vmin=vmin, vmax=vmax, cmap=cmap)
                if labels is not None and i < len(labels):
                    axis.set_title(str(labels[i]), fontsize=9, loc="center", pad=2)
        headline(fig, title)
        fig.get_layout_engine().set(w_pad=0.04, h_pad=0.04, wspace=0.02, hspace=0.02)
        show(fig, alt)


def reconstructions(
    rows: dict[str, ArrayLike],
    *,
    title: str,
    alt: str | None = None,
    shape: tuple[int, ...] | None = None,
    columns: int = 10,
    vmin: float | None = 0.0,
    vmax: float | None = 1.0,
    cmap: str = "gray_r",
) -> None:
    """Show labelled rows of images, one below the other: the input, and what became of it.

    Parameters
    ----------
    rows : dict of str to array_like, each (n, height, width) or (n, pixels)
        Label and images of each row.
    title, alt, shape, vmin, vmax, cmap
        As in `image_grid`.
    columns : int
        Only the first so many images.
    """
    rows = {label: as_images(images, shape)[:columns] for label, images in rows.items()}
    n = max(len(images) for images in rows.values())
    alt = alt or f"{title}: {n} images in each of the rows {', '.join(rows)}"
    with styled():
        cell = min(0.85, 8.0 / n)
        widest = max(len(line) for label in rows for line in str(label).split("\n"))
        fig = new_figure((cell * n + 0.085 * widest + 0.3, cell * len(rows) + 0.5))
        axes = fig.subplots(len(rows), n, squeeze=False)
        for (label, images), line in zip(rows.items(), axes, strict=True):
            for i, axis in enumerate(line):
                axis.set(xticks=[], yticks=[])
                axis.spines[:].set_visible(False)
                if i < len(images):
                    axis.imshow(images[i], vmin=vmin, vmax=vmax, cmap=cmap)
            line[0].set_ylabel(label, rotation=0, ha="right", va="center", labelpad=6)
        headline(fig, title)
        fig.get_layout_engine().set(w_pad=0.04, h_pad=0.04, wspace=0.02, hspace=0.02)
        show(fig, alt)


def filters(
    W: ArrayLike,
    *,
    title: str,
    columns: int = 10,
    alt: str | None = None,
    shape: tuple[int, ...] | None = None,
    n: int | None = None,
) -> None:
    """Show each column of a weight matrix as an image: blue is negative, red positive, white zero, one scale for all.

    Parameters
    ----------
    W : array_like, shape (n_pixels, units)
        Weights from the pixels to each unit.
    title, alt, shape, columns
        As in `image_grid`.
    n : int, optional
        Only the first so many units.
    """
    W = np.asarray(W)
    if W.ndim != 2:
        raise ValueError(f"filters: W has the shape (n_pixels, units), not {W.shape}")
    images = as_images(W.T[:n], shape)
    columns = max(1, min(columns, len(images)))
    limit = float(np.quantile(np.abs(images), 0.999)) or 1.0
    alt = alt or f"{title}: the weights of {len(images)} units as images, blue negative, red positive"
    rows = -(-len(images) // columns)
    with styled():
        cell = min(0.8, 8.0 / columns)
        fig = new_figure((cell * columns + 1.0, cell * rows + 0.5))
        ax = fig.subplots()
        picture = ax.imshow(_mosaic(images, columns, np.nan), cmap="RdBu_r", vmin=-limit, vmax=limit)
        ax.set_axis_off()
        fig.colorbar(picture, ax=ax, label="weight", shrink=min(1.0, 0.9), aspect=20, pad=0.02)
        headline(fig, title)
        show(fig, alt)


def as_images(images: ArrayLike, shape: tuple[int, ...] | None = None) -> np.ndarray:
    """Bring images to the shape (n, height, width).

    Raises
    ------
    ValueError
        If rows of pixels form no square and no ``shape`` is given.
    """
    images = np.asarray(images, dtype=np.float64)
    if images.ndim == 4 and images.shape[-1] == 1:
        images = images[..., 0]
    if shape is not None:
        return images.reshape(len(images), *tuple(shape)[:2])
    if images.ndim == 2:
        side = round(images.shape[1] ** 0.5)
        if side * side != images.shape[1]:
            raise ValueError(f"rows of {images.shape[1]} pixels form no square: give shape=(height, width)")
        return images.reshape(-1, side, side)
    if images.ndim != 3:
        raise ValueError(f"images have the shape (n, height, width) or (n, pixels), not {images.shape}")
    return images


def _mosaic(images, columns, fill):
    n, height, width = images.shape
    rows = -(-n // columns)
    gap = max(1, height // 14)
    sheet = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap), fill)
    for i, image in enumerate(images):
        top, left = (i // columns) * (height + gap), (i % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = image
    return sheet
