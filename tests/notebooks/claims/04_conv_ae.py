"""Comparisons that the text of lesson 04 draws."""

import re

from course_utils import results
from tests.notebooks.lessons import all_lessons, numbers, printed

LESSON = "04_conv_ae"


def reference(key):
    return results.reference(key)


def alts(cell_id):
    """Return the alt texts of the figures that a cell drew in the stored run."""
    (lesson,) = (one for one in all_lessons() if one.name == LESSON)
    (cell,) = (cell for cell in lesson.notebook.cells if cell.id == cell_id)
    return [o.metadata["image/png"]["alt"] for o in cell.outputs if "image/png" in o.get("data", {})]


def test_the_long_run_of_the_pooling_network_is_below_the_published_loss():
    assert reference("s3_conv_ae_bce").mean <= 0.094


def test_clipped_pca_has_less_than_half_of_the_error_of_the_pooling_network():
    assert 2 * reference("pca_128_20000_clipped_sse").mean < reference("s3_conv_ae_sse").mean


def test_the_strided_network_beats_the_dense_one_and_clipped_pca_only_when_it_is_trained_for_longer():
    assert reference("strided_ae_20000_sse").high < reference("dense_ae_20000_sse").low
    assert reference("pca_128_20000_clipped_sse").mean < reference("strided_ae_20000_sse").mean
    assert "wins against PCA-128, clipped" in printed(LESSON, "compare")


def test_cleaned_pca_stays_ahead():
    assert reference("pca_128_20000_cleaned_sse").mean < reference("strided_ae_20000_sse").low
    assert "loses to PCA-128, cleaned" in printed(LESSON, "compare")


def test_convolutions_gain_from_few_images_and_lose_on_shuffled_pixels():
    strided, dense = (
        {key: reference(f"{build}_ae_20000_{key}") for key in ("sse", "shuffled_sse", "few_sse")}
        for build in ("strided", "dense")
    )
    assert strided["sse"].high < dense["sse"].low
    assert 3 * strided["few_sse"].mean < dense["few_sse"].mean
    assert dense["shuffled_sse"].mean < 1.1 * dense["sse"].mean
    assert 2 * dense["shuffled_sse"].high < strided["shuffled_sse"].low


def test_moved_digits_are_least_strange_to_the_strided_network_and_pooling_is_no_better_than_pca():
    (alt,) = alts("knows-images")
    names = ("strided", "dense", "pooling, long run", "PCA-128, clipped")
    found = dict(re.findall(rf"({'|'.join(names)}) ([\d.]+)", alt.partition("Moved by 4")[2]))
    strided, dense, pooling, pca = (float(found[name].rstrip(".")) for name in names)
    assert 1.5 * strided < min(dense, pooling, pca)
    assert pca < pooling


def test_ssim_rates_clipped_pca_low_and_cleaned_pca_high():
    assert reference("pca_128_20000_clipped_ssim").mean < 0.9 < 0.95 < reference("pca_128_20000_cleaned_ssim").mean


def test_accuracy_cannot_tell_a_perfect_copy_from_a_blank_sheet():
    perfect, blank = (numbers(line)[0] for line in printed(LESSON, "accuracy").splitlines()[:2])
    assert (perfect, blank) == (81.45, 80.72)


def test_transposed_decoders_add_no_checkerboard_once_they_are_trained():
    assert all(
        share < 100 for share in numbers(printed(LESSON, "finest").replace("kernel 3", "").replace("kernel 4", ""))
    )


def test_a_move_by_eight_pixels_changes_the_code_least_and_one_by_four_most():
    one, two, four, eight = (numbers(line)[-1] for line in printed(LESSON, "aliasing-digits").splitlines())
    assert 2 * eight < one < two < four


def test_with_a_skip_connection_most_of_the_digit_goes_around_the_code():
    with_code, without = numbers(printed(LESSON, "skip").splitlines()[-1])
    assert with_code < reference("strided_ae_20000_sse").mean / 2
    assert without < 0.2 * 87.5  # a blank sheet's, as the grid shows


def test_squared_error_works_without_the_sigmoid():
    without, with_sigmoid = (numbers(line.partition("[")[2]) for line in printed(LESSON, "no-sigmoid").splitlines())
    assert max(without) < 2 * min(with_sigmoid)
