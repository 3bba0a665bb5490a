"""Comparisons that the text of lesson 06 draws."""

import pytest

from course_utils import results


def test_a_price_on_activity_halves_it_as_it_was_published():
    free, priced = (results.reference(f"{name}_activity").mean for name in ("no_price", "price_1e_4"))
    assert free == pytest.approx(7.30, rel=0.1)
    assert priced == pytest.approx(3.33, rel=0.1)


def test_sparse_words_of_photographs_are_edges_and_others_are_not():
    share = {name: results.reference(f"{name}_words_edges") for name in ("pca", "weight_decay", "sparse", "psd")}
    assert max(share["pca"].high, share["weight_decay"].high) < 0.05
    assert min(share["sparse"].low, share["psd"].low) > 0.4
