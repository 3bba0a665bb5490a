"""Figures reach the notebook as small PNGs with alt text, and none stays open."""

import base64
import io

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from course_utils.plotting import display, panels, show


@pytest.fixture
def notebook():
    """A running IPython; returns a function that runs code and gives the displayed outputs."""
    shell = InteractiveShell.instance()

    def run(code):
        with capture_output() as captured:
            assert shell.run_cell(code).success
        return captured.outputs

    yield run
    InteractiveShell.clear_instance()


def test_a_figure_in_a_notebook(notebook):
    outputs = notebook(
        "from course_utils.plotting import panels, show\n"
        "fig, axes = panels(1)\n"
        "axes[0].plot([0, 1])\n"
        "show(fig, alt='A line\\n  goes up.')"
    )
    assert len(outputs) == 1
    assert outputs[0].data["text/plain"] == "[figure: A line goes up.]"
    assert outputs[0].metadata["image/png"]["alt"] == "A line goes up."
    picture = Image.open(io.BytesIO(base64.b64decode(outputs[0].data["image/png"])))
    assert 900 <= picture.width <= 1400
    assert outputs[0].metadata["image/png"]["width"] == pytest.approx(3 * 96, rel=0.1)


@pytest.mark.parametrize("inches", [3.0, 4.4, 6.0, 8.0, 9.0, 11.0])
def test_a_picture_has_the_pixels_of_a_page_whatever_its_inches(notebook, inches):
    (output,) = notebook(
        "from course_utils.plotting import panels, show\n"
        f"fig, axes = panels(2, figsize=({inches}, 3))\n"
        "axes[0].plot([0, 1])\n"
        "show(fig, alt='A line goes up.', dpi=56)"
    )
    picture = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
    assert 850 <= picture.width <= 1400
    assert output.metadata["image/png"]["width"] == pytest.approx(96 * inches, rel=0.1)


def test_few_colours_are_stored_as_few():
    fig, axes = panels(1)
    axes[0].plot([0, 1], color="#0072B2")
    picture = Image.open(io.BytesIO(display.png(fig)))
    assert (picture.mode, len(picture.getcolors())) <= ("P", 64)
    assert min(abs(np.asarray(picture.convert("RGB")).astype(int) - [0, 0x72, 0xB2]).sum(axis=-1).ravel()) <= 12


def test_without_a_notebook_the_alt_text_is_printed(capsys):
    fig, _ = panels(1)
    show(fig, alt="Nothing to see.")
    assert capsys.readouterr().out == "[figure: Nothing to see.]\n"


@pytest.mark.parametrize("alt", ["", "  ", None, 3])
def test_alt_text_is_required(alt):
    fig, _ = panels(1)
    with pytest.raises(ValueError, match="readers who cannot see it"):
        show(fig, alt=alt)


def test_a_figure_of_pyplot_is_closed(capsys):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    fig, ax = plt.subplots()
    ax.plot([0, 1])
    show(fig, alt="A line.")
    assert plt.get_fignums() == []


def test_settings_of_matplotlib_are_left_alone(capsys):
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    fig, _ = panels(2, title="Two")
    show(fig, alt="Two.")
    assert dict(mpl.rcParams) == before


def test_the_png_is_small_and_keeps_its_colours():
    fig, axes = panels(1)
    axes[0].imshow(np.linspace(0, 1, 10_000).reshape(100, 100), cmap="viridis")
    content = display.png(fig)
    assert len(content) < 40_000
    picture = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)
    assert np.abs(picture - [68, 1, 84]).sum(axis=-1).min() <= 12  # viridis' first colour
    assert np.abs(picture - [253, 231, 37]).sum(axis=-1).min() <= 12  # and its last
