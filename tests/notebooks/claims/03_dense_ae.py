"""Comparisons that the text of lesson 03 draws."""

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "03_dense_ae"


def reference(key):
    return results.reference(key)


def errors_of_other_data():
    """Return the errors of the mean image, PCA and the network by kind of picture."""
    lines = [line for line in printed(LESSON, "other-data").splitlines() if "deep-32" in line]
    return {
        line.split("  ")[0].strip(): numbers(line.replace("deep-32", "").replace("PCA-32", ""))[-3:] for line in lines
    }


def test_lesson_three_reaches_what_it_promises():
    assert reference("dense_ae_bce").high < 0.089
    assert reference("dense_ae_sse").high < 7


def test_published_cross_entropies_are_reached():
    assert reference("dense_ae_bce").high < min(0.0935, 0.11, 0.097)


def test_clipping_helps_pca_and_the_published_figure_is_met_without_it():
    as_it_comes, clipped = numbers(printed(LESSON, "pca-result"))[1], numbers(printed(LESSON, "pca-result"))[5]
    assert round(as_it_comes, 2) == 13.87
    assert clipped < as_it_comes - 1
    assert all(
        reference(f"pca_{k}_clipped_sse").mean < reference(f"pca_{k}_sse").mean for k in (2, 8, 10, 30, 32, 64, 128)
    )


def test_the_network_halves_the_error_of_clipped_pca():
    assert 2 * reference("dense_ae_sse").high < reference("pca_32_clipped_sse").mean


def test_a_curved_map_is_worth_most_in_between_and_pca_wins_with_128_numbers():
    factors = {k: reference(f"pca_{k}_clipped_sse").mean / reference(f"dense_ae_{k}_sse").mean for k in (2, 8, 32, 128)}
    assert 1 < factors[2] < factors[8] < factors[32]
    assert factors[32] > 2
    assert reference("pca_128_clipped_sse").mean < reference("dense_ae_128_sse").low


def test_a_relu_on_the_code_kills_units_and_costs():
    assert reference("dense_ae_relu_code_dead").mean > 3
    assert reference("dense_ae_relu_code_sse").mean > reference("dense_ae_sse").high


def test_far_from_home_pca_wins_and_near_home_the_network():
    errors = errors_of_other_data()
    for kind in ("digits", "mirrored", "turned 90°"):
        _, by_pca, deep = errors[kind]
        assert deep < by_pca
    for kind in ("inverted", "faces", "noise"):
        _, by_pca, deep = errors[kind]
        assert by_pca < deep
    for kind in ("faces", "noise"):
        mean_image, _, deep = errors[kind]
        assert mean_image < deep
    assert errors["mirrored"][2] < errors["digits"][1]
    assert errors["empty"][2] == min(deep for _, _, deep in errors.values())


def test_only_two_digits_at_once_are_found_better_than_by_pca():
    for kind in ("mirrored", "turned"):
        assert abs(reference(f"dense_ae_auc_{kind}").mean - reference(f"pca_32_auc_{kind}").mean) < 0.03
    assert reference("dense_ae_auc_two").low > reference("pca_32_auc_two").mean + 0.05
    assert reference("dense_ae_auc_two").low > 0.9
    assert reference("dense_ae_auc_mirrored").high < 0.8
    assert min(reference(f"{model}_auc_noise").mean for model in ("dense_ae", "pca_32")) > 0.999
    assert reference("dense_ae_auc_empty").high < 0.01


def test_fifty_images_are_learned_by_heart_and_pca_is_far_ahead_on_new_ones():
    by_network, by_pca = printed(LESSON, "memorise").splitlines()[-2:]
    (best, end), pca = numbers(by_network), numbers(by_pca)[-1]
    assert pca < best < end
    assert pca < 0.7 * best
