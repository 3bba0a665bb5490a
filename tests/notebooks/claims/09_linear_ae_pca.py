"""Comparisons that the text of lesson 09 draws."""

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "09_linear_ae_pca"


def test_linear_autoencoders_end_at_the_bound():
    assert results.reference("linear_ae_32_gap").mean < 1e-3 * 1e6
    assert results.reference("linear_ae_32_angle").high < 1e-2 * 1e3
    assert results.reference("linear_ae_float64_gap").mean < 1e-8 * 1e12
    assert results.reference("linear_ae_float64_angle").mean < 1e-8 * 1e12


def test_a_gap_below_one_percent_goes_with_a_large_angle():
    first, last = (numbers(line) for line in printed(LESSON, "keras-train").splitlines() if line.startswith("epoch"))
    assert first[1] < 0.01
    assert first[2] > 0.03 > 10 * last[2]


def test_the_trained_map_is_the_projector_on_images_and_not_as_a_matrix():
    matrices, images = numbers(printed(LESSON, "projector-numbers").splitlines()[0])
    assert matrices > 0.5
    assert images < 0.01


def test_raw_images_turn_the_subspace_most_for_short_codes():
    angles = [numbers(line)[1] for line in printed(LESSON, "centring-angles").splitlines()]
    assert min(angles[:3]) > 0.7
    assert angles[-1] < 0.2


def test_only_the_svd_and_unequal_penalties_find_the_axes():
    plain, equal, recovered, unequal = numbers(printed(LESSON, "l2-rows").splitlines()[-2].replace("L2", ""))
    assert max(plain, equal) < 0.5
    assert min(recovered, unequal) > 0.98


def test_a_linear_decoder_stays_above_the_bound_and_a_bent_one_halves_it():
    words = next(o.metadata["image/png"]["alt"] for o in outputs("below-figure") if "image/png" in o.get("data", {}))
    bound, (pca, linear, half_bent, bent) = numbers(words.split(":")[0])[-1], bars(words)
    assert abs(pca - bound) < 0.01
    assert abs(linear - bound) < 0.01
    assert bound < half_bent
    assert bent < 0.6 * bound


def test_biases_decide_which_plane_is_found():
    lines = [numbers(line) for line in printed(LESSON, "centring-train").splitlines() if "rad" in line]
    (raw_pca, raw_raw), (bias_pca, bias_raw) = lines
    assert raw_raw < 0.1 < 1 < raw_pca
    assert bias_pca < 0.1 < 1 < bias_raw


def test_no_start_ends_elsewhere():
    furthest, below = numbers(printed(LESSON, "restarts").splitlines()[-1])
    assert furthest < 1e-6
    assert below == 0


def test_random_starts_learn_the_later_axes_later_than_predicted():
    agree, differ = (numbers(line) for line in printed(LESSON, "modes").splitlines())
    assert max(abs(a - b) for a, b in zip(agree[:4], agree[4:], strict=True)) <= 0.1
    assert differ[3] > differ[7] + 1
    assert differ[:4] == sorted(differ[:4])


def test_more_examples_support_more_components():
    words = next(o.metadata["image/png"]["alt"] for o in outputs("ppca-likelihood-figure"))
    best = numbers(words.split("best at")[1])[::2]
    assert best == sorted(best)
    assert best[0] < best[-1]


def outputs(cell_id: str) -> list:
    from tests.notebooks.lessons import all_lessons

    (lesson,) = (one for one in all_lessons() if one.name == LESSON)
    return next(cell.outputs for cell in lesson.notebook.cells if cell.id == cell_id)


def bars(words: str) -> list[float]:
    """The values in the alt text of a bar chart, `label value, label value`."""
    return [numbers(part)[-1] for part in words.split(": ", 1)[1].replace("ReLU, ", "ReLU ").split(", ")]
