"""Comparisons that the text of lesson 13 draws."""

import json
from importlib import resources
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
    assert reference("complete_pca") < 0.95 * reference("complete_map")
    assert reference("complete_map") < 0.97 * min(reference("complete_nearest"), reference("complete_two"))


def walks():
    """By kind of direction: the share of threes that become fives, the change of width, the share that stay threes."""
    lines = printed(LESSON, "walk-run").splitlines()
    kinds = ("units", "random", "principal axes", "made for it")
    return {k: numbers(line.replace("3 to 5", ""))[:3] for k in kinds for line in lines if line.startswith(k)}


def test_the_direction_made_of_class_means_turns_most_threes_and_more_than_any_unit():
    found = walks()
    assert all(found["made for it"][0] > max(70, found[kind][0] + 10) for kind in ("units", "random", "principal axes"))
    assert reference("walk_made_five") > max(70, reference("walk_unit_five") + 10, reference("walk_random_five") + 10)


def test_how_many_threes_the_best_unit_turns_changes_from_run_to_run():
    runs = walks()["units"][0], reference("walk_unit_five")
    assert max(runs) > 1.5 * min(runs)


def test_for_stroke_width_no_unit_comes_near_the_direction_made_for_it_or_does_much_more_than_a_random_one():
    found = walks()
    assert all(found["made for it"][1] > 1.3 * found[kind][1] for kind in ("units", "random", "principal axes"))
    assert reference("walk_made_width") > 1.3 * max(reference("walk_unit_width"), reference("walk_random_width"))
    assert found["units"][1] < 1.25 * found["random"][1]
    assert reference("walk_unit_width") < 1.25 * reference("walk_random_width")


def frechet():
    lines = [line for line in printed(LESSON, "density").splitlines() if "Fréchet distance" in line and "[" not in line]
    return {line.partition("Fréchet")[0].strip(): numbers(line) for line in lines}


def test_each_step_from_the_standard_normal_to_the_mixture_draws_better():
    found = frechet()
    order = ("standard normal", "one per unit", "one Gaussian", "mixture", "rebuilt test images")
    distances = [found[name][0] for name in order]
    assert all(a > 1.5 * b for a, b in pairwise(distances))
    assert found["rebuilt test images"][0] < 1.5 * found["training images"][0]
    assert 55 < found["rebuilt test images"][1] < found["mixture"][1]
    assert 45 < found["training images"][1] < 55


def test_the_best_critic_has_the_lowest_loss_and_it_is_what_the_divergence_says():
    lines = printed(LESSON, "optimal-critic").splitlines() + printed(LESSON, "divergence").splitlines()
    none, half, best, twice, divergence = (numbers(line)[-1] for line in lines)
    assert none == 1.39
    assert best == divergence
    assert best < min(half, twice)


def in_the_plane():
    """The GANs and the mixture of the stored run: modes found, and the percentage of points near one."""
    lines = [line for line in printed(LESSON, "plane").splitlines() if "modes found" in line]
    return {line.partition("  ")[0]: numbers(line.partition("  ")[2])[::2] for line in lines}


def test_six_gans_reach_all_places_with_many_points_between_and_the_mixture_with_few():
    found = in_the_plane()
    assert found.pop("mixture") == [8, 99]
    assert len(found) == 6
    assert all(modes == 8 and near < 96 for modes, near in found.values())


def test_of_ten_other_runs_four_lose_modes_and_two_keep_one_or_two():
    stored = json.loads(resources.files("course_utils").joinpath("reference_results.json").read_text(encoding="utf-8"))
    modes = sorted(value for key in ("gan_modes", "gan_fast_modes") for value in stored[key]["mnist"]["values"])
    assert len(modes) == 10
    assert modes[0] == 1
    assert modes[1] == 2 < modes[2]
    assert modes[3] < 8 == modes[4]


def test_the_losses_of_all_six_are_near_that_of_a_critic_that_cannot_tell():
    losses = [
        numbers(line.partition("critic")[2])[0] for line in printed(LESSON, "plane").splitlines() if "critic" in line
    ]
    assert len(losses) == 6
    assert 1.25 < min(losses) < max(losses) < 1.45


def on_digits():
    """Fréchet distance (none for real images), critic, rarest digit, effective digits, to training, apart."""
    lines = printed(LESSON, "digit-judge").splitlines()
    names = ("one Gaussian", "mixture", "GAN", "test images")
    return {name: numbers(line.removeprefix(name)) for name in names for line in lines if line.startswith(name)}


def test_the_gan_on_digits_is_behind_both_densities_and_recognised():
    found = on_digits()
    assert found["GAN"][0] > 1.2 * found["one Gaussian"][0] > 3 * found["mixture"][0]
    assert found["GAN"][1] > 95 > found["one Gaussian"][1]
    assert reference("gan_frechet") > 1.1 * reference("density_gaussian_frechet")
    assert reference("density_gaussian_frechet") > 3 * reference("density_mixture_frechet")
    assert reference("gan_critic") > 95


def test_the_gan_copies_no_training_image_and_draws_all_digits_less_evenly_and_less_different():
    found = on_digits()
    assert found["GAN"][-2] > found["mixture"][-2] > found["test images"][-2]
    assert found["GAN"][2] > 1
    assert found["GAN"][3] < found["test images"][-3]
    assert found["GAN"][-1] < found["test images"][-1]
    assert reference("gan_effective") < 9.5


def test_dreams_go_beyond_every_training_image_and_cannot_be_rebuilt():
    lines = {line.split("  ")[0]: numbers(line) for line in printed(LESSON, "dream-figure").splitlines()}
    training, free, held = (lines[name] for name in ("highest training image", "free dream", "held dream"))
    assert free[0] > 2 * training[0]
    assert free[1] > 5 * training[1]
    assert training[0] < held[0] < free[0]
    assert held[1] < training[1]
