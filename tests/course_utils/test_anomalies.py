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


def test_normal_points_form_two_clumps_on_a_line_and_each_kind_of_anomaly_lies_where_it_is_said():
    x = anomalies.clumps(2000, np.random.default_rng(2))
    variances, axes = np.linalg.eigh(np.cov(x.T))
    along = x @ axes[:, 1]
    assert variances[0] == pytest.approx(0.09, rel=0.15)
    assert np.abs(np.abs(along) - 3).mean() < 1  # two clumps, 3 to either side of the middle
    places = {
        kind: (abs(place @ axes[:, 1]), abs(place @ axes[:, 0])) for kind, place in anomalies.STRANGE_PLACES.items()
    }
    assert places["A"] == pytest.approx((8, 0), abs=0.2)
    assert places["B"] == (0, 0)
    assert places["C"] == pytest.approx((0, 2.5), abs=0.2)


def test_stained_and_mixed_points_are_normal_ones_first_and_strangers_last():
    stained = anomalies.stained_clumps(np.random.default_rng(3), n=50, strangers=4)
    assert stained.shape == (54, 2)
    np.testing.assert_allclose(stained[50:], np.tile(anomalies.STRANGE_PLACES["C"], (4, 1)), atol=0.4)
    mixed = anomalies.clumps_and("A", 30, np.random.default_rng(4))
    np.testing.assert_array_equal(mixed[:30], anomalies.clumps(30, np.random.default_rng(4)))
    np.testing.assert_allclose(mixed[30:], np.tile(anomalies.STRANGE_PLACES["A"], (30, 1)), atol=0.3)


def test_a_filler_takes_a_mean_for_a_hole_and_learns_one_column_from_another(capsys):
    first = np.random.default_rng(5).normal(size=(300, 1)).astype("float32")
    x = np.hstack([first, first, -first]) + np.array([0, 5, 0], "float32")
    model = anomalies.train_filler(x, (16, 4, 16), 0.3, 6, rate=0.03, batch_size=25, label="a table")
    assert model.input_shape == model.output_shape == (None, 3)
    assert "a table" in capsys.readouterr().out
    hole = np.where([True, False, False], x.mean(axis=0), x)  # the first column is hidden
    off = np.sqrt(np.mean((np.asarray(model(hole))[:, 0] - x[:, 0]) ** 2))
    assert off < 0.5 * x[:, 0].std()


def test_a_filler_of_pixels_answers_with_pixels():
    model = anomalies.train_filler(RNG.random((20, 6), dtype=np.float32), (4, 2, 4), 0.5, 1, pixels=True)
    answer = np.asarray(model(np.full((3, 6), 100.0)))
    assert answer.min() >= 0
    assert answer.max() <= 1
    assert model.layers[-1].activation.__name__ == "sigmoid"


def test_covariance_in_parts_is_that_of_the_whole(monkeypatch):
    monkeypatch.setattr(anomalies, "PARTS", 7)
    x = np.random.default_rng(2).normal(3, 2, size=(40, 5)).astype("float32")
    mean, covariance = anomalies.mean_and_covariance(x)
    np.testing.assert_allclose(mean, x.astype(float).mean(axis=0), rtol=1e-12)
    np.testing.assert_allclose(covariance, np.cov(x, rowvar=False), rtol=1e-10, atol=1e-12)
