import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course_utils import plotting

RNG = np.random.default_rng(0)


def shown(draw, *args, **kw):
    InteractiveShell.instance()
    with capture_output() as captured:
        draw(*args, **kw)
    (output,) = captured.outputs
    return output


@pytest.fixture
def texts(monkeypatch):
    """The words that are written into axes."""
    from matplotlib.axes import Axes

    found, text = [], Axes.text
    monkeypatch.setattr(Axes, "text", lambda self, *args, **kw: [found.append(args), text(self, *args, **kw)][1])
    return found


@pytest.mark.parametrize("images", [None, RNG.random((2, 49))])
def test_each_number_is_in_the_field_of_its_row_and_column(images, texts):
    rows = {"one": {"a b": 0.25, "c": 0.5}, "two": {"a b": 0.75, "c": 1.0}}
    output = shown(plotting.heat_table, rows, title="t", alt="numbers in fields", images=images)
    assert output.metadata["image/png"]["alt"] == "numbers in fields"
    places = {word: (x, y) for x, y, word, *_ in texts}
    assert places == {"0.25": (0.5, 0.5), "0.50": (1.5, 0.5), "0.75": (0.5, 1.5), "1.00": (1.5, 1.5)}


def test_the_name_of_a_column_breaks_between_words_alone(monkeypatch):
    from matplotlib.axes import Axes

    names, set_xticks = [], Axes.set_xticks
    monkeypatch.setattr(Axes, "set_xticks", lambda self, *a, **kw: [names.extend(a[1:]), set_xticks(self, *a, **kw)][1])
    shown(plotting.heat_table, {"one": {"rebalanced, 0.38": 0.1, "mean colour": 0.2}}, title="t", alt="a table")
    assert names == [["rebalanced,\n0.38", "mean\ncolour"]]


def test_labels_are_at_their_numbers_and_the_best_row_is_first(texts):
    rows = {"low": [1.0, 3.0], "high": [7.0, 5.0]}
    shown(plotting.label_rows, rows, ["x", "y"], title="t", xlabel="value", alt="labels on lines")
    assert {(x, place, word) for x, place, word, *_ in texts} == {
        (7.0, 0, "x"),
        (5.0, 0, "y"),
        (1.0, 1, "x"),
        (3.0, 1, "y"),
    }


def test_rows_and_labels_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="zip"):
        plotting.label_rows({"row": [1.0, 2.0]}, ["x"], title="t", xlabel="v", alt="a")
