"""Comparisons that the text of lesson 04 draws."""

from course_utils import results


def test_the_convolutional_network_of_the_slides_reaches_the_published_loss():
    assert results.reference("s3_conv_ae_bce").mean <= 0.094


def test_convolutions_gain_from_few_images_and_lose_on_shuffled_pixels():
    strided, dense = (
        {key: results.reference(f"{build}_ae_20000_{key}") for key in ("sse", "shuffled_sse", "few_sse")}
        for build in ("strided", "dense")
    )
    assert strided["sse"].high < results.reference("pca_128_sse").mean < dense["sse"].low
    assert 2 * strided["few_sse"].high < dense["few_sse"].low
    assert 2 * dense["shuffled_sse"].high < strided["shuffled_sse"].low
