"""What a plotting function shows is caught on its way out."""

from dataclasses import dataclass

import pytest

from course_utils.plotting import animation, architecture, curves, display, images, maps


@dataclass
class Shown:
    """The last figure: its axes as they were drawn, its alt text and the size of its PNG."""

    axes: list
    title: str
    alt: str
    size: int

    def texts(self, what):
        return [getattr(axis, f"get_{what}")() for axis in self.axes]


@pytest.fixture
def shown(monkeypatch):
    """A list to which every figure that is shown is added."""
    figures = []

    def show(fig, alt, dpi=None):
        content = display.png(fig)
        title = fig.get_suptitle() or fig.axes[0].get_title(loc="left")
        figures.append(Shown(list(fig.axes), title, alt, len(content)))

    for module in (architecture, curves, images, maps):
        monkeypatch.setattr(module, "show", show)
    return figures


@pytest.fixture
def published(monkeypatch):
    """A list of (content, MIME type, alt text) of all that is published."""
    outputs = []

    def publish(content, mime, alt, width):
        outputs.append((content, mime, alt))

    for module in (animation, display):
        monkeypatch.setattr(module, "publish", publish)
    return outputs
