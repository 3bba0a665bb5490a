"""Bits drawn from grey values."""

import numpy as np

from course_utils.data import binarise, binary_batches


def test_every_pixel_is_a_bit_that_is_one_as_often_as_it_is_grey():
    grey = np.tile([0.0, 0.25, 0.8, 1.0], (20_000, 1))
    bits = binarise(grey, np.random.default_rng(0))
    assert (bits.dtype, bits.shape) == (np.float32, grey.shape)
    assert set(np.unique(bits)) == {0.0, 1.0}
    np.testing.assert_allclose(bits.mean(axis=0), grey[0], atol=0.02)
    assert bits[:, 0].max() == 0.0
    assert bits[:, 3].min() == 1.0


def test_the_generator_decides_the_bits():
    first, again, other = (binarise(np.full((9, 9), 0.5), np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_an_epoch_serves_every_image_once_and_the_next_one_draws_anew():
    grey = np.linspace(0.2, 0.8, 6, dtype=np.float32)[:, None] * np.ones((6, 500), dtype=np.float32)
    batches = binary_batches(grey, 4, seed=3)
    epochs = [[(x.numpy(), y.numpy()) for x, y in batches] for _ in range(2)]
    for epoch in epochs:
        assert [len(x) for x, _ in epoch] == [4, 2]
        assert all((x == y).all() for x, y in epoch)
    found = [np.concatenate([x for x, _ in epoch]) for epoch in epochs]
    for rows in found:
        np.testing.assert_allclose(np.sort(rows.mean(axis=1)), grey[:, 0], atol=0.1)
    by_ink = [rows[np.argsort(rows.mean(axis=1))] for rows in found]
    assert (by_ink[0] != by_ink[1]).mean() > 0.1


def test_the_same_seed_serves_the_same_batches():
    grey = np.full((10, 20), 0.5, dtype=np.float32)
    first, again = ([x.numpy() for x, _ in binary_batches(grey, 5, seed=4)] for _ in range(2))
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
