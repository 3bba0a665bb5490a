"""Comparisons that the text of lesson 13 draws."""

from itertools import pairwise

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "13_decoders"


def reference(key):
    return results.reference(key).mean


def test_two_numbers_rebuild_a_font_far_better_than_the_mean_font():
    (line,) = [one for one in printed(LESSON, "map").splitlines() if one.startswith("squared error per letter")]
    rebuilt, mean = numbers(line)
    assert rebuilt < mean / 3


def completions():
    """Mean errors over the families left out: mean letter, nearest font, PCA with two numbers, PCA, autoencoder."""
    return numbers(printed(LESSON, "lofo").splitlines()[-1])


def test_pca_wins_where_a_family_is_left_out_and_the_map_beats_the_other_three():
    mean, nearest, two, pca, map_ = completions()
    assert pca < 0.95 * map_
    assert map_ < 0.97 * nearest
    assert map_ < 0.97 * two
    assert nearest < mean


def walks():
    """By kind of direction: the share of threes that become fives, the change of width, the share that stay threes."""
    lines = printed(LESSON, "walk-run").splitlines()
    kinds = ("units", "random", "principal axes", "made for it")
    return {k: numbers(line.replace("3 to 5", ""))[:3] for k in kinds for line in lines if line.startswith(k)}


def test_a_unit_turns_few_threes_and_a_direction_made_of_class_means_turns_most():
    found = walks()
    assert found["units"][0] < 35
    assert found["random"][0] < found["units"][0]
    assert found["made for it"][0] > 70
    assert reference("walk_made_five") > 2 * reference("walk_unit_five")


def test_no_kind_of_direction_changes_the_width_as_much_as_the_one_made_for_it():
    found = walks()
    assert all(found["made for it"][1] > 1.3 * found[kind][1] for kind in ("units", "random", "principal axes"))
    assert reference("walk_made_width") > 1.3 * max(reference("walk_unit_width"), reference("walk_random_width"))


def frechet():
    lines = [line for line in printed(LESSON, "density").splitlines() if "Fréchet distance" in line and "[" not in line]
    return {line.partition("Fréchet")[0].strip(): numbers(line) for line in lines}


def test_each_step_from_the_standard_normal_to_the_mixture_draws_better():
    found = frechet()
    order = ("standard normal", "one per unit", "one Gaussian", "mixture", "rebuilt test images")
    distances = [found[name][0] for name in order]
    assert all(a > 1.5 * b for a, b in pairwise(distances))
    assert found["rebuilt test images"][0] < 1.5 * found["real images"][0]
    assert 55 < found["rebuilt test images"][1] < found["mixture"][1]
    assert 45 < found["real images"][1] < 55


def test_the_best_critic_has_the_lowest_loss_and_it_is_what_the_divergence_says():
    lines = printed(LESSON, "optimal-critic").splitlines()
    none, half, best, twice, divergence = (numbers(line)[-1] for line in lines)
    assert none == 1.39
    assert best == divergence
    assert best < min(half, twice)


def test_the_lower_rate_finds_the_modes_that_the_higher_one_loses_and_the_mixture_finds_all():
    lines = [line for line in printed(LESSON, "plane").splitlines() if "modes found" in line]
    slow, fast, mixture = (
        [numbers(line.partition("  ")[2])[0] for line in lines if line.startswith(begin)]
        for begin in ("GAN 0.0003", "GAN 0.001", "mixture")
    )
    assert min(slow) > max(fast)
    assert mixture == [8]
    assert reference("gan_modes") > 7 > 4 > reference("gan_fast_modes")


def test_dreams_go_beyond_every_training_image_and_cannot_be_rebuilt():
    lines = {line.split("  ")[0]: numbers(line) for line in printed(LESSON, "dream-figure").splitlines()}
    training, free, held = (lines[name] for name in ("highest training image", "free dream", "held dream"))
    assert free[0] > 2 * training[0]
    assert free[1] > 5 * training[1]
    assert training[0] < held[0] < free[0]
    assert held[1] < training[1]
