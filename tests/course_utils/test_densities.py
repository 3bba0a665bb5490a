"""Mixtures of Gaussians on codes."""

import numpy as np
import pytest

from course_utils.densities import best_mixture


def heaps(rng, n):
    """Codes in two heaps far apart."""
    return rng.normal(size=(n, 2)) + np.where(rng.random((n, 1)) < 0.5, -9.0, 9.0)


def test_the_held_out_codes_choose_the_number():
    rng = np.random.default_rng(0)
    mixture = best_mixture(heaps(rng, 300), heaps(rng, 300), (1, 2))
    assert mixture.n_components == 2
    assert (np.abs(mixture.sample(200)[0]).min(axis=1) > 3).all()  # nothing is drawn between the heaps
    one = rng.normal(size=(40, 2))
    assert best_mixture(one, rng.normal(size=(500, 2)), (1, 20)).n_components == 1


def test_the_seed_decides_and_nothing_warns(recwarn):
    spread = np.logspace(-3, 3, 30, dtype=np.float32)  # as a network's codes: float32, wide and narrow
    codes = np.random.default_rng(1).normal(size=(400, 30)).astype(np.float32) * spread
    first, again = (best_mixture(codes, codes, (2,), seed=3).sample(5)[0] for _ in range(2))
    assert (first == again).all()
    assert not recwarn.list


@pytest.mark.parametrize("numbers", [(), (0, 2), (3, 11)])
def test_senseless_numbers_are_refused(numbers):
    with pytest.raises(ValueError, match="numbers of Gaussians"):
        best_mixture(np.zeros((10, 2)), np.zeros((3, 2)), numbers)
