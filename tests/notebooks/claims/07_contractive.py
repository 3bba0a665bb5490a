"""Comparisons that the text of lesson 07 draws."""

from course_utils import results


def test_calmer_encoders_come_in_the_published_order_and_saturate_more():
    names = ("contractive", "denoising", "plain")
    low, middle, high = (results.reference(f"{name}_ae_norm") for name in names)
    assert low.high < middle.low
    assert middle.high < high.low
    shares = [results.reference(f"{name}_ae_saturated").mean for name in names]
    assert shares == sorted(shares, reverse=True)
