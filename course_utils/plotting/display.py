"""Show a figure with a text that says what it shows."""

import io
import sys

from .style import DPI


def new_figure(figsize):
    """A figure that no window or backend knows of, so none is left open."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=figsize, layout="constrained", dpi=DPI)
    FigureCanvasAgg(figure)
    return figure


def headline(fig, title):
    """Set the title of a whole figure at its upper left."""
    fig.suptitle(title, x=0.008, ha="left", fontsize=11)


def png(fig, dpi=DPI, tight=False):
    """Draw a figure as a small PNG file.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    dpi : int
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
    image = Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")
    out = io.BytesIO()
    # 256 colours are enough for curves and grey images, and a third of the size.
    image.quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    small, plain = out.getvalue(), buffer.getvalue()
    return small if len(small) < len(plain) else plain


def show(fig, alt, dpi=DPI):
    """Display a figure as PNG with its alt text, and close it.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
    alt : str
        What the figure shows, in a sentence or two, for readers who cannot see it. Kept in the output's metadata.
    dpi : int
        Pixels per inch.

    Raises
    ------
    ValueError
        If there is no alt text.
    """
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError('show(fig, alt="..."): say in a sentence what the figure shows, for readers who cannot see it')
    alt = " ".join(alt.split())
    from PIL import Image

    picture = png(fig, dpi, tight=True)
    publish(picture, "image/png", alt, Image.open(io.BytesIO(picture)).width)
    close(fig)


def close(fig):
    """Close a figure, whether pyplot made it or not."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(fig)
    fig.clear()


def publish(data, mime, alt, width):
    """Send an image to the notebook; without a notebook, print the alt text."""
    ipython = sys.modules.get("IPython")
    if ipython is None or ipython.get_ipython() is None:
        print(f"[figure: {alt}]")
        return
    from base64 import b64encode

    from IPython.display import display

    bundle = {mime: b64encode(data).decode("ascii"), "text/plain": f"[figure: {alt}]"}
    display(bundle, metadata={mime: {"alt": alt, "width": round(width)}}, raw=True)
