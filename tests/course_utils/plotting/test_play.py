"""One thing to play with per lesson: the still picture says in words what it draws; the slider draws every value."""

import base64
import io

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from course_utils.plotting import play
from tests.notebooks.lessons import all_lessons

RNG = np.random.default_rng(0)
IMAGES, CLASSES = RNG.random((60, 64)), np.arange(60) % 10  # as the embedded digits: 8 by 8, few
POINTS, LETTERS = RNG.uniform(-1, 1, size=(40, 2)), RNG.random(26 * 36)


def font_of(h):  # (n, 2) to (n, 26, 6, 6)
    return np.clip(np.abs(np.outer(h[:, 0] + 0.7 * h[:, 1], LETTERS)), 0, 1).reshape(-1, 26, 6, 6)


CALLS = {
    "regions": (),
    "step_size": (),
    "code_units": (IMAGES, IMAGES),
    "kernels": (IMAGES,),
    "noise": (IMAGES,),
    "active": (IMAGES,),
    "slope": (),
    "labels": (IMAGES, CLASSES, IMAGES, CLASSES),
    "mixing": (),
    "fonts": (font_of, POINTS),
    "depth": (),
    "perplexity": (lambda x, start, perplexity: x[:, :2] / perplexity,),
    "draws": (lambda z: 1 / (1 + np.exp(-z @ IMAGES[:3])), 3),
    "alarms": (),
    "random_alarm": (),
    "damping": (),
    "votes": (),
    "annealed": (),
    "two_labels": (),
    "hamming_ball": (),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_still_picture_has_the_size_of_a_page_and_says_what_it_shows(name):
    InteractiveShell.instance()
    with capture_output() as captured:
        getattr(play, name)(*CALLS[name])
    (output,) = captured.outputs  # and no slider, where no notebook is open
    picture = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
    assert 900 <= picture.width <= 1400
    alt = output.metadata["image/png"]["alt"]
    assert len(alt) > 80
    assert any(letter.isdigit() for letter in alt)


@pytest.mark.parametrize("name", CALLS)
def test_the_slider_draws_each_of_its_values_and_says_it_in_words(name, monkeypatch, tmp_path):
    shown = []
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "lesson.ipynb"))
    monkeypatch.setattr("IPython.display.display", lambda *objects, **_: shown.extend(objects))
    getattr(play, name)(*CALLS[name])
    slider, picture, words = next(each for each in shown if hasattr(each, "children")).children
    said = {}
    for label, value in slider.options:
        slider.value = value
        said[label] = (words.value, bytes(picture.value))
    assert len(said) >= 3
    assert len({text for text, _ in said.values()}) == len(said) == len({drawn for _, drawn in said.values()})
    assert all(drawn.startswith(b"\x89PNG") for _, drawn in said.values())


def test_without_ipywidgets_the_still_picture_is_there(monkeypatch, tmp_path):
    monkeypatch.setenv("JPY_SESSION_NAME", str(tmp_path / "lesson.ipynb"))
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    InteractiveShell.instance()
    with capture_output() as captured:
        play.slope()
    assert len(captured.outputs) == 1


def test_each_lesson_has_one_and_each_is_in_a_lesson():
    found = [
        cell.source.split("plotting.play.")[1].partition("(")[0]
        for lesson in all_lessons()
        for cell in lesson.notebook.cells
        if cell.cell_type == "code" and "plotting.play." in cell.source
    ]
    assert sorted(found) == sorted(CALLS)
    assert len(found) == len(all_lessons())
