"""Comparisons that the text of lesson 02 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "02_backprop"


def steps(line: str) -> list[float]:
    """The steps of SGD, momentum and Adam in a line of the table of valleys; infinite where it says never."""
    return [
        float("inf") if word == "never" else float(word) for word in re.findall(r"(?:SGD|momentum|Adam) (\w+)", line)
    ]


def test_the_central_difference_is_best_at_1e_5_and_the_others_are_useless_there():
    central, one_sided, float32 = (
        numbers(line.split("best eps")[1])
        for line in printed(LESSON, "ucurve-picture").splitlines()
        if "best eps" in line
    )
    assert central[0] == 1e-5
    assert central[3] < 1e-3 * min(one_sided[3], float32[3])
    assert central[1] < 1e-7 < float32[1]


def test_one_part_of_the_tied_gradient_is_far_off():
    both, encoder, decoder = (numbers(line)[0] for line in printed(LESSON, "tied-terms").splitlines())
    assert both < 1e-12
    assert min(encoder, decoder) > 0.1


def test_pca_beats_the_tied_autoencoder():
    pca, tied = results.reference("pca_64_18000_sse"), results.reference("tied_ae_64_sse")
    assert pca.mean + 1 < tied.low


def test_the_gradient_vanishes_through_usual_sigmoids_only():
    usual, four, relu = (float(line.split(":")[1]) for line in printed(LESSON, "depth-measure").splitlines())
    assert usual < 1e-5
    assert 1e-3 < four < 0.1
    assert 0.5 < relu < 5


def test_backpropagation_is_cheaper_by_a_factor_that_grows_into_the_hundreds():
    assert numbers(printed(LESSON, "cost-picture").splitlines()[-1])[1] > 200


def test_with_both_knobs_tuned_momentum_and_adam_need_about_a_third_of_the_steps():
    sgd, momentum, adam = (numbers(line)[0] for line in printed(LESSON, "needed").splitlines())
    assert 2.5 * momentum < sgd
    assert 2.5 * adam < sgd


def test_polyak_s_momentum_replaces_the_condition_number_by_its_root():
    sgd, momentum = (numbers(line)[-1] for line in printed(LESSON, "polyak-slope").splitlines())
    assert 0.95 < sgd < 1.05
    assert 0.45 < momentum < 0.6


def test_scale_does_nothing_to_adam_and_a_turn_nothing_to_the_others():
    same, steeper, turned = (steps(line) for line in printed(LESSON, "valley-changed").splitlines())
    assert steeper == [float("inf"), float("inf"), same[2]]
    assert turned[:2] == same[:2]
    assert turned[2] > 2 * same[2]


def test_ten_usual_sigmoids_stay_near_chance_and_the_remedies_help():
    accuracy = {
        start: [results.reference(f"deep_{start}_{rule}") for rule in ("sgd", "adam")]
        for start in ("sigmoid_glorot", "sigmoid_glorot_4", "relu_he")
    }
    assert max(band.mean for band in accuracy["sigmoid_glorot"]) < 15
    assert min(band.mean for band in accuracy["relu_he"]) > 90
    sgd, adam = accuracy["sigmoid_glorot_4"]
    assert adam.mean > accuracy["relu_he"][1].mean - 3
    assert sgd.mean < adam.mean - 20
