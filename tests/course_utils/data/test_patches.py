"""Patches of photographs."""

import numpy as np
import pytest

from course_utils.data import natural_patches


def test_patches_are_grey_squares_of_photographs():
    patches = natural_patches(200, 12, np.random.default_rng(0))
    assert (patches.shape, patches.dtype) == ((200, 144), np.float64)
    assert 0.0 <= patches.min() < patches.max() <= 1.0
    squares = patches.reshape(-1, 12, 12)
    neighbours = np.corrcoef(squares[:, :, :-1].ravel(), squares[:, :, 1:].ravel())[0, 1]
    below = np.corrcoef(squares[:, :-1].ravel(), squares[:, 1:].ravel())[0, 1]
    assert min(neighbours, below) > 0.8  # as in every photograph, and not in noise or in shuffled pixels


def test_the_generator_decides():
    first, again, other = (natural_patches(5, 8, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize(("n", "size"), [(0, 8), (5, 0), (5, 1000)])
def test_senseless_sizes_are_refused(n, size):
    with pytest.raises(ValueError, match="patches: n must be"):
        natural_patches(n, size, np.random.default_rng(0))
