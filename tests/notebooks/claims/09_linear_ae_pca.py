"""Comparisons that the text of lesson 09 draws."""

from course_utils import results


def test_linear_autoencoders_end_at_the_bound():
    assert results.reference("linear_ae_32_gap").mean < 1e-3 * 1e6
    assert results.reference("linear_ae_32_angle").high < 1e-2 * 1e3
    assert results.reference("linear_ae_float64_gap").mean < 1e-8 * 1e12
    assert results.reference("linear_ae_float64_angle").mean < 1e-8 * 1e12
