"""Comparisons that the text of lesson 01 draws."""

from tests.notebooks.lessons import numbers, printed

LESSON = "01_spiral_mlp"


def repeats():
    """The table of section 11: lowest, mean and highest on training samples, mean on new ones, numbers learned."""
    lines = printed(LESSON, "repeats-table").splitlines()[1:]
    return {line[:26].strip(): numbers(line[26:]) for line in lines}


def test_a_line_on_hidden_units_follows_the_wave_and_a_line_does_not():
    (line,), (bent,) = numbers(printed(LESSON, "line-fit")), numbers(printed(LESSON, "hinge-fit"))
    assert line > 20 * bent


def test_linear_gets_half_and_a_hundred_units_nearly_all_with_every_seed():
    rows = repeats()
    assert 45 < rows["linear"][0] < rows["linear"][2] < 56
    assert rows["100 hidden"][0] > 98
    assert rows["3 hidden"][2] - rows["3 hidden"][0] > 10


def test_the_second_layer_multiplies_the_numbers_and_buys_a_fraction_of_a_point():
    one, two = repeats()["100 hidden"], repeats()["100 and 100 hidden"]
    assert round(two[4] / one[4]) == 18
    assert 0 < two[3] - one[3] < 1


def test_nine_numbers_on_the_right_features_win():
    rows = repeats()
    by_hand = rows.pop("linear, hand-made features")
    assert by_hand[4] == 9
    assert by_hand[3] > max(row[3] for row in rows.values())


def test_keras_gives_the_same_answer_from_the_same_weights():
    assert numbers(printed(LESSON, "keras-build"))[-1] < 1e-5
    _, ours, theirs, *_, apart = numbers(printed(LESSON, "keras-train"))
    assert ours == theirs
    assert apart < 1e-5
