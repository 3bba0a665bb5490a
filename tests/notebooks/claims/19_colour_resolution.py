"""Comparisons that the text of lesson 19 draws."""

import numpy as np

from course_utils import photographs, results
from tests.notebooks.lessons import numbers, printed

LESSON = "19_colour_resolution"
NETWORKS = ("regression", "classes, 0.38", "rebalanced, 0.38")


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
        if len(values) == 3 and not line.startswith(("mean over", "classes: ", "rebalanced: ")):
            found[line[:27].strip()] = values
    return found


def test_right_halves_are_coloured_better_than_grey_and_the_mean_colour():
    found = halves()
    best = min(found, key=lambda method: found[method][1])
    assert found[best][1] < min(found["grey"][1], found["mean colour"][1])
    # TODO after execution: in a trial on three halves 6.1 against 6.5, so the text may not say "far"


def test_a_lower_temperature_is_more_colourful_and_further_off():
    found = halves()
    for method in ("classes", "rebalanced"):
        colourful = [found[f"{method}, {t}"][2] for t in ("1", "0.38", "0.01")]
        assert colourful == sorted(colourful)
        assert found[f"{method}, 0.01"][0] > found[f"{method}, 1"][0]


def test_rebalancing_wins_colourfulness():
    found = halves()
    assert all(found[f"rebalanced, {t}"][2] > found[f"classes, {t}"][2] for t in ("1", "0.38", "0.01"))
    assert mean("half_rebalanced_colourfulness") > mean("half_classes_colourfulness")


def test_the_rebalanced_classifier_is_better_in_the_rebalanced_loss():
    (_, weighted), (_, rebalanced) = (numbers(beginning("halves-look", f"{m}: ")) for m in ("classes", "rebalanced"))
    assert rebalanced < weighted
    # TODO after execution: in the fast profile the rebalanced one was better in the plain loss, too (2.65 against 3.15)


def test_on_photographs_left_out_little_or_nothing_is_won_over_grey_and_the_mean_colour():
    rivals = min(mean("colour_grey_ciede"), mean("colour_mean_ciede"))
    best = min(mean(f"colour_{key}_ciede") for key in ("ridge", "neighbours", "regression", "classes", "rebalanced"))
    assert best > 0.85 * rivals  # TODO after execution: set what the text then says


def test_halves_are_easier_than_photographs_left_out():
    for key in ("neighbours", "regression", "classes", "rebalanced"):
        assert mean(f"half_{key}_ciede") < mean(f"colour_{key}_ciede")


def test_putting_block_means_right_never_does_harm():
    noise, better = numbers(printed(LESSON, "project"))
    assert better > noise
    for key in ("bicubic", "spline", "linear", "network", "no_skip"):
        assert mean(f"resolution_{key}_right") >= mean(f"resolution_{key}_gain") - 1e-6


def test_the_network_beats_bicubic_on_every_photograph():
    assert mean("resolution_network_beats_bicubic") == len(photographs.NAMES)


def test_without_the_skip_the_network_is_behind_bicubic():
    assert mean("resolution_no_skip_gain") < 0 < mean("resolution_network_gain")


def test_what_is_free_brings_bicubic_most_of_the_linear_filters_gain():
    assert mean("resolution_bicubic_right") > 0.5 * mean("resolution_linear_gain")
    assert abs(mean("resolution_spline_right") - mean("resolution_linear_right")) < 0.15


def test_hints_beat_the_best_network():
    told = {line.split()[0]: numbers(line)[-1] for line in lines("hints-look") if "pixels told" in line}
    best, _ = numbers(beginning("hints-look", "the best network without hints: "))
    assert told["20"] < best
    values = list(told.values())
    assert np.all(np.diff(values) < 0)
