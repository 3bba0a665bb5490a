import numpy as np
import pytest

from course_utils import embeddings


def test_rulers_hold_the_data_and_the_plane_themselves_and_chance_beside_them():
    x, plane = np.random.default_rng(0).normal(size=(30, 784)), np.ones((30, 2))
    found = embeddings.rulers(x, plane, np.random.default_rng(1))
    assert found["784 pixels"] is x
    assert found["PCA"] is plane
    directions, *_ = np.linalg.lstsq(x, found["random directions"], rcond=None)
    np.testing.assert_allclose(x @ directions, found["random directions"])
    assert np.linalg.matrix_rank(np.hstack([found["random directions"], found["points at random"]])) == 4
    assert {part.shape for name, part in found.items() if name != "784 pixels"} == {(30, 2)}


def test_points_lie_near_the_circle_on_the_eighth_that_is_said():
    points, eighths = embeddings.noisy_circle(200, np.random.default_rng(2), noise=1e-6)
    np.testing.assert_allclose(np.hypot(*points.T), 1, atol=1e-4)
    np.testing.assert_array_equal(np.arctan2(*points.T[::-1]) % (2 * np.pi) // (np.pi / 4), eighths)
    noisy, _ = embeddings.noisy_circle(2000, np.random.default_rng(2), noise=0.05)
    assert np.std(np.hypot(*noisy.T)) == pytest.approx(0.05, rel=0.1)


def test_the_second_cloud_is_ten_times_as_wide_and_the_second_gap_ten_times_the_first():
    points = embeddings.three_clouds(np.random.default_rng(3), n=500)
    assert points.shape == (1500, 10)
    assert embeddings.second_to_first(points) == pytest.approx((10, 10), rel=0.05)


def test_ratios_do_not_change_when_a_map_is_turned_and_enlarged():
    points = np.random.default_rng(4).normal(size=(30, 2)) * np.repeat([1, 5, 2], 10)[:, np.newaxis] + 7
    turned = 3 * points @ np.array([[0.6, 0.8], [-0.8, 0.6]])
    assert embeddings.second_to_first(turned) == pytest.approx(embeddings.second_to_first(points))
