"""The colours can be told apart, also by colour-blind readers."""

import itertools

import numpy as np
import pytest

from course_utils.plotting.style import CLASS_COLORS, COLORS, class_colors, ink_on

# Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def lab(color, vision):
    from matplotlib.colors import to_rgb
    from skimage.color import rgb2lab

    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(VISION[vision] @ linear, 0, 1)
    return rgb2lab(np.where(seen <= 0.0031308, 12.92 * seen, 1.055 * seen ** (1 / 2.4) - 0.055)[None])[0]


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("palette", "least"), [(COLORS, 15), (CLASS_COLORS, 15)])
def test_colours_are_told_apart(vision, palette, least):
    distances = {(a, b): np.linalg.norm(lab(a, vision) - lab(b, vision)) for a, b in itertools.combinations(palette, 2)}
    assert min(distances.values()) > least, min(distances, key=distances.get)


def test_ten_classes_have_ten_colours():
    assert len(set(class_colors(10))) == 10
    assert len(set(class_colors(3))) == 3
    assert len(class_colors(25)) == 25


def test_ink_can_be_read():
    assert ink_on("#DDCC77") == "black"
    assert ink_on("#332288") == "white"
