"""Maps of codes and of decisions."""

import numpy as np
import pytest

from course_utils.plotting import code_map, decision_regions
from course_utils.plotting.maps import _apart

RNG = np.random.default_rng(0)


def test_a_code_map(shown):
    codes, y = RNG.normal(size=(60, 2)), np.arange(60) % 3
    code_map(codes, y, title="Three heaps", xlabel="code 1 (ReLU)", images=RNG.random((60, 784)), n_images=5)
    (figure,) = shown
    (axis,) = figure.axes
    assert [len(points.get_offsets()) for points in axis.collections[:3]] == [20, 20, 20]
    assert {text.get_text() for text in axis.texts} >= {"0", "1", "2"}
    assert (axis.get_xlabel(), axis.get_ylabel()) == ("code 1 (ReLU)", "code 2")
    assert figure.alt == "Three heaps: 60 points in the plane, coloured by 3 classes"


@pytest.mark.parametrize(("codes", "y"), [(np.ones((5, 3)), np.ones(5)), (np.ones((5, 2)), np.ones(4))])
def test_other_shapes_are_refused(codes, y):
    with pytest.raises(ValueError, match="code_map: codes have the shape"):
        code_map(codes, y, title="x")


def test_labels_do_not_cover_each_other():
    codes = RNG.random((50, 2))
    places = _apart(np.array([[0.5, 0.5], [0.505, 0.5], [0.9, 0.1]]), codes)
    assert np.hypot(*(places[0] - places[1])) > 0.05 * np.ptp(codes, axis=0).min()
    assert np.allclose(places[2], [0.9, 0.1])


def test_regions_show_what_is_predicted(shown):
    x, y = RNG.normal(size=(80, 2)), np.repeat([3, 7], 40)
    decision_regions(lambda points: np.where(points[:, 0] > 0, 7, 3), x, y, title="A straight line", resolution=40)
    (figure,) = shown
    axis = figure.axes[0]
    field = np.asarray(axis.get_images()[0].get_array())
    left, right, bottom, top = axis.get_images()[0].get_extent()
    assert (field[:, np.linspace(left, right, 40) > 0] == 1).all()
    assert (field[:, np.linspace(left, right, 40) < 0] == 0).all()
    assert (left < x[:, 0].min()) & (top > x[:, 1].max()) & (right > x[:, 0].max()) & (bottom < x[:, 1].min())
    assert [text.get_text() for text in axis.get_legend().get_texts()] == ["class 3", "class 7"]
    assert axis.get_aspect() == 1.0


def test_regions_in_axes_of_the_caller(shown):
    from course_utils.plotting import panels

    _, axes = panels(1)
    decision_regions(lambda p: np.zeros(len(p), int), np.eye(2), np.array([0, 1]), title="One class", ax=axes[0])
    assert shown == []
    assert axes[0].get_images()
