"""Show a figure with a text that says what it shows."""

import io
import sys
from typing import TYPE_CHECKING

import numpy as np

from .style import DPI, PIXELS

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

SHOWN_DPI = 96  # a figure keeps its size in inches on the page; more pixels make it sharper there, not larger


def new_figure(figsize: tuple[float, float]) -> "Figure":
    """A figure that no window or backend knows of, so none is left open."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=figsize, layout="constrained", dpi=DPI)
    FigureCanvasAgg(figure)
    return figure


def headline(fig: "Figure", title: str) -> None:
    """Set the title of a whole figure at its upper left."""
    fig.suptitle(title, x=0.008, ha="left", fontsize=11)


def png(fig: "Figure", dpi: float = DPI, tight: bool = False) -> bytes:
    """Draw a figure as a small PNG file.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    dpi : float
        Pixels per inch.
    tight : bool
        Fit the picture to what is drawn. A legend beside axes of equal aspect otherwise pushes labels over the edge;
        without it every picture has the figure's own size, which the frames of an animation need.

    Returns
    -------
    bytes
    """
    from PIL import Image

    buffer = io.BytesIO()
    fit = {"bbox_inches": "tight", "pad_inches": 0.06} if tight else {}
    fig.savefig(buffer, format="png", dpi=dpi, facecolor="white", **fit)
    plain = buffer.getvalue()
    small = smallest_png(Image.open(io.BytesIO(plain)).convert("RGB"))
    return small if len(small) < len(plain) else plain


def smallest_png(image: "Image") -> bytes:
    """Return a PNG with as few colours as keep a picture's look: at most one pixel in 500 off by more than 12 of 255.

    Parameters
    ----------
    image : PIL.Image.Image
        In mode RGB.
    """
    from PIL import Image

    pixels = np.asarray(image).astype(np.int16)
    for colours in (32, 64, 128, 256):
        reduced = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        off = np.abs(np.asarray(reduced.convert("RGB")) - pixels).max(axis=-1)
        if (off > 12).mean() <= 0.002:
            break
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def show(fig: "Figure", alt: str, dpi: float | None = None) -> None:
    """Display a figure as PNG with its alt text, and close it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    alt : str
        What the figure shows, in a sentence or two, for readers who cannot see it. Kept in the output's metadata.
    dpi : float, optional
        Pixels per inch, where more are wanted than the default: what makes the picture 1,100 pixels wide, from 120 to
        300.

    Raises
    ------
    ValueError
        If there is no alt text.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError('show(fig, alt="..."): say in a sentence what the figure shows, for readers who cannot see it')
    alt = " ".join(alt.split())
    from PIL import Image

    dpi = max(DPI, dpi or 0, min(300.0, PIXELS / fig.get_figwidth()))
    picture = png(fig, dpi, tight=True)
    pixels = Image.open(io.BytesIO(picture)).width
    publish(picture, "image/png", alt, SHOWN_DPI * pixels / dpi)
    close(fig)


def close(fig: "Figure") -> None:
    """Close a figure, whether pyplot made it or not."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(fig)
    for axes in fig.axes:  # Figure.clear would make each of them anew first, which takes as long as drawing them
        for drawn in (*axes.images, *axes.lines, *axes.collections, *axes.patches, *axes.texts, *axes.artists):
            drawn.remove()


def publish(data: bytes, mime: str, alt: str, width: float) -> None:
    """Send an image to the notebook, shown ``width`` pixels wide; without a notebook, print the alt text."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(f"[figure: {alt}]")
        return
    from base64 import b64encode

    from IPython.display import display

    bundle = {mime: b64encode(data).decode("ascii"), "text/plain": f"[figure: {alt}]"}
    display(bundle, metadata={mime: {"alt": alt, "width": round(width)}}, raw=True)
