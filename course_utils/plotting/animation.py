"""Short animations as GIF, with a still beside them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .display import close, png, publish
from .style import DPI

FRAME_PIXELS, SHOWN_WIDTH = 900, 450  # sharp on today's screens; an animation needs no more room than half a page

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike


def animation_frames(
    draw: Callable[[Axes, Any], None], steps: Iterable[Any], figsize: tuple[float, float] = (4.2, 4.0)
) -> list[np.ndarray]:
    """Draw one figure for each step.

    Parameters
    ----------
    draw : callable
        ``draw(ax, step)`` draws into empty axes.
    steps : iterable
    figsize : tuple of float
        Inches.

    Returns
    -------
    list of numpy.ndarray, each (height, width, 3) uint8
    """
    from .display import new_figure
    from .style import styled

    frames = []
    for step in steps:
        with styled():
            fig = new_figure(figsize)
            draw(fig.subplots(), step)
            frames.append(_frame(fig))
            fig.clear()
    return frames


def show_animation(frames: Sequence[Figure | ArrayLike], alt: str, fps: float = 4, still: int = -1) -> None:
    """Display frames as a GIF, and one of them as a still picture before it.

    Parameters
    ----------
    frames : list of matplotlib.figure.Figure or array_like
        Figures (closed afterwards) or pictures (height, width, 3) uint8, all of one size.
    alt : str
        What moves, for readers who cannot see it.
    fps : float
        Frames per second; the last one stays for two seconds.
    still : int
        Which frame stands still.
    """
    from PIL import Image

    if not isinstance(alt, str) or not alt.strip():
        raise ValueError('show_animation(frames, alt="..."): say what moves, for readers who cannot see it')
    if not len(frames):
        raise ValueError("show_animation: there are no frames")
    alt = " ".join(alt.split())
    arrays = [_frame(frame, closing=True) for frame in frames]
    if len({array.shape for array in arrays}) > 1:
        raise ValueError(f"show_animation: frames must have one size, not {sorted({a.shape for a in arrays})}")
    pictures = [Image.fromarray(array) for array in arrays]
    palette = pictures[still].quantize(128, method=Image.Quantize.MEDIANCUT)
    reduced = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    moving, quiet = io.BytesIO(), io.BytesIO()
    durations = [round(1000 / fps)] * (len(reduced) - 1) + [2000]
    reduced[0].save(moving, "GIF", save_all=True, append_images=reduced[1:], duration=durations, loop=0, optimize=True)
    palette.save(quiet, "PNG", optimize=True)
    width = min(SHOWN_WIDTH, arrays[0].shape[1])
    publish(quiet.getvalue(), "image/png", f"A still of the animation that follows: {alt}", width)
    publish(moving.getvalue(), "image/gif", alt, width)


def _frame(frame: Figure | ArrayLike, closing: bool = False) -> np.ndarray:
    if not hasattr(frame, "savefig"):
        return np.asarray(frame, dtype=np.uint8)
    from PIL import Image

    array = np.asarray(
        Image.open(io.BytesIO(png(frame, min(300.0, max(DPI, FRAME_PIXELS / frame.get_figwidth()))))).convert("RGB")
    )
    if closing:
        close(frame)
    return array
