import socket

import numpy as np
import pytest

from course_utils import photographs

RNG = np.random.default_rng(0)


def test_every_photograph_is_there_without_a_network(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("it asked the network")

    monkeypatch.setattr(socket, "socket", refuse)
    for name in photographs.NAMES:
        photo = photographs.load(name, 60)
        assert photo.shape[2] == 3
        assert photo.shape[0] == 60
        assert 0 <= photo.min() < photo.max() <= 1


def test_sides_are_multiples_of_twelve_and_keep_their_proportion():
    rows, columns, _ = photographs.load("china", 100).shape
    assert (rows % 12, columns % 12) == (0, 0)
    assert abs(columns / rows - 640 / 427) < 0.1


def test_what_is_not_there_is_refused_in_words(monkeypatch):
    with pytest.raises(ValueError, match="none of them"):
        photographs.load("lena", 100)
    with pytest.raises(ValueError, match="300 rows"):
        photographs.load("chelsea", 301)
    monkeypatch.setitem(photographs._FILES, "chelsea", ("skimage.data", "no_such_file.png"))
    with pytest.raises(FileNotFoundError, match="skimage does not ship"):
        photographs.load("chelsea", 100)


def test_no_photograph_judges_what_it_taught_and_each_is_left_out_and_validates_once():
    found = photographs.folds()
    assert set(found) == set(photographs.NAMES)
    for name, (judge, learned) in found.items():
        assert {name, judge, *learned} == set(photographs.NAMES)
        assert len({name, judge, *learned}) == 2 + len(learned)
    assert len({judge for judge, _ in found.values()}) == len(photographs.NAMES)


def test_context_begins_with_the_surroundings_and_ends_with_the_height():
    luma = RNG.random((24, 36))
    found = photographs.context(luma)
    assert found.shape == (24 * 36, 76)
    pixel = 10 * 36 + 20
    np.testing.assert_allclose(found[pixel, :25].reshape(5, 5), luma[8:13, 18:23], rtol=1e-6)
    np.testing.assert_allclose(found[[0, -1], -1], [-0.5, 0.5])


def test_context_of_an_even_grey_is_that_grey_at_all_scales():
    np.testing.assert_allclose(photographs.context(np.full((24, 24), 0.3))[:, :-1], 0.3, rtol=1e-6)


def test_grey_has_no_colourfulness_and_strong_colours_have_more():
    grey = np.repeat(RNG.random((10, 10, 1)), 3, axis=2)
    assert photographs.colourfulness(grey) < 1e-9
    colours = RNG.random((10, 10, 3))
    assert photographs.colourfulness(colours) > photographs.colourfulness((grey + colours) / 2) > 1


def test_colourfulness_is_the_formula_written_out():
    rgb = np.array([[[1.0, 0, 0], [0, 0, 1]]])
    # red - green: 255, 0; (red + green) / 2 - blue: 127.5, -255
    expected = np.hypot(127.5, 191.25) + 0.3 * np.hypot(127.5, -63.75)
    assert abs(photographs.colourfulness(rgb) - expected) < 1e-9


def pixels(n):
    return RNG.normal(3, 2, (n, 4)), RNG.uniform(-0.5, 0.5, (n, 2))


def test_prepared_contexts_are_standardised_by_training_pixels_alone():
    train, held_out = pixels(300), pixels(50)
    (x, c), (x_val, _), scale = photographs.prepare(train, held_out, np.random.default_rng(1), n=150)
    assert (x.shape, c.shape, x_val.shape) == ((150, 4), (150, 2), (50, 4))
    np.testing.assert_allclose(scale(train[0]).mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(scale(train[0]).std(axis=0), 1, atol=1e-3)
    rows = {tuple(np.round(row, 4)) for row in scale(held_out[0])}
    assert {tuple(np.round(row, 4)) for row in x_val} == rows


def test_rivals_find_a_linear_rule_and_the_mean():
    x = RNG.normal(size=(400, 3))
    c = x[:, :2] * 0.1 + 0.05
    found = photographs.rivals((x[:300], c[:300]), (x[300:350], c[300:350]))
    assert set(found) == {"grey", "mean colour", "ridge", "neighbours"}
    error = {name: np.abs(predict(x[350:]) - c[350:]).mean() for name, predict in found.items()}
    assert error["ridge"] < 0.01 < error["neighbours"] < error["mean colour"]
    np.testing.assert_allclose(found["mean colour"](x[:5]), np.tile(c[:300].mean(axis=0), (5, 1)))
    assert not found["grey"](x).any()


def test_packing_puts_the_pixels_of_a_block_into_channels_row_by_row():
    np.testing.assert_array_equal(
        photographs.pack(np.array([[[1, 2, 5, 6], [3, 4, 7, 8]]]), 2), [[[[1, 2, 3, 4], [5, 6, 7, 8]]]]
    )


def test_linear_filter_finds_a_filter_and_leaves_an_even_grey_alone():
    lows = [RNG.random((20, 24)) for _ in range(2)]
    highs = [np.kron(low, np.ones((2, 2))) for low in lows]
    enlarge = photographs.linear_filter(highs, lows)
    other = RNG.random((9, 11))
    np.testing.assert_allclose(enlarge(other), np.repeat(other[..., np.newaxis], 4, axis=2), atol=0.01)
    np.testing.assert_allclose(enlarge(np.full((6, 6), 0.7)), 0.7, atol=1e-9)


def test_pieces_are_cut_from_one_place_in_both():
    lows = [RNG.random((20, 30)), RNG.random((25, 18))]
    targets = [np.stack([low, 2 * low], axis=-1) for low in lows]
    x, y = photographs.pieces(lows, targets, 40, np.random.default_rng(2), size=8)
    assert (x.shape, y.shape) == ((40, 8, 8, 1), (40, 8, 8, 2))
    np.testing.assert_allclose(y, np.concatenate([x, 2 * x], axis=-1))
    assert len({float(piece[0, 0, 0]) for piece in x}) > 30


@pytest.mark.parametrize("enlarge", [photographs.nearest, photographs.spline, photographs.bicubic])
def test_enlarging_is_symmetric_and_keeps_an_even_grey(enlarge):
    low = RNG.random((6, 8))
    np.testing.assert_allclose(enlarge(low[::-1, ::-1], 2)[::-1, ::-1], enlarge(low, 2), atol=1e-6)
    np.testing.assert_allclose(enlarge(np.full((5, 7), 0.25), 2), np.full((10, 14), 0.25), rtol=1e-6)


def test_psnr_cuts_the_estimate_to_what_can_be_shown():
    x = np.array([[0.0, 1.0]])
    assert abs(photographs.psnr(x, np.array([[-3.0, 0.9]])) - 10 * np.log10(2 / 0.01)) < 1e-9
