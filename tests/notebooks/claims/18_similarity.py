"""Comparisons that the text of lesson 18 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "18_similarity"
LEARNED = ("classifier", "siamese", "deep NCA")


def percents(cell, begin):
    """The percentages in the line of a cell that begins so, by the words before them."""
    (line,) = (line for line in printed(LESSON, cell).splitlines() if line.startswith(begin))
    found = re.findall(r"([A-Za-z][\w .-]*?|pairs, margin [\d.]+) ([\d.]+) ?%", line.removeprefix(begin))
    return {name.strip(): float(value) for name, value in found}


def error(key):
    return results.reference(f"similarity_{key}_error")


def test_most_moved_digits_are_farther_from_themselves_than_from_another_digit():
    (share, _) = numbers(printed(LESSON, "near-figure").splitlines()[-1].partition(":")[2])
    assert share > 50


def test_on_the_sandwich_only_nca_finds_the_line_and_some_starts_miss_it():
    (line,) = (line for line in printed(LESSON, "toy").splitlines() if line.startswith("k-NN errors"))
    pca, lda, nca, _, lowest, highest = numbers(line)
    assert nca < 5
    assert min(pca, lda) > 40
    assert highest - lowest > 0.2


def distances(name):
    (line,) = (line for line in printed(LESSON, "collapse").splitlines() if line.startswith("mean distances"))
    alike, different = re.search(rf"{name}: alike ([\d.e-]+), not alike ([\d.e-]+)", line).groups()
    return float(alike), float(different)


def test_without_negatives_all_distances_shrink_to_nearly_nothing():
    untrained, collapsed, siamese = map(distances, ("untrained", "positives only", "with negatives"))
    assert max(collapsed) < 0.001 * min(untrained)
    assert siamese[1] > 2 * siamese[0]


def test_three_networks_are_level_on_the_maps_and_linear_nca_is_the_best_straight_map():
    found = percents("grid", "k-NN error with two numbers, one run: ")
    networks = [found[name] for name in LEARNED]
    assert max(networks) < 1.1 * min(networks)
    assert 5 < min(networks) <= max(networks) < 8
    straight = {name: found[name] for name in ("PCA", "LDA", "linear NCA")}
    assert min(straight, key=straight.get) == "linear NCA"
    assert straight["linear NCA"] + 15 < min(straight["PCA"], straight["LDA"], found["contractive"])


def test_with_thirty_numbers_pca_is_a_few_tenths_behind_the_networks_and_lda_far():
    lines = printed(LESSON, "thirty").splitlines()
    found = {line[:18].strip(): numbers(line[18:])[0] for line in lines if line.endswith("%")}
    stored = {key: error(key).mean for key in ("classifier", "siamese", "deep_nca", "pca", "linear_nca", "lda")}
    names = (*LEARNED, "PCA", "linear NCA", "LDA (9 numbers)")
    run = {key: found[name] for key, name in zip(stored, names, strict=True)}
    for values in (stored, run):
        networks = [values[key] for key in ("classifier", "siamese", "deep_nca")]
        assert values["classifier"] < min(networks) + 0.1
        assert max(networks) < values["pca"] < values["classifier"] + 0.6
        assert values["pca"] < values["linear_nca"] < error("pixels").mean
        assert values["lda"] > 2 * values["linear_nca"]
    assert error("deep_nca").low > 1.0, "the published figure is not reached"


def unseen(name, count):
    return results.reference(f"unseen_{name}_{count}_error").mean


def test_on_new_digits_pixels_and_pca_win_and_the_siamese_network_is_no_better_than_an_untrained_one():
    lines = [line for line in printed(LESSON, "unseen").splitlines() if "new digits" in line]
    found = {line[:11].strip(): numbers(line.partition("new digits")[2]) for line in lines}
    for column in range(2, 6):
        assert max(found["PCA"][column], found["784 pixels"][column]) < min(found[name][column] for name in LEARNED)
    assert found["deep NCA"][5] < found["classifier"][5] < found["siamese"][5]
    for count in (10, 500):
        best = min(unseen(name, count) for name in ("siamese", "deep_nca", "classifier"))
        assert max(unseen("pca", count), unseen("pixels", count)) < best + (1 if count == 10 else 0)
    assert unseen("pca", 500) < 0.6 * unseen("deep_nca", 500)
    assert unseen("deep_nca", 500) + 2 < unseen("classifier", 500) < unseen("siamese", 500) - 5
    assert unseen("siamese", 500) > unseen("untrained", 500) - 1
    assert found["siamese"][5] > found["untrained"][5] - 1
    assert all(1 < found[name][6] < 1.6 for name in (*LEARNED, "PCA"))


def test_semi_hard_triplets_teach_for_longest_and_the_hardest_collapse():
    errors = percents("mining-figure", "errors: ")
    shares = percents("mining-figure", "triplets with a loss in the last epoch: ")
    assert shares["random"] < 10 < shares["semi-hard"] < 50
    assert shares["hardest"] == 100
    assert min(errors, key=errors.get) == "semi-hard triplets"
    assert errors["hardest triplets"] > 85
    mined = {key: results.reference(f"mining_{key}_error") for key in ("random", "semi_hard", "hardest")}
    assert max(mined["semi_hard"].mean + 1, 4) < mined["random"].mean
    assert mined["hardest"].mean > 85
    assert re.search(r"hardest triplets .* loss 1\.0000", printed(LESSON, "triplet-train"))


def test_a_margin_far_below_the_distances_at_the_start_collapses_and_ten_is_the_best_of_three():
    small, one, ten = (results.reference(f"mining_margin_{key}_error") for key in ("01", "1", "10"))
    assert ten.mean + 1 < one.mean < small.mean / 4
    errors = percents("mining-figure", "errors: ")
    assert errors["pairs, margin 10"] < errors["pairs, margin 1"] < errors["pairs, margin 0.1"]
    assert distances("untrained")[1] > 10 * 0.1
