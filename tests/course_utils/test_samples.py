"""Distances, modes and strokes of drawn images, where the right answer is known."""

import itertools

import numpy as np
import pytest

from course_utils import samples

RNG = np.random.default_rng(13)


def test_frechet_of_shifted_and_of_scaled_features_is_known():
    x = RNG.normal(size=(500, 6))
    assert samples.frechet(x, x) == pytest.approx(0, abs=1e-9)
    assert samples.frechet(x, x + 3) == pytest.approx(6 * 9)
    spread = ((x - x.mean(axis=0)) ** 2).mean(axis=0).sum()
    assert samples.frechet(x - x.mean(axis=0), 3 * (x - x.mean(axis=0))) == pytest.approx(4 * spread)


def test_frechet_agrees_with_the_matrix_root_and_takes_features_that_never_change():
    from scipy.linalg import sqrtm

    a, b = RNG.normal(size=(200, 4)) @ RNG.normal(size=(4, 4)), RNG.normal(size=(300, 4)) @ RNG.normal(size=(4, 4))
    A, B = np.cov(a.T, bias=True), np.cov(b.T, bias=True)
    expected = ((a.mean(axis=0) - b.mean(axis=0)) ** 2).sum() + np.trace(A + B - 2 * np.real(sqrtm(A @ B)))
    assert samples.frechet(a, b) == pytest.approx(expected)
    a[:, 0] = 2
    assert np.isfinite(samples.frechet(a, b))


def test_modes_are_counted_where_enough_points_lie():
    centres = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 5.0]])
    x = np.concatenate([np.zeros((50, 2)), np.tile([5.0, 0.1], (49, 1)), [[0.0, 5.0]], np.full((100, 2), 9.0)])
    assert samples.modes(x, centres, 0.5) == (2, 0.5)
    assert samples.modes(x, centres, 0.5, least=0.005) == (3, 0.5)


@pytest.mark.parametrize("width", [2, 3, 5])
def test_stroke_width_of_a_bar_is_its_width(width):
    bar, empty = np.zeros((28, 28)), np.zeros((28, 28))
    bar[4:24, 10 : 10 + width] = 1
    found = samples.stroke_width(np.stack([bar, bar.T, empty]).reshape(3, -1))
    assert found[:2] == pytest.approx(width, rel=0.25)
    assert found[2] == 0


def test_nearest_distance_is_that_of_the_nearest_row():
    x, others = RNG.normal(size=(5, 3)), RNG.normal(size=(40, 3))
    expected = np.linalg.norm(x[:, None] - others, axis=2).min(axis=1)
    assert samples.nearest_distance(x, others) == pytest.approx(expected)


def test_a_step_is_repeated_and_the_last_quarter_of_its_losses_averaged(capsys):
    calls = itertools.count(1)
    assert samples.repeat(lambda: float(next(calls)), 8, "toy") == 7.5
    assert next(calls) == 9
    assert capsys.readouterr().out.startswith("toy  8 steps")
    assert samples.repeat(lambda: 2.0, 1) == 2.0
    assert capsys.readouterr().out == ""
