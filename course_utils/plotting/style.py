"""Colours and type of every figure."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

# Okabe & Ito (2008): eight colours that colour-blind readers tell apart; the yellow is left to the end.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*", "<", ">")
# Ten classes (digits) need more than eight colours: Paul Tol's muted scheme (2021) and near-black, safe as well.
CLASS_COLORS = (
    "#332288",
    "#88CCEE",
    "#44AA99",
    "#117733",
    "#999933",
    "#DDCC77",
    "#CC6677",
    "#882255",
    "#AA4499",
    "#222222",
)
GREY = "#555555"
DPI = 120  # at least; a figure narrower than PIXELS gets more
PIXELS = 1100  # the width of a picture: sharp on today's screens, and small enough for a notebook

_STYLE = {
    "figure.dpi": DPI,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.labelsize": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": False,
    "axes.axisbelow": True,
    "grid.color": "#DDDDDD",
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "lines.linewidth": 1.8,
    "image.cmap": "gray_r",
    "image.interpolation": "nearest",
}


@contextlib.contextmanager
def styled() -> Iterator[None]:
    """Draw in the course's style, and leave Matplotlib's settings as they were."""
    import matplotlib as mpl
    from cycler import cycler

    with mpl.rc_context(_STYLE | {"axes.prop_cycle": cycler(color=COLORS)}):
        yield


def ink_on(color: str) -> str:
    """Black or white, whichever can be read on ``color``: relative luminance of WCAG 2."""
    from matplotlib.colors import to_rgb

    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return "black" if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.3 else "white"


def class_colors(n: int) -> list[str]:
    """``n`` colours for classes."""
    palette = COLORS if n <= 5 else CLASS_COLORS
    return [palette[i % len(palette)] for i in range(n)]
