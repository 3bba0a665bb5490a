"""Grids of images, reconstructions and filters."""

import numpy as np
import pytest

from course_utils.plotting import filters, image_grid, reconstructions
from course_utils.plotting.images import as_images

RNG = np.random.default_rng(0)


def drawn(axis):
    return np.asarray(axis.get_images()[0].get_array())


def test_a_grid(shown):
    images = RNG.random((7, 784))
    image_grid(images, title="Seven", columns=4, labels=list("abcdefg"))
    (figure,) = shown
    assert (drawn(figure.axes[5]) == images[5].reshape(28, 28)).all()
    assert figure.axes[5].get_title() == "f"
    assert not figure.axes[7].get_images()
    assert figure.title == "Seven"
    assert figure.alt == "Seven: 7 images in 2 rows, labelled a, b, c, d, e, f, g"
    assert figure.axes[0].get_images()[0].get_clim() == (0.0, 1.0)


def test_a_grid_in_axes_of_the_caller(shown):
    from course_utils.plotting import panels

    _, axes = panels(2)
    image_grid(RNG.random((4, 5, 5)), title="Four", columns=2, ax=axes[1])
    assert shown == []
    assert drawn(axes[1]).shape == (11, 11)
    assert axes[1].get_title(loc="left") == "Four" or axes[1].get_title() == "Four"


def test_photographs_are_light_on_dark(shown):
    image_grid(RNG.random((2, 5, 5)), title="Faces", cmap="gray", vmin=None, vmax=None)
    assert shown[0].axes[0].get_images()[0].cmap.name == "gray"


def test_rows_of_reconstructions(shown):
    x = RNG.random((12, 28, 28, 1))
    reconstructions({"input": x, "PCA-32": x.reshape(12, 784) / 2}, title="Blurred", alt="Two rows of digits.")
    (figure,) = shown
    assert len(figure.axes) == 20
    assert figure.axes[0].get_ylabel() == "input"
    assert figure.axes[10].get_ylabel() == "PCA-32"
    assert (drawn(figure.axes[13]) == x[3, ..., 0] / 2).all()
    assert figure.alt == "Two rows of digits."


def test_filters_share_one_signed_scale(shown):
    W = RNG.normal(size=(16, 6))
    filters(W, title="Six", columns=3)
    (figure,) = shown
    sheet = figure.axes[0].get_images()[0]
    low, high = sheet.get_clim()
    assert low == -high
    assert high == pytest.approx(np.abs(W).max(), rel=0.01)
    assert np.allclose(sheet.get_array()[5:9, 10:14], W[:, 5].reshape(4, 4))
    assert figure.axes[1].get_ylabel() == "weight"


def test_filters_of_zeros_are_drawn(shown):
    filters(np.zeros((16, 6)), title="Nothing learned", n=2)
    assert shown[0].alt.startswith("Nothing learned: the weights of 2 units")


def test_figures_are_small(shown):
    image_grid(RNG.random((20, 784)) > 0.8, title="Twenty")
    assert shown[0].size < 40_000


def test_shapes():
    assert as_images(np.ones((3, 6)), shape=(2, 3)).shape == (3, 2, 3)
    assert as_images(np.ones((3, 2, 5, 1))).shape == (3, 2, 5)
    with pytest.raises(ValueError, match="form no square"):
        as_images(np.ones((3, 6)))
    with pytest.raises(ValueError, match="not \\(784,\\)"):
        as_images(np.ones(784))
    with pytest.raises(ValueError, match=r"filters: W has the shape"):
        filters(np.ones(784), title="x")
