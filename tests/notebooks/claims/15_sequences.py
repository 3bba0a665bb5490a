"""Comparisons that the text of lesson 15 draws."""

import re
from itertools import pairwise

import numpy as np
from sklearn.decomposition import PCA

from course_utils import data, results, sequences
from tests.notebooks.lessons import numbers, printed

LESSON = "15_sequences"
WAYS = ("zeros_forwards", "zeros_backwards", "teacher_forwards", "teacher_backwards")


def vowels(key):
    return results.reference(f"vowels_{key}")


def bikes(key):
    return results.reference(f"bikes_{key}")


def after(cell, words):
    """The numbers behind these words, in the line that begins with them."""
    (line,) = (one for one in printed(LESSON, cell).splitlines() if one.startswith(words))
    return numbers(line.removeprefix(words))


def alarms():
    """AUC of hours and of days, by detector and by where windows begin."""
    lines = re.findall(r"^(\S.*?) {2,}(every hour|midnight) +([\d.]+) +([\d.]+)$", printed(LESSON, "alarm-table"), re.M)
    assert len(lines) == 8
    return {(name, begins): (float(hour), float(day)) for name, begins, hour, day in lines}


def f1():
    """Best F1 point by point and point-adjusted, by score."""
    lines = re.findall(r"^(.*?) +F1 ([\d.]+) +point-adjusted ([\d.]+)$", printed(LESSON, "adjust-figure"), re.M)
    return {name: (float(plain), float(adjusted)) for name, plain, adjusted in lines}


def test_the_plain_error_falls_to_a_quarter_and_the_masked_one_stays():
    found = [numbers(line)[1:] for line in printed(LESSON, "padding-counts").splitlines()]
    plain, masked = zip(*found, strict=True)
    assert plain[0] == masked[0] == masked[1] == masked[2]
    assert abs(plain[2] / plain[0] - 7 / 29) < 0.01


def test_a_small_matrix_forgets_and_a_large_one_explodes():
    found = [re.findall(r"steps ([\d.e+-]+)", line) for line in printed(LESSON, "reach-figure").splitlines()]
    half, one, more = ([float(value.rstrip(",")) for value in line] for line in found if line)
    assert half[0] < 2e-3
    assert 0.1 < one[1] < one[0] < 1 < more[0] < more[1]


def test_a_tenth_of_a_step_takes_two_digits_off_the_error_of_a_difference():
    errors = [float(found) for found in re.findall(r"difference (\S+),", printed(LESSON, "differences"))]
    assert all(70 < large / small < 140 for large, small in pairwise(errors))


def rebuilt():
    """Error told the frames before, and reading its own output, by way; None where there is none."""
    lines = re.findall(r"^(\S.*?) {2,}([\d.]+|-) +([\d.]+|-)$", printed(LESSON, "rebuild-figure"), re.M)
    assert len(lines) == 7
    return {way: [None if cell == "-" else float(cell) for cell in cells] for way, *cells in lines}


def test_a_taught_decoder_beats_the_frame_before_and_is_about_five_times_as_far_off_on_its_own():
    found = rebuilt()
    for way in WAYS[2:]:
        told, own = found[way.replace("_", ", ")]
        assert told < found["frame before"][0]
        assert vowels(f"{way}_told").high < vowels("frame_before_told").mean
        assert 5 < own / told < 6.5
        assert 4.5 < vowels(f"{way}_own").mean / vowels(f"{way}_told").mean < 6.5
        assert own > found[way.replace("teacher_", "zeros, ")][1]
        assert vowels(f"{way}_own").mean > vowels(way.replace("teacher", "zeros") + "_own").mean


def test_reading_backwards_pays_and_pca_of_eight_frames_is_far_ahead():
    found = rebuilt()
    for kind in ("zeros", "teacher"):
        assert found[f"{kind}, backwards"][1] < found[f"{kind}, forwards"][1]
        assert vowels(f"{kind}_backwards_own").mean < vowels(f"{kind}_forwards_own").mean
    assert found["PCA, stretched"][1] < 0.7 * min(found[way.replace("_", ", ")][1] for way in WAYS)
    assert vowels("pca_own").mean < 0.7 * min(vowels(f"{way}_own").low for way in WAYS)


def test_speakers_are_told_apart_but_an_average_does_it_better():
    found = {name: vowels(f"{name}_accuracy").mean for name in WAYS}
    assert min(found.values()) > 90
    assert max(found.values()) < vowels("mean_frame_accuracy").mean < vowels("eight_accuracy").mean
    assert abs(max(found.values()) - 94.1) < 2
    assert min(found.values()) < vowels("untrained_accuracy").mean < max(found.values())
    run = {line[:28].strip(): numbers(line[28:])[0] for line in printed(LESSON, "speakers-figure").splitlines()[:-1]}
    assert max(run, key=run.get) == "eight frames (96)"
    assert min(run[f"{way} (16)".replace("_", ", ")] for way in WAYS) > 88


def test_more_padding_leaves_one_encoder_alone_and_breaks_the_other():
    skips, reads = (
        numbers(line.replace("%", "")) for line in printed(LESSON, "unmasked").splitlines() if "right" in line
    )
    assert skips[0] == skips[1]
    assert skips[2] == 0
    assert reads[1] < reads[0] - 30
    assert vowels("unmasked_longer_accuracy").high < vowels("unmasked_accuracy").low - 30


def test_pca_finds_days_off_most_normal_and_the_network_does_not():
    found = {name: day for (name, begins), (_, day) in alarms().items() if begins == "every hour"}
    assert found["PCA"] < 0.1
    assert bikes("slid_pca_auc").mean < 0.1
    assert found["GRU autoencoder"] > 0.8
    assert bikes("slid_gru_auc").low > 0.9
    assert found["nearest window"] > found["GRU autoencoder"]
    assert bikes("slid_nearest_auc").mean > bikes("slid_gru_auc").high


def test_two_directions_of_windows_at_every_hour_are_waves_of_a_day():
    year = data.bike_hours()
    series, off = sequences.hourly(year.rented)[: 181 * 24], np.repeat(year.day_off, 24)
    windows = np.stack([series[i : i + 24] for i in range(len(series) - 23) if not off[i : i + 24].any()])
    directions = PCA(2).fit(windows - windows.mean(axis=1, keepdims=True)).components_
    power = np.abs(np.fft.rfft(directions, axis=1)) ** 2
    assert (power[:, 1] / power.sum(axis=1) > 0.99).all()


def test_from_midnight_on_all_find_the_days_off_and_the_mean_working_day_is_level_with_the_best():
    found = {name: day for (name, begins), (_, day) in alarms().items() if begins == "midnight"}
    assert min(found.values()) > 0.9
    assert found["mean window"] > max(found.values()) - 0.005
    stored = [bikes(f"days_{key}_auc").mean for key in ("gru", "pca", "nearest", "mean")]
    assert min(stored) > 0.97
    assert stored[-1] > max(stored) - 0.005


def test_more_components_rebuild_better_and_detect_worse():
    lines = [numbers(line) for line in printed(LESSON, "components").splitlines()[1:]]
    errors, midnight, hourly = ([line[place] for line in lines] for place in (1, 2, 3))
    assert errors == sorted(errors, reverse=True)
    assert min(midnight[:3]) > max(midnight[3:]) + 0.05
    assert max(hourly) < 0.7


def test_random_numbers_are_rated_above_nine_tenths_and_no_better_than_an_alarm_that_is_always_on():
    found = f1()
    always = found["alarm always"][0]
    for plain, adjusted in (both for name, both in found.items() if name.startswith("random")):
        assert abs(plain - always) < 0.02
        assert adjusted > 0.9
        assert adjusted > found["PCA, every hour"][1]
    assert abs(bikes("random_f1").mean - always) < 0.02
    assert bikes("random_adjusted_f1").low > 0.9


def test_one_alarm_in_twenty_points_touches_nine_weekends_in_ten():
    assert abs(1 - 0.95**48 - 0.9) < 0.03


def test_random_numbers_are_not_far_from_the_best():
    found = f1()
    chance = [adjusted for name, (_, adjusted) in found.items() if name.startswith("random")]
    assert max(adjusted for _, adjusted in found.values()) - sum(chance) / len(chance) < 0.1


def test_no_real_step_is_all_zeros():
    vowels = data.japanese_vowels()
    for each in sequences.standardised(vowels.x_train, vowels.x_test):
        assert all((frames != 0).any(axis=1).all() for frames in each)


def test_a_third_of_all_days_are_days_off():
    assert abs(np.mean(data.bike_hours().day_off[181:]) - 1 / 3) < 0.02
