"""The drawing of an autoencoder."""

import numpy as np
from matplotlib.colors import to_rgba

from course_utils.plotting import COLORS, autoencoder, shared_and_separate


def words(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_every_layer_is_drawn_to_scale_and_named(shown):
    autoencoder((784, 128, 32, 128, 784), title="An autoencoder")
    (figure,) = shown
    heights = [patch.get_height() for patch in figure.axes[0].patches if hasattr(patch, "get_height")]
    assert heights == sorted(heights[:3], reverse=True) + heights[1::-1]
    assert heights[2] / heights[0] == np.sqrt(32 / 784)
    assert {"784", "128\nReLU", "32\nlinear", "784\nsigmoid", "encoder", "decoder"} <= set(words(figure))
    assert "784, 128, 32, 128, 784 units" in figure.alt


def test_the_narrowest_layer_is_the_code_and_pictures_stand_at_the_ends(shown):
    pictures = np.random.default_rng(0).random((2, 784))
    autoencoder((784, 64, 2, 16, 784), title="Two", image=pictures[0], rebuilt=pictures[1], inner="tanh")
    (figure,) = shown
    assert "2\nlinear" in words(figure)
    drawn = [np.asarray(picture.get_array()) for picture in figure.axes[0].get_images()]
    assert all((a == b.reshape(28, 28)).all() for a, b in zip(drawn, pictures, strict=True))


def test_the_activation_of_the_code_is_written_below_it(shown):
    autoencoder((784, 64, 2, 16, 784), title="Noisy", code="noisy sigmoid")
    (figure,) = shown
    assert "2\nnoisy sigmoid" in words(figure)


def test_a_code_drawn_from_a_gaussian_says_so_in_the_picture_and_in_words(shown):
    for drawn in (False, True):
        autoencoder((784, 200, 50, 200, 784), title="Variational", drawn=drawn)
    plain, variational = shown
    assert {"code z = μ + σ ⊙ ε", "ε from N(0, 1)"} <= set(words(variational)) - set(words(plain))
    assert "drawn from 50 means and variances" in variational.alt
    assert "drawn" not in plain.alt


def test_a_shared_layer_is_drawn_once_and_separate_ones_for_each_label(shown):
    shared_and_separate(784, 64, 10, title="Shared, and not")
    (figure,) = shown
    assert {"hidden, ReLU\n64 units", "hidden, ReLU\n10 times 64", "label 0", "label 9"} <= set(words(figure))
    assert words(figure).count("label 9") == 2
    orange = [patch for patch in figure.axes[0].patches if patch.get_facecolor() == to_rgba(COLORS[1])]
    assert len(orange) == 1 + 4  # four of the ten labels are drawn
    assert "one hidden layer of 64 units" in figure.alt
