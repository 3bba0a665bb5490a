"""Comparisons that the text of lesson 03 draws."""

from course_utils import results


def test_lesson_three_reaches_what_it_promises():
    assert results.reference("dense_ae_bce").high < 0.089
    assert results.reference("dense_ae_sse").high < 7
