"""Comparisons that the text of lesson 05 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import numbers, printed

LESSON = "05_denoising"


def accuracies():
    """Return the accuracies of each method, at noise 0, 0.1, 0.25, 0.5, 0.75 and 1."""
    _, *lines = (line for line in printed(LESSON, "codes").splitlines() if line.strip())
    return {line[:26].strip(): numbers(line[26:]) for line in lines}


def test_a_network_trained_on_noise_repairs_best_and_one_trained_without_is_no_better_than_pca():
    untouched, median, pca, plain, trained = (
        results.reference(f"{name}_05_psnr") for name in ("noisy", "median", "pca_32", "plain_ae", "denoising_ae")
    )
    assert untouched.high < median.low
    assert median.high < min(pca.low, plain.low)
    assert plain.mean < pca.high
    assert max(pca.high, plain.high) < trained.low - 1


def test_the_plain_network_is_like_pca_in_decibels_and_far_better_in_structure():
    pca, plain, trained = (results.reference(f"{name}_05_ssim") for name in ("pca_32", "plain_ae", "denoising_ae"))
    assert pca.high + 0.1 < plain.low
    assert plain.high < trained.low


def test_noise_drawn_once_is_memorised():
    once_seen, once_new, fresh_seen, fresh_new = (
        figure for line in printed(LESSON, "frozen").splitlines()[-2:] for figure in numbers(line)
    )
    assert once_seen > once_new + 3
    assert abs(fresh_seen - fresh_new) < 1
    assert once_new < fresh_new - 1


def test_each_denoiser_is_best_near_its_own_noise():
    figures = numbers(printed(LESSON, "levels-figure").partition("best is training at")[2])
    winners = dict(zip(figures[1::2], figures[::2], strict=True))
    assert winners[0.25] == 0.25
    assert winners[0.5] == 0.5
    assert winners[1.0] == 1.0


def test_masking_makes_filters_compact_and_smooth():
    compact, smooth, repaired = (
        [results.reference(f"masked_{percent}_{key}") for percent in (0, 25, 50)]
        for key in ("compact", "smoothness", "psnr_masked")
    )
    assert compact[0].high < 5 < 15 < compact[2].low < compact[1].high
    for none, quarter, half in (smooth, repaired):
        assert none.high < quarter.low
        assert quarter.high < half.low


def test_the_arrows_follow_the_noisy_density_at_every_level_and_the_clean_one_only_in_the_limit():
    assert results.reference("field_error").high < 0.2
    noisy_density, clean_density = printed(LESSON, "level-errors").splitlines()[-2:]
    errors = [numbers(line.partition("relative error")[2])[::2] for line in (noisy_density, clean_density)]
    assert max(errors[0]) < 0.35
    assert errors[1] == sorted(errors[1], reverse=True)
    assert errors[1][0] > 3 * errors[0][0]


def test_small_steps_draw_the_spiral_and_a_perfect_denoiser_returns_what_it_knows():
    shares, memorised = printed(LESSON, "sample-figure").splitlines()[-2:]
    one_step, small_steps, perfect, data = (float(found) for found in re.findall(r"([\d.]+)%", shares))
    assert data > 95
    assert small_steps > 80 > 3 * one_step
    assert perfect > 90
    assert float(re.search(r"([\d.]+)%", memorised)[1]) > 85


def test_no_network_wins_where_pixels_are_missing_and_repeating_the_masked_one_ruins_its_guess():
    for line in printed(LESSON, "holes-figure").splitlines()[-4:-1]:
        mean, pca, once, twenty, gaussian = (float(found) for found in re.findall(r"([\d.]+) dB", line))
        assert pca == max(mean, pca, once, twenty, gaussian)
        assert twenty < once - 1
        assert line.startswith("random") or mean > max(once, twenty, gaussian) - 0.1


def test_a_trained_code_adds_about_five_points_to_an_untrained_one_and_a_plain_one_none():
    untrained, plain, denoising = (accuracies()[f"{name} code"][0] for name in ("untrained", "plain", "denoising"))
    assert 3.5 < denoising - untrained < 6
    assert plain < untrained
    assert accuracies()["SVM, PCA-64"][0] > denoising + 1


def test_under_noise_a_kernel_machine_is_far_ahead_of_the_denoising_code():
    at_05 = {name: found[3] for name, found in accuracies().items()}
    code = at_05["denoising code"]
    assert code > max(at_05["pixels"], at_05["repaired, pixels"]) + 2
    assert at_05["repaired, untrained code"] > code + 1
    assert min(at_05["SVM, PCA-64"], at_05["repaired, SVM, PCA-64"]) > code + 5
