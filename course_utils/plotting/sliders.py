"""A slider with a picture below it where somebody sits at a live notebook, and a still picture everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from course_utils.checks import this_notebook

from .display import close, headline, new_figure, png, show
from .style import styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def slider(control: str, values: Sequence[Any], first: Any, draw: Callable[[Axes, Any], str]) -> None:
    """Display a slider, moved by the mouse or by the arrow keys, with its picture and the words for it below."""
    try:
        import ipywidgets
        from IPython.display import display
    except ImportError:  # the still picture is there
        return
    options = [(str(value), value) for value in values]
    slider = ipywidgets.SelectionSlider(options=options, value=first, description=control, continuous_update=False)
    slider.style.description_width = "initial"
    picture, words = ipywidgets.Image(format="png"), ipywidgets.Label()

    def redraw(*_: object) -> None:
        with styled():
            fig = new_figure((4.6, 3.6))
            said = draw(fig.subplots(), slider.value)
            picture.value, words.value = png(fig), said[0].upper() + said[1:] + "."
            close(fig)

    slider.observe(redraw, names="value")
    redraw()
    display(ipywidgets.VBox([slider, picture, words]))


def play(
    title: str,
    control: str,
    values: Sequence[Any],
    still: Sequence[Any],
    draw: Callable[[Axes, Any], str],
    height: float = 2.9,
) -> None:
    """Show the still picture, and a slider above it where a live notebook has one.

    `draw` draws one value into axes and returns in words what is seen.
    """
    if this_notebook.path() is not None:
        slider(control, values, still[0], draw)
    with styled():
        fig = new_figure((2.7 * len(still), height))
        words = [draw(ax, value) for ax, value in zip(fig.subplots(1, len(still)), still, strict=True)]
        headline(fig, title)
    show(fig, alt=f"{title}, for {control} of {', '.join(map(str, still))}: {'; '.join(words)}.")
