import numpy as np
import pytest
from scipy.spatial.distance import cdist

from course_utils import similarity

RNG = np.random.default_rng(0)


def test_squared_distances_are_those_of_scipy():
    a, b = RNG.normal(size=(7, 3)), RNG.normal(size=(5, 3))
    np.testing.assert_allclose(similarity.squared_distances(a, b), cdist(a, b, "sqeuclidean"), atol=1e-12)


def test_the_majority_of_the_k_nearest_decides():
    train, y = np.array([[0.0], [1], [2], [10], [11]]), np.array([3, 9, 9, 3, 3])
    test, wanted = np.array([[0.1], [10.4]]), np.array([3, 3])
    assert similarity.knn_error(train, y, test, wanted, k=1) == 0
    assert similarity.knn_error(train, y, test, wanted, k=3) == 0.5
    assert similarity.knn_error(train, y, test, wanted, k=100) == 0


def pairs(rng):
    i = rng.integers(50, size=21)
    return i, (i + 1) % 50, np.arange(21) < 10


def test_batches_hold_every_pair_once_with_its_label_in_another_order():
    x = np.arange(50.0)[:, None]
    batches = similarity.PairBatches(x, pairs, batch_size=8, seed=1)
    assert len(batches) == 3
    served = [batches[b] for b in range(3)]
    a, b, same = (np.concatenate(part) for part in zip(*[(a, b, same) for (a, b), same in served], strict=True))
    i, j, wanted = pairs(np.random.default_rng(1))
    assert sorted(zip(a[:, 0], b[:, 0], same, strict=True)) == sorted(zip(i, j, wanted, strict=True))
    assert not np.array_equal(same, wanted)
    assert same.dtype == np.float32


@pytest.mark.parametrize("seed", [1, 2])
def test_each_epoch_has_pairs_of_its_own_and_a_seed_fixes_them(seed):
    x = np.arange(50.0)[:, None]
    one, two = (similarity.PairBatches(x, pairs, batch_size=30, seed=seed) for _ in range(2))
    first = one[0][0][0].copy()
    np.testing.assert_array_equal(first, two[0][0][0])
    one.on_epoch_end()
    assert not np.array_equal(first, one[0][0][0])
