import numpy as np
import pytest
from sklearn.linear_model import LinearRegression

from course_utils import anomalies

RNG = np.random.default_rng(0)


def test_a_score_in_parts_is_the_score():
    x = RNG.normal(size=(23, 4))
    for size in (1, 5, 23, 100):
        np.testing.assert_array_equal(anomalies.in_parts(lambda part: part.sum(axis=1), x, size), x.sum(axis=1))


def test_suspects_are_pictures_of_the_same_size_and_each_is_what_it_is_called():
    x, others = RNG.random((6, 49), dtype=np.float32), RNG.random((6, 49), dtype=np.float32)
    found = anomalies.suspects(x, others, np.random.default_rng(1))
    assert {part.shape for part in found.values()} == {x.shape}
    assert not found["blank sheet"].any()
    assert (found["all ink"] == 1).all()
    np.testing.assert_allclose(found["half the ink"].sum(), x.sum() / 2, rtol=1e-5)
    np.testing.assert_array_equal(np.sort(found["pixels shuffled"]), np.sort(x))
    np.testing.assert_array_equal(np.sort(found["moved by 4 pixels"]), np.sort(x))
    turned = found["turned by 90°"].reshape(6, 7, 7)
    np.testing.assert_array_equal(turned[2], np.rot90(x[2].reshape(7, 7)))
    assert (found["two at once"] >= x).all()
    np.testing.assert_array_equal(found["another digit"], others)


def test_the_best_linear_guess_is_the_regression_of_what_is_missing_on_what_is_known():
    x = RNG.normal(size=(200, 5)) @ RNG.normal(size=(5, 5)) + 3
    new, missing = x[:4] + RNG.normal(size=(4, 5)), np.tile([False, True, False, True, False], (4, 1))
    filled = anomalies.best_linear_fill(x, np.where(missing, np.nan, new), missing, ridge=0)
    wanted = LinearRegression().fit(x[:, [0, 2, 4]], x[:, [1, 3]]).predict(new[:, [0, 2, 4]])
    np.testing.assert_allclose(filled[:, [1, 3]], wanted, rtol=1e-6)
    np.testing.assert_array_equal(filled[~missing], new[~missing])


def test_rows_without_holes_and_rows_without_anything():
    x = RNG.normal(size=(50, 3))
    missing = np.array([[False] * 3, [True] * 3])
    filled = anomalies.best_linear_fill(x, x[:2], missing)
    np.testing.assert_array_equal(filled[0], x[0])
    np.testing.assert_allclose(filled[1], x.mean(axis=0))


@pytest.mark.parametrize("k", [1, 3])
def test_the_nearest_in_what_is_known_fill_in_their_mean(k):
    x_train, x = RNG.normal(size=(40, 6)), RNG.normal(size=(5, 6))
    missing = RNG.random(x.shape) < 0.4
    filled = anomalies.nearest_fill(x_train, np.where(missing, np.nan, x), missing, k)
    for row, gone, found in zip(x, missing, filled, strict=True):
        order = np.argsort(((x_train - row)[:, ~gone] ** 2).sum(axis=1))[:k]
        np.testing.assert_allclose(found[gone], x_train[order].mean(axis=0)[gone])
        np.testing.assert_array_equal(found[~gone], row[~gone])
