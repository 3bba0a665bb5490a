"""Cells of a table of codes, drawn into axes: for things to play with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def hamming_ball(ax: Axes, radius: int) -> str:
    """Draw the cells of a table with ten bits, darker the nearer they are to the one in the middle, up to a radius.

    Returns
    -------
    str
        What is seen, in words.
    """
    gray = np.arange(32) ^ (np.arange(32) >> 1)  # neighbouring rows or columns differ in one bit
    addresses = (gray[:, np.newaxis] << 5) | gray
    distance = np.bitwise_count(addresses ^ addresses[16, 16])
    inside = int((distance <= radius).sum())
    shade = np.where(distance <= radius, 1.0 - 0.7 * distance / max(radius, 1), 0.0)
    ax.imshow(shade, cmap="Greys", vmin=0, vmax=1, extent=(0, 32, 32, 0))
    ax.set(xlabel="five bits, in Gray code", ylabel="five bits, in Gray code", xticks=[], yticks=[])
    ax.set_title(f"radius {radius}: {inside:,} cell{'s' * (inside > 1)}")
    return f"{inside:,} of 1,024 cells lie{'s' * (inside == 1)} within radius {radius}"
