"""Comparisons that the text of lesson 06 draws."""

import pytest

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "06_sparse"
CODES = ("plain", "l1", "kl", "k_sparse", "k_sparse_staged")


def code(key):
    return {name: results.reference(f"{name}_code_{key}") for name in CODES}


def test_a_penalty_on_activity_halves_it_as_it_was_published_and_the_code_is_still_not_sparse():
    free, priced = (results.reference(f"{name}_activity").mean for name in ("no_price", "price_1e_4"))
    assert free == pytest.approx(7.30, rel=0.1)
    assert priced == pytest.approx(3.33, rel=0.1)
    assert results.reference("price_1e_4_zeros").high < 0.5
    assert results.reference("price_1e_4_hoyer").high < 0.5


def test_the_patches_are_white():
    low, high, correlation = numbers(printed(LESSON, "white-patches"))
    assert 0.9 < low < high < 1.1
    assert correlation < 0.1


def test_sparse_atoms_of_photographs_are_edges_and_others_are_not():
    share = {name: results.reference(f"{name}_words_edges") for name in ("pca", "weight_decay", "sparse")}
    assert max(share["pca"].mean, share["weight_decay"].mean) < 0.05
    assert share["sparse"].low > 0.5
    for other in ("weight_decay_3", "weight_decay_1", "weight_decay_0"):
        assert results.reference(f"{other}_words_edges").mean < 0.05


def test_the_weight_of_the_penalty_is_the_largest_that_still_explains_about_half():
    explained = {
        name: results.reference(f"{name}_words_explained").mean for name in ("sparse", "sparse_15", "sparse_20")
    }
    assert explained["sparse"] > 45
    assert max(explained["sparse_15"], explained["sparse_20"]) < 45


def test_codes_of_digits_differ_as_the_text_says():
    error, active, dead = code("sse"), code("speak"), code("dead")
    assert error["plain"].high < error["l1"].low
    assert 2 < error["l1"].mean / error["plain"].mean < 4
    assert 10 * active["k_sparse"].mean < active["plain"].mean
    assert active["kl"].low > 100
    assert dead["kl"].high < 0.02
    assert dead["k_sparse"].low > 0.5
    assert dead["k_sparse_staged"].high < dead["k_sparse"].low
    assert error["k_sparse_staged"].high < error["k_sparse"].low < results.reference("pca_32_sse").mean


def test_pca_with_as_many_numbers_rebuilds_at_least_as_well_as_the_l1_code():
    rows = {line[:13].strip(): numbers(line[13:]) for line in printed(LESSON, "digit-measure").splitlines()}
    (pca,) = (row[0] for name, row in rows.items() if name.startswith("PCA") and name != "PCA-32")
    assert pca < rows["L1"][0]


def test_most_of_the_gain_of_wide_codes_is_the_room():
    accuracy, random = code("accuracy"), results.reference("random_relu_accuracy")
    narrow = max(results.reference(f"{name}_accuracy").mean for name in ("raw_pixels", "pca_32_codes"))
    assert narrow < min(band.mean for band in accuracy.values())
    assert narrow < random.low
    assert max(accuracy[name].mean for name in ("plain", "l1", "k_sparse")) < random.mean
    assert accuracy["kl"].mean - accuracy["kl"].std > random.mean + random.std
    assert abs(accuracy["k_sparse_staged"].mean - random.mean) < 1.5
    ahead = [name for name in CODES if accuracy[name].mean < results.reference("rbf_svm_accuracy").mean]
    assert len(ahead) > len(CODES) / 2


def test_a_guess_goes_most_of_the_way_and_a_few_steps_go_as_far():
    assert results.reference("psd_way").low > 50
    assert 1 < results.reference("psd_steps_equal").mean < 10


def test_a_sparse_autoencoder_finds_directions_in_superposition_that_its_rivals_do_not():
    names = ("topk", "pca", "random", "dead")
    topk, pca, random, dead = (results.reference(f"superposition_{name}").mean for name in names)
    assert topk > 0.5
    assert max(pca, random) < 0.1
    assert dead > 0.45
