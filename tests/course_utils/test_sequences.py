"""Rivals and helpers of the lesson on sequences."""

import numpy as np
import pytest

from course_utils import sequences


def test_stretching_keeps_the_ends_and_goes_there_and_back():
    frames = np.cumsum(np.random.default_rng(0).random((5, 3)), axis=0)
    longer = sequences.stretch(frames, 9)
    assert longer.shape == (9, 3)
    assert longer[[0, -1]] == pytest.approx(frames[[0, -1]])
    assert sequences.stretch(longer, 5) == pytest.approx(frames)
    assert sequences.stretch(frames[:1], 4) == pytest.approx(np.repeat(frames[:1], 4, axis=0))


def test_padding_has_no_say_and_lengths_come_back():
    draw = np.random.default_rng(1)
    mask = np.arange(7) < np.array([3, 7])[:, None]
    x = draw.normal(size=(2, 7, 2))
    rows = sequences.stretched(x, mask, steps=3)
    assert rows[0] == pytest.approx(x[0, :3].ravel())
    back = sequences.fitted(rows.reshape(2, 3, 2), mask)
    assert back[0, :3] == pytest.approx(x[0, :3])
    assert (back[0, 3:] == 0).all()
    assert back[1, [0, -1]] == pytest.approx(x[1, [0, -1]])


def test_hours_without_a_record_lie_between_their_neighbours():
    counts = np.full((2, 24), 7.0)
    counts[0, 5:7] = np.nan
    counts[1, -1] = np.nan
    series = sequences.hourly(counts)
    assert series == pytest.approx(np.full(48, np.log(8)))


def test_the_nearest_row():
    known = np.random.default_rng(2).normal(size=(30, 4))
    assert sequences.nearest(known, known[::-1] + 1e-6) == pytest.approx(known[::-1])


def test_standardised_by_the_first_list_alone():
    draw = np.random.default_rng(3)
    train, other = [draw.normal(3, 2, size=(n, 2)) for n in (4, 9)], [np.full((2, 2), 3.0)]
    found, also = sequences.standardised(train, other)
    assert np.vstack(found).mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert np.vstack(found).std(axis=0) == pytest.approx([1, 1])
    assert [len(each) for each in found] == [4, 9]
    mean, deviation = np.vstack(train).mean(axis=0), np.vstack(train).std(axis=0)
    assert also[0] == pytest.approx((other[0] - mean) / deviation)
