"""A slider with a picture below it, where somebody sits at a live notebook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .display import close, new_figure, png
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
