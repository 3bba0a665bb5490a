import numpy as np
import pytest

from course_utils import hashing

RNG = np.random.default_rng(0)


def test_ties_keep_the_order_of_the_items():
    distances = RNG.integers(4, size=(5, 50)).astype(np.uint8)
    order = hashing.ranked(distances)
    for row, places in zip(distances, order, strict=True):
        assert sorted(places) == list(range(50))
        pairs = list(zip(row[places].tolist(), places.tolist(), strict=True))
        assert pairs == sorted(pairs)


def test_random_rotations_are_orthogonal_and_differ():
    rng = np.random.default_rng(3)
    one, two = hashing.random_rotation(6, rng), hashing.random_rotation(6, rng)
    np.testing.assert_allclose(one @ one.T, np.eye(6), atol=1e-12)
    assert not np.allclose(one, two)


def test_squared_distances():
    a, b = RNG.normal(size=(4, 3)), RNG.normal(size=(6, 3))
    np.testing.assert_allclose(hashing.squared_distances(a, b), ((a[:, None] - b) ** 2).sum(-1), atol=1e-12)


def test_entropy_is_one_for_a_fair_bit_and_zero_for_a_constant_one():
    bits = np.array([[0, 0, 1], [1, 0, 1], [0, 0, 1], [1, 1, 1]])
    np.testing.assert_allclose(hashing.bit_entropy(bits), [1, 0.811278, 0], atol=1e-6)
    np.testing.assert_allclose(hashing.bit_entropy(bits > 0), [1, 0.811278, 0], atol=1e-6)


def test_correlation_is_that_of_numpy_and_a_constant_bit_counts_as_none():
    bits = RNG.integers(2, size=(300, 5))
    c = np.abs(np.corrcoef(bits.T))
    assert hashing.mean_correlation(bits) == pytest.approx(c[~np.eye(5, dtype=bool)].mean())
    assert hashing.mean_correlation(np.column_stack([bits[:, 0], bits[:, 0], np.ones(300)])) == pytest.approx(1 / 3)


def test_seconds_asks_every_query():
    asked = []
    assert hashing.seconds(asked.append, 3, repeats=2) >= 0
    assert asked == [0, 0, 1, 2, 0, 1, 2]
