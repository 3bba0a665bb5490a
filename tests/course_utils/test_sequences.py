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


def utterances():
    draw = np.random.default_rng(4)
    mask = np.arange(9) < np.array([4, 9, 6])[:, None]
    return draw.normal(size=(3, 9, 2)) * mask[..., None], mask


def test_flipped_twice_is_as_before():
    x, mask = utterances()
    turned = sequences.flipped(x, mask)
    assert turned[0, :4] == pytest.approx(x[0, 3::-1])
    assert (turned[0, 4:] == 0).all()
    assert np.array_equal(sequences.flipped(turned, mask), x)


def test_padding_has_no_say_in_simple_codes_and_reconstructions():
    x, mask = utterances()
    junk = np.where(mask[..., None], x, 50)
    codes = sequences.simple_codes(junk, mask)
    assert list(codes) == ["mean frame (2)", "mean and deviation (4)", "eight frames (16)"]
    assert codes["mean and deviation (4)"][0] == pytest.approx([*x[0, :4].mean(axis=0), *x[0, :4].std(axis=0)])
    found = sequences.simple_reconstructions(junk, mask, junk, mask, code=2)
    assert found["mean frame"][2, 0] == pytest.approx(x[2, :6].mean(axis=0))
    assert found["PCA, stretched"].shape == x.shape
    assert (found["PCA, stretched"][0, 4:] == 0).all()


def test_with_a_component_for_each_sequence_pca_rebuilds_stretched_lines():
    steps = np.arange(9) < np.array([5, 9, 7])[:, None]
    lines = np.arange(9)[None, :, None] * np.array([1.0, -2, 0.5])[:, None, None] + 1
    rebuilt = sequences.simple_reconstructions(lines, steps, lines, steps, code=3)["PCA, stretched"]
    assert rebuilt[steps] == pytest.approx(lines[steps])


def test_windows_hold_working_days_only():
    day_off = np.repeat([False, False, True, False, False, False, False], 24)
    series = np.arange(7.0 * 24)
    slid, days, held_out = sequences.working_windows(series, day_off)
    assert not any(day_off[int(hour)] for hour in slid.ravel())
    assert len(slid) == 25 + 73
    assert days[:, 0].tolist() == [0, 24, 72, 120, 144]
    assert held_out[:, 0].tolist() == [96]


def test_the_mean_of_a_window_is_taken_off_and_given_back():
    seen = []
    windows = np.array([[1.0, 3.0], [5.0, 9.0]])
    found = sequences.around_mean(lambda w: [seen.append(w), 0 * w][1])(windows)
    assert seen[0].tolist() == [[-1, 1], [-2, 2]]
    assert found.tolist() == [[2, 2], [7, 7]]
