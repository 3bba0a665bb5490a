import numpy as np
import pytest

from course_utils import sheets

RNG = np.random.default_rng(0)


def paired(y):
    return (y[:, ::2] * y[:, 1::2]).sum(axis=1) > 0


@pytest.mark.parametrize("together", [0, 1 / 9, 0.7, 1])
def test_partners_are_together_as_often_as_is_asked_and_every_digit_is_equally_frequent(together):
    y = sheets.draw_labels(20_000, together, RNG)
    assert (y.sum(axis=1) == 2).all()
    assert abs(paired(y).mean() - together) < 0.015
    np.testing.assert_allclose(y.mean(axis=0), 0.2, atol=0.015)


def test_partners_that_are_not_together_are_any_other_two_digits():
    y = sheets.draw_labels(40_000, 0, RNG)
    share = y.T @ y / len(y)
    strangers = ~np.kron(np.eye(5, dtype=bool), np.ones((2, 2), dtype=bool))
    np.testing.assert_allclose(share[strangers], 1 / 40, atol=0.004)


def test_frequencies_are_those_that_are_given_and_zero_is_never():
    y = sheets.draw_labels(20_000, 0.3, RNG, frequency=np.array([4, 1, 1, 1, 1, 1, 1, 1, 0, 0]))
    assert not y[:, 8:].any()
    assert y[:, 0].mean() > 1.5 * y[:, 2].mean()


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_sheet_has_as_many_different_digits_as_is_asked(size):
    assert set(sheets.draw_labels(500, 0.5, RNG, size=size).sum(axis=1)) == {size}


def test_what_no_sheet_can_be_is_refused_in_words():
    with pytest.raises(ValueError, match="probability"):
        sheets.draw_labels(3, 1.5, RNG)
    with pytest.raises(ValueError, match="1 to 4"):
        sheets.draw_labels(3, 0.5, RNG, size=5)
    with pytest.raises(ValueError, match="room for 4"):
        sheets.compose(np.zeros((10, 784)), np.arange(10), np.ones((1, 10)), RNG)


def test_each_digit_stands_in_a_place_of_its_own_at_half_its_size():
    grey = (1 + np.arange(10)) / 10
    x = np.repeat(grey[:, None], 784, axis=1)  # an image of digit c is of one grey
    y = np.vstack([sheets.draw_labels(60, 0.5, RNG, size=size) for size in (1, 2, 3, 4)])
    found = sheets.compose(x, np.arange(10), y, np.random.default_rng(1)).reshape(-1, 2, 14, 2, 14)
    places = found.transpose(0, 1, 3, 2, 4).reshape(len(y), 4, 196)
    assert (places.std(axis=2) < 1e-6).all()
    for row, labels in zip(places[:, :, 0], y, strict=True):
        np.testing.assert_allclose(sorted(row[row > 0]), grey[labels > 0], rtol=1e-5)
    used = (places[:60, :, 0] > 0).mean(axis=0)
    assert used.min() > 0.05  # every place is used


def test_images_are_drawn_from_all_of_a_digit_and_halved_by_means_of_four_pixels():
    x = RNG.random((40, 784), dtype=np.float32)
    y = np.zeros((200, 10))
    y[:, 3] = 1
    found = sheets.compose(x, np.arange(40) % 10, y, np.random.default_rng(2))
    small = x[3::10].reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4)).reshape(-1, 196)
    drawn = np.stack([np.sort(row[row > 0]) for row in found])
    which = {int(np.argmin([np.abs(np.sort(one) - row).max() for one in small])) for row in drawn}
    assert which == {0, 1, 2, 3}


def test_one_generator_gives_the_same_sheets_again():
    images = RNG.random((30, 784), dtype=np.float32), np.arange(30) % 10
    a, b = (sheets.make(images, 25, 0.4, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(a[0], b[0])
    np.testing.assert_array_equal(a[1], b[1])
