"""Gradients by differences."""

import numpy as np
import pytest

from course_utils.gradients import central_difference, relative_error


def test_the_gradient_of_a_known_function():
    x = np.random.default_rng(0).normal(size=(3, 4))
    estimate = central_difference(lambda x: np.sum(np.sin(x) * x), x)
    assert estimate.shape == (3, 4)
    assert estimate.dtype == np.float64
    assert relative_error(estimate, np.cos(x) * x + np.sin(x)) < 1e-9


def test_the_error_falls_with_the_square_of_eps():
    errors = [abs(central_difference(np.exp, 1.0, eps) - np.e) for eps in (1e-1, 1e-2)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)


def test_the_input_is_left_alone():
    x = np.ones(3, dtype=np.float32)

    def careless(x):
        total = x.sum()
        x[:] = 99
        return np.array([total])

    assert np.allclose(central_difference(careless, x), 1.0)
    assert (x == 1).all()
    assert np.allclose(central_difference(lambda x: x**2, 3), 6.0)


@pytest.mark.parametrize("eps", [0, -1e-5, float("nan")])
def test_a_senseless_step_is_refused(eps):
    with pytest.raises(ValueError, match="eps"):
        central_difference(np.sum, np.ones(2), eps)


def test_one_number_is_asked():
    with pytest.raises(ValueError, match=r"shape \(2,\)"):
        central_difference(np.sin, np.ones(2))


def test_relative_error():
    assert relative_error([3.0, 4.0], [3.0, 4.0]) == 0.0
    assert relative_error([3.0, 4.0], [-3.0, -4.0]) == 2.0
    assert relative_error([0.0], [0.0]) == 0.0
    assert relative_error([1e-300], [0.0]) == 1.0
    assert relative_error([np.nan], [1.0]) == np.inf
    assert type(relative_error(np.float32([1]), np.float32([2]))) is float
    with pytest.raises(ValueError, match="different shapes"):
        relative_error(np.ones(2), np.ones((2, 1)))
