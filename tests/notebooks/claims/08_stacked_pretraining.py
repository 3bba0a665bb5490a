"""Comparisons that the text of lesson 08 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "08_stacked_pretraining"
BUDGETS = ("100", "300", "1000", "10000", "all")


def curve(method, budgets=BUDGETS):
    """Mean accuracies of the reference runs, by budget."""
    return [results.reference(f"stacked_{method}_{budget}").mean for budget in budgets]


def rows(cell, width):
    """The numbers of each line of a printed table, by what its first `width` characters say."""
    return {line[:width].strip(): numbers(line[width:]) for line in printed(LESSON, cell).splitlines()}


def bars(cell):
    """The values of a figure's bars, by label, from its alt text."""
    text = printed(LESSON, cell).partition("? ")[2]
    return {label: float(value) for label, value in re.findall(r"(\S.*?) ([\d.]+) %(?:, |\]|$)", text)}


def test_more_labels_are_better_for_every_method():
    for method in ("raw", "pca", "random", "frozen", "scratch", "relu", "tuned"):
        assert curve(method) == sorted(curve(method)), method


def test_luck_moves_accuracy_by_points_at_a_hundred_labels():
    _, _, low, high, _ = numbers(printed(LESSON, "draws").splitlines()[0])
    assert high - low > 2


def test_published_figures_before_and_after_fine_tuning_are_reached():
    assert results.reference("stacked_frozen_all").mean > 87.7 + 5
    assert 0 < results.reference("stacked_tuned_all").mean - 97.6 < 1


def test_frozen_codes_lead_at_a_hundred_labels_and_an_svm_on_pixels_catches_up():
    frozen, svm, codes = (curve(method, BUDGETS[:3]) for method in ("frozen", "svm", "svmcodes"))
    others = [curve(method, BUDGETS[:1])[0] for method in ("raw", "pca", "random", "scratch", "relu", "svm")]
    assert max(others) + 1 < frozen[0] < codes[0]
    assert codes[0] > curve("tuned")[0]
    assert rows("gains", 46)["frozen codes minus fine-tuned"][0] > 0
    assert rows("gains", 46)["SVM, frozen codes minus SVM, raw pixels"][0] > 1
    assert svm[1] > frozen[1]
    assert svm[2] > frozen[2]
    leads = [code - pixel for code, pixel in zip(codes, svm, strict=True)]
    assert leads == sorted(leads, reverse=True)
    assert abs(leads[2]) < 0.5


def test_with_many_labels_fixed_codes_fall_behind_and_pretraining_no_longer_matters():
    random, frozen = curve("random")[3:], curve("frozen")[3:]
    assert all(a > b for a, b in zip(random, frozen, strict=True))
    relu, tuned = curve("relu")[3:], curve("tuned")[3:]
    assert all(abs(a - b) < 0.7 for a, b in zip(relu, tuned, strict=True))
    at_ten_thousand = {m: curve(m)[3] for m in ("raw", "pca", "random", "frozen", "scratch", "relu", "tuned")}
    svm = curve("svm", BUDGETS[:4])[3]
    assert svm > max(curve("svmcodes", BUDGETS[:4])[3], *at_ten_thousand.values())


def test_random_relu_features_beat_linear_pixels_and_pca_from_three_hundred_labels():
    random, raw, pca = (curve(method)[1:] for method in ("random", "raw", "pca"))
    assert all(a > max(b, c) for a, b, c in zip(random, raw, pca, strict=True))


def test_labels_that_spread_to_unlabelled_images_beat_every_other_use_of_a_hundred():
    spread, codes, shifted = (curve(m, BUDGETS[:2]) for m in ("spreadpca", "spreadcodes", "shifted"))
    best = [max(curve(m, BUDGETS[:2])[i] for m in ("svm", "svmcodes", "frozen", "tuned")) for i in (0, 1)]
    assert spread[0] > best[0] + 3
    assert spread[0] > shifted[0]
    assert shifted[1] > best[1]
    assert all(a >= b - 0.5 for a, b in zip(spread, codes, strict=True))


def test_without_noise_pretraining_gains_nothing():
    gain = rows("gains", 46)["fine-tuned, no noise minus from scratch"]
    assert max(gain) < 0.5


def test_features_layer_by_layer():
    bar = bars("by-layer")
    assert bar["untrained, layer 2"] < bar["untrained, layer 1"] < bar["raw pixels"] < bar["random ReLU, 1,024"]
    assert bar["plain autoencoder, layer 1"] < bar["raw pixels"] + 0.5
    assert bar["plain autoencoder, layer 2"] < bar["raw pixels"] + 0.5
    assert bar["raw pixels"] < bar["denoising, layer 1"] < bar["denoising, layer 2"] == max(bar.values())


def test_c_is_the_best_on_validation_images_or_within_half_a_point_of_it():
    lines = printed(LESSON, "choose").splitlines()
    for start, column in ((1, 1), (5, 2)):  # C = 1 for logistic regression, 10 for the SVM
        for line in lines[start : start + 3]:
            shares = numbers(line[15:])
            assert shares[column] > max(shares) - 0.6, line


def test_a_fifth_class_is_learned_sooner_from_codes_than_from_pixels_but_soonest_from_random_features():
    lines = [line for line in printed(LESSON, "few-shot-look").splitlines() if "±" in line]
    mean = {line[:16].strip(): [float(part.split("±")[0]) for part in line[16:].split(":")[1:]] for line in lines}
    pixels, codes, wide, narrow = (mean[name] for name in ("raw pixels", "codes", "random ReLU", "random ReLU, 200"))
    assert all(0 < code - pixel < 3 for code, pixel in zip(codes[1:], pixels[1:], strict=True))
    assert all(random > code for random, code in zip(wide, codes, strict=True))
    assert 0 < sum(codes) / len(codes) - sum(narrow) / len(narrow) < 1
    together = numbers(printed(LESSON, "few-shot-look").splitlines()[-1])[-1]
    assert together > codes[-1] + 1
