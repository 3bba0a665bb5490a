"""Comparisons that the text of lesson 01 draws."""

import re

from tests.notebooks.lessons import numbers, printed

LESSON = "01_spiral_mlp"


def repeats():
    """The table of section 8: lowest, mean and highest on training samples, mean on new ones, numbers learned."""
    lines = printed(LESSON, "repeats-table").splitlines()[1:6]
    return {line[:26].strip(): numbers(line[26:]) for line in lines}


def test_a_line_on_hidden_units_follows_the_wave_and_a_line_does_not():
    line, bent = (float(text.rpartition(" ")[2]) for text in printed(LESSON, "line-fit").splitlines())
    assert line > 20 * bent


def test_linear_gets_half_and_a_hundred_units_nearly_all_with_every_seed():
    rows = repeats()
    assert 45 < rows["linear"][0] < rows["linear"][2] < 56
    assert rows["100 hidden"][0] > 98
    assert rows["3 hidden"][2] - rows["3 hidden"][0] > 10, "three units depend on luck"


def test_more_epochs_do_not_help_the_linear_classifier():
    epoch, epochs, best = numbers(printed(LESSON, "curves").splitlines()[-1])
    (end,) = re.findall(r"linear classifier: ([\d.]+) %", printed(LESSON, "linear-train"))
    assert epoch < epochs / 3, "it is best after a few epochs"
    assert best - float(end) < 5


def test_nine_numbers_on_the_right_features_win():
    rows = repeats()
    by_hand = rows.pop("linear, hand-made features")
    assert by_hand[4] == 9
    assert rows["100 hidden"][4] == 603
    assert by_hand[3] > max(row[3] for row in rows.values()) + 0.3


def test_lines_cut_the_plane_into_no_more_pieces_than_they_can():
    pieces = {int(units): int(n) for units, n in re.findall(r"(\d+) units: (\d+) pieces", printed(LESSON, "pieces"))}
    assert pieces[3] <= 7
    assert 7 < pieces[10] <= 56


def test_the_second_layer_multiplies_the_numbers_and_buys_a_fraction_of_a_point():
    one, two = printed(LESSON, "three-layer-runs").splitlines()
    (_, before, few), (*_, after, many) = numbers(one), numbers(two)
    assert round(many / few) == 18
    assert 0 < after - before < 1


def test_keras_gives_the_same_answer_from_the_same_weights():
    assert numbers(printed(LESSON, "keras-build"))[-1] < 1e-5
    _, ours, theirs = numbers(printed(LESSON, "keras-train"))
    assert ours == theirs
    assert numbers(printed(LESSON, "keras-weights"))[-1] < 1e-5
