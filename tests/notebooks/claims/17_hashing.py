"""Comparisons that the text of lesson 17 draws."""

import json
import re

from course_utils import results
from tests.notebooks.lessons import ROOT, numbers, printed

LESSON = "17_hashing"


def line(cell, begin):
    (found,) = (line for line in printed(LESSON, cell).splitlines() if line.startswith(begin))
    return found


def reference(key):
    return results.reference(f"hashing_{key}")


def rounding():
    """The validation losses by noise: (unrounded, rounded)."""
    pieces = line("rounding", "validation loss: ").partition(": ")[2].split("; ")
    return {level: (real, rounded) for level, real, rounded in map(numbers, pieces)}


def test_without_noise_rounding_costs_more_than_with_the_chosen_noise():
    losses, chosen = rounding(), numbers(line("rounding", "chosen"))[0]
    assert chosen == min(losses, key=lambda level: losses[level][1])
    assert chosen > 0
    real, rounded = losses[0.0]
    assert rounded - real > 2 * (losses[chosen][1] - losses[chosen][0])
    assert losses[chosen][0] > real, "unrounded, noise only costs"


def test_the_reference_results_use_the_noise_that_the_lesson_chooses():
    chosen = numbers(line("rounding", "chosen"))[0]
    assert f"noise {chosen:g}" in reference("noisy_map").setting


def test_turning_beats_plain_signs_of_pca_and_random_planes():
    assert reference("pca_itq_map").low > reference("pca_signs_map").mean
    assert reference("pca_itq_map").low > reference("hyperplanes_map").high


def ahead(one, other):
    """Whether one model's figure is higher than another's by more than the spread of both."""
    one, other = reference(one), reference(other)
    return one.mean - one.std > other.mean + other.std


def values(key):
    """The figure of each stored run; runs of one seed begin with the same weights."""
    table = json.loads((ROOT / "course_utils" / "reference_results.json").read_text(encoding="utf-8"))
    return table[f"hashing_{key}"]["mnist"]["values"]


def test_both_networks_turned_rank_better_than_pca_and_are_far_ahead_in_the_small_ball():
    for ours in ("noisy_itq", "plain_itq"):
        for rival in ("pca_itq", "hyperplanes", "untrained_itq", "pca_signs"):
            assert ahead(f"{ours}_map", f"{rival}_map")
            assert reference(f"{ours}_precision").low > reference(f"{rival}_precision").high
        assert ahead(f"{ours}_map", "pca_floats_map")
        assert ahead(f"{ours}_map", "pixels_map")
        assert 2 < reference(f"{ours}_map").mean - reference("pca_itq_map").mean < 6


def test_noise_adds_a_point_or_two_in_each_stored_run_and_none_in_the_lesson_s():
    pairs = zip(values("noisy_itq_map"), values("plain_itq_map"), strict=True)
    assert all(0.9 < noisy - plain < 2.5 for noisy, plain in pairs)
    assert judged()["noisy AE + ITQ", 32][0] < judged()["plain AE + ITQ", 32][0]


def test_planes_and_plain_signs_are_level_with_32_bits():
    assert reference("pca_signs_map").mean < reference("hyperplanes_map").high


def rates(kind, what):
    """What was measured on validation images by learning rate: the figures of each run."""
    return {rate: values(f"{kind}_rate_{rate:g}_{what}") for rate in (0.0001, 0.0003, 0.001, 0.003)}


def best(found, choose):
    return choose(found, key=lambda rate: sum(found[rate]))


def test_each_network_has_the_rate_that_ranks_best_on_validation_images():
    chosen = {"noisy": 0.001, "plain": 0.0003}
    assert {kind: best(rates(kind, "map"), max) for kind in chosen} == chosen
    assert "Adam 0.001 with noise and 0.0003 without" in reference("noisy_map").setting


def test_the_loss_after_rounding_would_have_chosen_larger_rates():
    for kind in ("noisy", "plain"):
        assert best(rates(kind, "loss"), min) > best(rates(kind, "map"), max)


def test_with_the_rate_of_the_loss_the_plain_network_would_have_lost_to_pca():
    pca, noisy, plain = values("pca_itq_validation_map"), rates("noisy", "map"), rates("plain", "map")
    assert max(plain[0.003]) < min(pca)
    assert min(plain[0.0003]) > max(pca)
    assert sum(noisy[0.001]) - sum(plain[0.0003]) < sum(noisy[0.003]) - sum(plain[0.003])


def test_a_turn_in_the_plane_lowers_the_quantisation_error():
    signs, turned = numbers(line("plane", "quantisation error per image: "))
    assert turned < 0.9 * signs


def judged():
    """The mAP and the precision within radius 2 by method and bits, in %, of the run that is stored."""
    found = {}
    for text in printed(LESSON, "judge").splitlines():
        row = re.fullmatch(r"([A-Za-z+ ]+?) +((?:[\d.]+ *){6})", text)
        if row:
            values = numbers(row[2])
            found |= {(row[1], k): values[2 * i : 2 * i + 2] for i, k in enumerate((20, 32, 64))}
    return found


def test_more_bits_hardly_change_map_and_ruin_the_small_ball():
    found = judged()
    for name in ("noisy AE", "PCA + ITQ", "hyperplanes"):
        assert found[name, 64][1] < found[name, 32][1] < found[name, 20][1]
        assert found[name, 64][1] < 0.6 * found[name, 20][1]
    for name in ("noisy AE", "PCA + ITQ"):
        assert 0 < found[name, 64][0] - found[name, 20][0] < 8
    assert found["PCA signs", 64][0] < found["PCA signs", 32][0] < found["PCA signs", 20][0]


def test_bits_rank_no_worse_than_the_numbers_of_pca_and_the_pixels():
    assert reference("pca_itq_map").mean > reference("pca_floats_map").mean
    assert reference("pca_itq_map").mean > reference("pixels_map").mean


def test_where_units_are_cut_matters_for_the_untrained_network_alone():
    for name, most in (("noisy AE", 1), ("plain AE", 1), ("untrained", None)):
        _, at_zero, at_medians = numbers(line("bits", f"{name:10} cut at 0: "))[-3:]
        assert at_medians - at_zero > 3 if most is None else abs(at_medians - at_zero) < most


def test_within_radius_seven_fewer_queries_find_nothing_than_within_radius_two():
    _, _, seven = numbers(line("chunks-run", "nothing missed"))
    assert abs(seven - 25) < 5
    (two,) = (numbers(piece)[-1] for piece in line("empty", "PCA + ITQ").split("; ") if "noisy AE with 64" in piece)
    assert two > 2 * seven


def test_with_twenty_bits_hardly_a_query_stays_empty_handed_and_with_64_most_do():
    for piece in line("empty", "PCA + ITQ with 20 bits").split("; "):
        bits, _, nothing = numbers(piece.partition(" with ")[2])
        assert nothing < 10 or bits > 20
        assert nothing > 50 or bits < 64


def test_chunks_miss_nothing_and_compare_a_part():
    found = line("chunks-run", "nothing missed")
    assert "nothing missed: True" in found
    compared, items, nothing = numbers(found)
    assert compared < 0.03 * items
    assert nothing < 40


def test_brute_force_grows_with_the_items_and_the_table_does_not():
    times = {}
    for piece in line("race", "ms per query: ").partition(": ")[2].split("; "):
        name, first, last = re.fullmatch(r"(.+?) ([\d.]+) to ([\d.]+) ms", piece).groups()
        times[name] = float(first), float(last)
    for name in ("floats", "packed bits"):
        assert times[name][1] > 10 * times[name][0]
    assert times["table"][1] < times["table"][0]
    assert times["table"][0] > max(times[name][0] for name in ("floats", "packed bits"))
    assert times["table"][1] < times["packed bits"][1] < times["floats"][1]


def test_neither_bits_nor_table_find_what_the_floats_find():
    for name in ("packed bits", "table"):
        shares = numbers(line("race", f"{name}: of the floats' 100").partition("it finds")[2])
        assert shares == sorted(shares, reverse=True)
        assert max(shares) <= 50


def documents():
    """The mAP by method, in %, for 20, 32 and 64 bits."""
    lines = [line for line in printed(LESSON, "documents-look").splitlines() if line.startswith("mAP, 20")]
    pieces = [re.fullmatch(r"mAP, 20, 32 and 64 bits: (.+?) ([\d., ]+)", line).groups() for line in lines]
    return {name: numbers(values) for name, values in pieces}


def test_the_table_finds_fewer_than_the_packed_bits():
    bits, table = (numbers(line("race", f"{name}: of the floats' 100").partition("it finds")[2]) for name in (
        "packed bits", "table"))  # fmt: skip
    assert all(few < more for few, more in zip(table, bits, strict=True))


def test_bits_of_documents_are_worth_less_than_the_numbers_they_came_from():
    found = documents()
    for bits, unrounded, planes in zip(found["LSA + ITQ"], found["LSA, unrounded"], found["hyperplanes"], strict=True):
        assert planes < bits < unrounded
    whole = numbers(line("documents-look", "mAP, TF-IDF: "))[0]
    assert abs(found["LSA, unrounded"][0] - whole) < 2
    lost = [real - bits for real, bits in zip(found["LSA, unrounded"], found["LSA + ITQ"], strict=True)]
    assert lost[0] > 2 * lost[2]


def test_the_autoencoder_of_documents_is_level_with_twenty_bits_and_behind_with_more():
    found = documents()
    rival, ours = found["LSA + ITQ"], found["noisy AE"]
    assert abs(rival[0] - ours[0]) < 2
    assert min(rival[1] - ours[1], rival[2] - ours[2]) > 2
