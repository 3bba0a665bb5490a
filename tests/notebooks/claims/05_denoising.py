"""Comparisons that the text of lesson 05 draws."""

from course_utils import results


def test_a_network_trained_on_noise_repairs_best_and_one_trained_without_is_no_better_than_pca():
    noisy, median, pca, plain, trained = (
        results.reference(f"{name}_05_psnr") for name in ("noisy", "median", "pca_32", "plain_ae", "denoising_ae")
    )
    assert noisy.high < median.low
    assert median.high < min(pca.low, plain.low)
    assert plain.mean < pca.high
    assert max(pca.high, plain.high) < trained.low - 1


def test_masking_makes_filters_compact_and_smooth():
    compact, smooth, repaired = (
        [results.reference(f"masked_{percent}_{key}") for percent in (0, 25, 50)]
        for key in ("compact", "smoothness", "psnr_masked")
    )
    assert compact[0].high < 5 < 15 < compact[2].low < compact[1].high
    for none, quarter, half in (smooth, repaired):
        assert none.high < quarter.low
        assert quarter.high < half.low
