"""Points on spirals."""

import numpy as np
import pytest

from course_utils.data import spiral


def test_arms_and_classes():
    x, y = spiral(50, arms=4, rng=np.random.default_rng(0))
    assert (x.shape, x.dtype) == ((200, 2), np.float64)
    assert y.dtype == np.int64
    assert np.bincount(y).tolist() == [50] * 4
    assert np.hypot(*x.T).max() <= 1.0 + 1e-12


def test_without_noise_the_points_lie_on_the_formula():
    x, y = spiral(10, noise=0.0, rng=np.random.default_rng(0))
    r = np.hypot(*x[y == 2].T)
    assert np.allclose(x[y == 2], np.column_stack([r * np.sin(4 * (2 + r)), r * np.cos(4 * (2 + r))]))


def test_the_generator_decides():
    first, again, other = (spiral(5, rng=np.random.default_rng(seed))[0] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


@pytest.mark.parametrize("kw", [{"n_per_arm": 0}, {"n_per_arm": 5, "arms": 0}, {"n_per_arm": 5, "noise": -1}])
def test_senseless_numbers_are_refused(kw):
    with pytest.raises(ValueError, match="a spiral needs"):
        spiral(**kw, rng=np.random.default_rng(0))
