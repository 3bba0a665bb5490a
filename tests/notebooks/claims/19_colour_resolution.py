"""Comparisons that the text of lesson 19 draws."""

import numpy as np

from course_utils import photographs, results
from tests.notebooks.lessons import numbers, printed

LESSON = "19_colour_resolution"


def mean(key):
    return results.reference(key).mean


def lines(cell):
    """What a cell printed, line by line, without its figures."""
    return [line for line in printed(LESSON, cell).splitlines() if line and not line.startswith("[figure")]


def beginning(cell, words):
    (line,) = (line for line in lines(cell) if line.startswith(words))
    return line.removeprefix(words)


def test_each_loss_answers_what_the_derivation_says():
    gap, _, _, _, near = numbers(beginning("toy-look", "squared error: "))
    (size, _) = numbers(beginning("toy-look", "absolute error: "))
    (off,) = numbers(beginning("toy-look", "cross-entropy: "))
    assert gap < 0.1
    assert near < 2  # hardly a colour lies near squared error's answer
    assert size > 0.7
    assert off < 0.06


def halves():
    """For each method RMSE, CIEDE2000 and colourfulness, means over the right halves."""
    found = {}
    for line in lines("halves-look"):
        values = numbers(line[27:])
        if len(values) == 3 and not line.startswith(("mean over", "classes: ", "rebalanced: ", "the plain", "closest")):
            found[line[:27].strip()] = values
    return found


def test_on_right_halves_neighbours_are_closest_and_all_are_ahead_of_grey():
    found = halves()
    assert min(found, key=lambda method: found[method][1]) == "neighbours"
    assert all(values[1] < found["grey"][1] for values in found.values() if values != found["grey"])
    assert mean("half_neighbours_ciede") < min(mean(f"half_{key}_ciede") for key in ("regression", "classes"))
    assert max(mean(f"half_{key}_ciede") for key in ("mean", "ridge", "regression")) < 0.8 * mean("half_grey_ciede")


def test_colourful_is_not_yet_right():
    found = halves()
    true = numbers(beginning("halves-run", "the right halves themselves have a colourfulness of "))[0]
    assert abs(found["regression"][2] - true) < 0.1 * true
    assert max(found[method][2] for method in ("grey", "mean colour", "ridge")) < 0.8 * true


def test_a_lower_temperature_is_more_colourful_and_the_mode_further_off():
    found = halves()
    for method in ("classes", "rebalanced"):
        colourful = [found[f"{method}, {t}"][2] for t in ("1", "0.38", "0.01")]
        assert colourful == sorted(colourful)
        assert found[f"{method}, 0.01"][1] > max(found[f"{method}, {t}"][1] for t in ("1", "0.38"))


def test_rebalancing_wins_colourfulness_and_costs_error():
    found = halves()
    for t in ("1", "0.38", "0.01"):
        assert found[f"rebalanced, {t}"][2] > found[f"classes, {t}"][2]
        assert found[f"rebalanced, {t}"][1] > found[f"classes, {t}"][1]
    assert mean("half_rebalanced_colourfulness") > mean("half_classes_colourfulness")
    assert mean("half_rebalanced_ciede") > mean("half_classes_ciede")


def test_the_rebalanced_classifier_is_far_ahead_in_the_rebalanced_loss_alone():
    (_, weighted), (_, rebalanced) = (numbers(beginning("halves-look", f"{m}: ")) for m in ("classes", "rebalanced"))
    assert rebalanced < 0.8 * weighted
    ordinary, own, n = numbers(beginning("halves-look", "the plain classifier has the smaller one on "))
    assert own < n / 2
    assert 0 < ordinary < n


def test_on_two_right_halves_nothing_shown_beats_grey():
    found = dict(one.split(" ", 1) for one in beginning("halves-look", "closest of those shown: ").split("; "))
    assert found["astronaut"] == found["china"] == "grey"


def test_regression_is_colourful_but_further_off_than_the_neighbours():
    found = halves()
    assert found["regression"][1] > found["neighbours"][1] + 0.5
    assert abs(found["regression"][1] - found["ridge"][1]) < 1  # close to ridge


def test_only_the_cat_is_coloured_better_than_by_grey_or_one_colour():
    smallest = dict(one.split(" ", 1) for one in beginning("left-out-look", "smallest: ").split(", ") if " " in one)
    assert [name for name, method in smallest.items() if method not in ("grey", "mean colour")] == ["chelsea"]


def test_on_photographs_left_out_grey_is_closest_on_average_and_little_is_won():
    others = ("mean", "ridge", "neighbours", "regression", "classes", "rebalanced")
    assert mean("colour_grey_ciede") < min(mean(f"colour_{key}_ciede") for key in others)
    smallest = [one.split(" ", 1) for one in beginning("left-out-look", "smallest: ").split(", ") if " " in one]
    dull = [name for name, method in smallest if method in ("grey", "mean colour") and name != "mean"]
    assert len(dull) == len(photographs.NAMES) - 1


def test_halves_are_easier_than_photographs_left_out():
    for key in ("neighbours", "regression", "classes", "rebalanced"):
        assert mean(f"half_{key}_ciede") < mean(f"colour_{key}_ciede")


def test_putting_block_means_right_never_does_harm():
    noise, better = numbers(printed(LESSON, "project"))
    assert better > noise
    for key in ("bicubic", "spline", "linear", "network", "no_skip"):
        assert mean(f"resolution_{key}_right") >= mean(f"resolution_{key}_gain") - 1e-6


def test_network_and_linear_filter_beat_bicubic_on_every_photograph_and_without_the_skip_on_none():
    assert mean("resolution_network_beats_bicubic") == len(photographs.NAMES)
    for name in photographs.NAMES:
        _, _, _, linear, network, no_skip = numbers(beginning("sr-table", f"{name:11} ").replace("+", ""))
        assert min(network, linear) > 0 > no_skip
    assert mean("resolution_no_skip_gain") < 0 < mean("resolution_network_gain")


def test_put_right_network_linear_filter_and_spline_are_close_and_none_is_ahead_everywhere():
    found = [mean(f"resolution_{key}_right") for key in ("network", "linear", "spline")]
    assert max(found) - min(found) < 0.12
    assert 0 < mean("resolution_network_beats_all") < len(photographs.NAMES)


def test_hints_beat_the_best_network():
    told = {numbers(line)[0]: numbers(line)[-1] for line in lines("hints-look") if line.startswith("pixels told")}
    best, _ = numbers(beginning("hints-look", "the best network without hints: "))
    assert told[5] < best
    values = list(told.values())
    assert np.all(np.diff(values) < 0)
