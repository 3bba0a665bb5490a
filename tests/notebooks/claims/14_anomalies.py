"""Comparisons that the text of lesson 14 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "14_anomalies"
DEEP_SVDD = 94.8


def rows(cell, width):
    """The numbers of each printed line, by the words before them."""
    lines = [line for line in printed(LESSON, cell).splitlines() if len(line) > width and "epoch" not in line]
    lines = [line for line in lines if line[:3] not in ("AUC", "[fi")]
    return {line[:width].strip(): numbers(line[width:]) for line in lines}


def one_class(key):
    return results.reference(f"oneclass_{key}_auc")


def test_each_score_has_a_blind_spot_of_its_own():
    found = rows("toy-auc", 10)
    (error_a, error_b, error_c), density, distance = found["error"], found["density"], found["distance"]
    assert max(error_a, error_b) < 0.5
    assert error_c > 0.99
    assert density[1] < 0.05
    assert min(density[0], density[2]) > 0.99
    assert distance[2] < 0.6
    assert min(distance[:2]) > 0.99


def test_the_error_leads_and_pca_and_the_nearest_image_are_above_the_published_mean_too():
    found = {name: values[-1] for name, values in rows("ten", 25).items()}
    assert max(found, key=found.get) == "AE: error"
    for error, pca, nearest in (
        (found["AE: error"], found["PCA: error"], found["nearest image"]),
        [one_class(key).mean for key in ("ae_error", "pca_error", "nearest")],
    ):
        assert error > pca > DEEP_SVDD
        assert error - pca < 1.5
        assert nearest > DEEP_SVDD
    assert one_class("ae_error").low > one_class("pca_error").mean


def test_the_published_mean_is_that_of_the_ten_published_figures():
    assert float(re.search(r"[\d.]+", one_class("ae_error").source)[0]) == DEEP_SVDD


def test_scores_of_the_code_are_worse_than_those_of_pixels_and_the_forest_is_last():
    found = {name: values[-1] for name, values in rows("ten", 25).items()}
    codes = [found["AE: density of code"], found["AE: distance of code"]]
    assert max(codes) < min(found["PCA: density"], found["nearest image"]) - 3
    assert min(found, key=found.get) == "isolation forest"
    assert max(one_class("ae_density").high, one_class("ae_distance").high) < one_class("nearest").mean


def test_eight_is_the_hardest_digit_for_both_errors():
    found = rows("ten", 25)
    for name in ("AE: error", "PCA: error"):
        assert min(range(10), key=found[name].__getitem__) == 8


def test_the_blank_sheet_and_half_the_ink_pass():
    text = printed(LESSON, "suspects")
    found = {line[:22].strip(): numbers(line[22:])[:2] for line in text.splitlines() if "   half the ink" in line[22:]}
    assert len(found) == 8
    for name in ("AE: error", "PCA: error", "PCA: density"):
        assert found[name][0] < 0.02
    assert max(half for _, half in found.values()) < 0.6
    assert found["AE: distance of code"][0] > 0.9


def shares(name, part):
    """For each promise the mean, lowest and highest rate of false alarms."""
    (line,) = (one for one in printed(LESSON, "promise").splitlines() if one.startswith(name) and part in one)
    found = numbers(line.partition(part)[2].replace("%", ""))
    return [found[i : i + 3] for i in range(0, 9, 3)]


def test_thresholds_from_training_images_break_their_promise_and_those_from_validation_images_hold():
    assert [mean for mean, _, _ in shares("nearest image", "training")] == [100, 100, 100]
    for promise, training, held in zip(
        (10, 5, 1), shares("AE: error", "training"), shares("AE: error", "validation"), strict=True
    ):
        assert training[0] > 1.2 * promise
        assert held[0] < 1.1 * promise
    assert abs(shares("PCA: error", "training")[0][0] - 10) < 2
    ten, _, _ = shares("nearest image", "validation")
    assert ten[1] > 10


def test_the_same_detector_is_right_nineteen_times_of_twenty_or_once_in_fifty():
    lines = printed(LESSON, "prevalence").splitlines()
    (auc,) = (numbers(line)[1] for line in lines if line.startswith("normal"))
    assert abs(auc - 0.97) < 0.01
    five, one = (next(line for line in lines if line.startswith(f"promise {level}")) for level in ("  5%", "  1%"))
    of_two, _, of_thousand = (float(share) for share in re.findall(r"([\d.]+)% at", five))
    assert of_two > 94
    assert 1.5 < of_thousand < 2.6
    caught = float(re.search(r"caught ([\d.]+)%", one.replace("caught  ", "caught "))[1])
    assert 45 < caught < 65
    assert 4 < float(re.findall(r"([\d.]+)% at", one)[-1]) < 9


def test_streams_give_the_precision_that_is_expected():
    mean, low, high, expected = (float(found) for found in re.findall(r"([\d.]+)%", printed(LESSON, "stream")))
    assert low < expected < high
    assert abs(mean - expected) < 1


def test_strangers_ruin_the_nearest_image_most_and_pca_least():
    found = rows("contaminated", 18)
    found = {name: values for name, values in found.items() if len(values) == 3 and "others" not in name}
    loss = {name: clean - dirty for name, (clean, _, dirty) in found.items()}
    assert max(loss, key=loss.get) == "nearest image"
    assert found["nearest image"][0] - found["nearest image"][1] > 7
    assert loss["PCA: error"] < loss["AE: error"] - 2
    assert found["AE: error"][0] > found["PCA: error"][0]
    assert found["AE: error"][2] < found["PCA: error"][2]


def test_regression_or_the_nearest_fill_images_best_training_with_holes_pays_and_iterating_does_not():
    found = rows("fill-figure", 22)
    for hole, best in enumerate(("regression", "five nearest")):
        off = {way: values[hole] for way, values in found.items() if len(values) == 2}
        assert min(off, key=off.get) == best
        assert off["masked AE, 1 step"] < 0.95 * off["copying AE, 1 step"]
        assert off["masked AE, 30 steps"] > off["masked AE, 1 step"]
        assert off["copying AE, 30 steps"] > off["copying AE, 1 step"]
    assert abs(found["masked AE, 1 step"][0] - found["PCA-64, 30 steps"][0]) < 0.01
    assert found["regression"][1] < 1.1 * found["five nearest"][1]


def test_regression_fills_the_table_best_and_iterating_the_masked_network_does_harm():
    found = {name: values[0] for name, values in rows("fill-table", 22).items() if len(values) == 2}
    assert min(found, key=found.get) == "regression"
    assert found["masked AE, 30 steps"] > found["mean"]
    table = {key: results.reference(f"table_{key}_rmse") for key in ("mean", "pca", "ae", "nearest", "regression")}
    assert table["regression"].mean < 0.8 * min(table[key].mean for key in ("pca", "ae", "nearest"))
    assert max(table[key].mean for key in ("pca", "ae", "nearest")) < 0.7 * table["mean"].mean


def test_values_that_are_missing_for_a_reason_are_filled_in_too_low():
    found = {line[:36].strip(): numbers(line[36:]) for line in printed(LESSON, "reasons").splitlines()}
    random, largest = ({k: v for k, v in found.items() if k.startswith(word)} for word in ("at random", "the largest"))
    assert all(abs(low) < 0.1 for _, low in random.values())
    assert all(low > 0.7 for _, low in largest.values())
