"""Curves, bars and panels."""

import numpy as np
import pytest

from course_utils.plotting import bars, lines, panels, training_curves


def test_training_curves(shown):
    training_curves(
        {"dense": {"loss": [3.0, 2.0], "val_loss": [3.5, 2.5]}, "conv": {"loss": [1.0]}},
        title="Falling",
        ylabel="BCE (nats)",
    )
    (figure,) = shown
    (axis,) = figure.axes
    curves = {line.get_label(): line for line in axis.get_lines()}
    assert set(curves) == {"dense, training", "dense, validation", "conv, training"}
    assert curves["dense, validation"].get_xydata().tolist() == [[1, 3.5], [2, 2.5]]
    assert curves["dense, validation"].get_linestyle() == "--"
    assert curves["dense, training"].get_color() == curves["dense, validation"].get_color()
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("epoch", "BCE (nats)")
    assert figure.alt == "Falling. dense training ends at 2; dense validation ends at 2.5; conv training ends at 1"


def test_training_curves_without_validation_need_no_second_word(shown):
    training_curves({"SGD": {"loss": [3.0, 2.0]}, "Adam": {"loss": [1.0]}}, title="Falling", ylabel="BCE (nats)")
    assert [line.get_label() for line in shown[0].axes[0].get_lines()] == ["SGD", "Adam"]
    assert shown[0].alt == "Falling. SGD ends at 2; Adam ends at 1"


def test_lines_with_a_band(shown):
    lines({"PCA": ([1, 2], [3.0, 4.0], [0.5, 0.25])}, title="Up", xlabel="k", ylabel="SSE/img")
    (axis,) = shown[0].axes
    band = axis.collections[0].get_paths()[0].vertices
    assert (band[:, 1].min(), band[:, 1].max()) == (2.5, 4.25)
    assert axis.get_legend() is None  # one curve needs none
    assert shown[0].alt == "Up. PCA goes from 3 to 4"


def test_logarithmic_axes_carry_plain_numbers(shown):
    lines(
        {"a": ([2, 8, 32, 128], [50, 20, 9, 3]), "b": ([2, 8, 32, 128], [40, 15, 7, 3])},
        title="t", xlabel="k", ylabel="y", xscale="log", yscale="log",
    )  # fmt: skip
    (axis,) = shown[0].axes
    assert [label.get_text() for label in axis.get_xticklabels()] == ["2", "8", "32", "128"]
    assert {"5", "10", "20"} <= {label.get_text() for label in axis.get_yticklabels()}


def test_zeros_on_a_logarithmic_axis_do_not_stop_the_figure(shown):
    lines({"a": (np.arange(20), np.zeros(20))}, title="t", xlabel="x", ylabel="y", xscale="log", yscale="log")
    assert len(shown) == 1


def test_bars(shown):
    bars({"mean image": 52.9, "PCA-32": 13.19}, title="Half", ylabel="SSE/img", spread={"PCA-32": 0.5})
    (axis,) = shown[0].axes
    assert [patch.get_width() for patch in axis.patches] == [52.9, 13.19]
    assert {"52.9", "13.2"} <= {text.get_text() for text in axis.texts}
    assert axis.get_xlabel() == "SSE/img"
    assert shown[0].alt == "Half: mean image 52.9, PCA-32 13.2"


@pytest.mark.parametrize("draw", [
    lambda ax: training_curves({"a": {"loss": [1, 2]}}, title="t", ylabel="y", ax=ax),
    lambda ax: lines({"a": ([1, 2], [1, 2])}, title="t", xlabel="x", ylabel="y", ax=ax),
    lambda ax: bars({"a": 1}, title="t", ax=ax),
])  # fmt: skip
def test_drawing_in_axes_of_the_caller_shows_nothing(shown, draw):
    _, axes = panels(2)
    draw(axes[0])
    assert shown == []
    assert axes[0].has_data()


def test_panels():
    fig, axes = panels(5, columns=3, title="Five")
    assert axes.shape == (5,)
    assert len(fig.axes) == 5
    assert fig.get_suptitle() == "Five"
