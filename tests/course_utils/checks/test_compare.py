"""What counts as the same, and what the message says where it is not."""

import numpy as np
import pytest

from course_utils.checks.compare import (
    compare_close,
    compare_dtype,
    compare_equal,
    compare_range,
    compare_shape,
    compare_true,
)
from course_utils.checks.plain_values import NotPlain


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (1.0, 1.0),
        (1, 1.0),
        ([1, 2], np.array([1.0, 2.0])),
        (np.ones((2, 3)), 1.0),
        (np.float32(1 / 3), 1 / 3),
        (np.ones(3) * (1 + 5e-5), np.ones(3, dtype=np.float32)),
        (np.float16(0.5), 0.5),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (1 + 2j, 1 + 2j),
        (np.array([True]), np.array([True])),
        (np.array([]), np.array([])),
    ],
)
def test_close(actual, expected):
    assert compare_close(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (1.0, 1.00001, "got 1, expected 1.00001"),
        (np.ones(3, dtype=np.float32) * np.float32(1 + 5e-5), np.ones(3), "Almost: .* the result is float32"),
        ([1.0, 5.0, 3.0], np.array([1.0, 2.0, 3.0]), r"1 of 3 values differ; the first at \[1\]: got 5, expected 2"),
        (np.eye(2), np.zeros((2, 2)), r"2 of 4 values differ; the first at \[0, 0\]: got 1, expected 0"),
        (np.array([]), 1.0, "empty"),
        (np.ones(1), np.zeros(1), "the only value differs: got 1, expected 0"),
        (np.array([-0.0, 1.0]), np.array([2.0, 3.5]), r"both values differ; the first at \[0\]: got 0, expected 2"),
        (np.ones((1, 3)), np.ones(3), r"shape \(1, 3\), expected \(3,\).*axis of length 1 too many"),
        (np.ones(3), np.float64(1.0), r"shape \(3,\), expected \(\) \(a single number\).*a sum or a mean missing"),
        ("1.0", 1.0, "text .* where numbers are expected"),
        (True, 1.0, "True/False"),
        (1 + 0j, 1.0, "complex"),
        (np.array([np.nan, 1.0, np.nan]), np.ones(3), "2 values NaN"),
        (np.array([np.inf, 1.0]), np.ones(2), "1 value infinite"),
        (np.array([0, 1]), np.array([0.25, 1.5]), "whole numbers"),
        (np.array(["2020-01-01"], dtype="datetime64[D]"), 1.0, "datetime64"),
    ],
)
def test_not_close(actual, expected, words):
    import re

    message = compare_close(actual, expected)
    assert message is not None
    assert re.search(words, message), message


def test_tolerances_of_the_author_are_kept():
    assert compare_close(np.float32(1.00001), 1.0, rtol=1e-7, atol=0) is not None
    assert compare_close(1.05, 1.0, rtol=0.1) is None
    assert compare_close(0.05, 0.0, atol=0.1) is None


def test_none_is_not_close():
    with pytest.raises(NotPlain, match="return statement"):
        compare_close(None, 1.0)


def test_numbers_that_print_alike_are_told_apart():
    message = compare_close(1.0000001, 1.0, rtol=1e-9)
    assert "got 1.0000001, expected 1" in message


def test_a_huge_array_gives_a_short_message():
    assert len(compare_close(np.zeros((1000, 1000)), np.random.default_rng(0).normal(size=(1000, 1000)))) < 200
    assert len(compare_equal(list(range(100_000)), list(range(1, 100_001)))) < 200
    assert len(compare_equal("a" * 100_000, "b")) < 300


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (3, 3),
        (np.int64(3), 3),
        ("a", "a"),
        (np.str_("a"), "a"),
        ((3, 4), [3, 4]),
        ([np.int64(3), 4], (3, 4)),
        (np.array([1, 2]), (1, 2)),
        (np.array([1.0, 0.0]), np.array([1, 0])),
        (3, 3.0),
        (np.bool_(True), True),
        (None, None),
        ({"a": [1, 2]}, {"a": (1, 2)}),
        ({1, 2}, {2, 1}),
        (float("nan"), float("nan")),
        (np.array([np.nan]), np.array([np.nan])),
        (np.array(["a", "b"]), np.array(["a", "b"])),
    ],
)
def test_equal(actual, expected):
    assert compare_equal(actual, expected) is None


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (4, 3, "got 4, expected 3"),
        (3.0, 3, r"got 3.0 \(float\), expected 3 \(int\)"),
        ((3.0, 2), (3, 2), r"got \(3.0, 2\), expected \(3, 2\)"),
        (True, 1, "bool where int"),
        (1, True, "int where bool"),
        ("3", 3, "str where int"),
        ((3, 4), (4, 3), r"got \(3, 4\), expected \(4, 3\)"),
        ((3,), (3, 4), "1 of 2 entries"),
        (list(range(9)), [*range(8), 7], "entry 8: got 8, expected 7"),
        ([np.ones(2), np.ones(2)], [np.ones(2), np.zeros(2)], "entry 1: both values differ"),
        (np.ones(3), 1, r"an array of shape \(3,\) is returned, expected 1"),
        (None, 3, "return statement"),
        ({"a": 1}, {"a": 1, "b": 2}, r"missing \['b'\]"),
        ({"a": 1, "c": 1}, {"a": 1}, r"not asked \['c'\]"),
        ({"a": 1}, {"a": 2}, "at key 'a': got 1, expected 2"),
        (np.array([1, 2, 3]), np.array([1, 2, 4]), r"1 of 3 values differ; the first at \[2\]: got 3, expected 4"),
        (np.ones((2, 3)), np.ones((3, 2)), "transposed"),
        (np.array(["a"]), np.array([1]), "dtype"),
        ({1, 2}, {1, 3}, "expected"),
    ],
)
def test_not_equal(actual, expected, words):
    import re

    message = compare_equal(actual, expected)
    assert message is not None
    assert re.search(words, message), message


def test_shape():
    assert compare_shape(np.ones((5, 3)), (5, 3)) is None
    assert compare_shape(np.ones((5, 3)), (None, 3)) is None
    assert compare_shape(2.0, ()) is None
    assert compare_shape([1, 2], 2) is None
    assert compare_shape(np.ones((3, 5)), (5, 3)) == "shape (3, 5), expected (5, 3): this is the transposed shape"
    assert compare_shape(np.ones((5, 3)), (None, 4)) == "shape (5, 3), expected (None, 4)"
    assert "() (a single number)" in compare_shape(1.0, (5,))


def test_dtype():
    assert compare_dtype(np.ones(2, dtype=np.float32), "float32") is None
    assert compare_dtype(np.ones(2), "float") is None
    assert compare_dtype([1, 2], int) is None
    assert compare_dtype(np.ones(2), "float32") == "dtype float64, expected float32"
    assert compare_dtype(np.ones(2), "int") == "dtype float64, expected int"


def test_range():
    assert compare_range([0.0, 1.0], (0, 1)) is None
    assert compare_range(5, (0, np.inf)) is None
    assert compare_range([0.5, 1.5], (0, 1)) == "got 1.5 at [1], must be at least 0 and at most 1"
    assert compare_range(-1.0, (0, np.inf)) == "got -1, must be at least 0"
    assert "NaN" in compare_range(np.nan, (-np.inf, np.inf))
    assert "empty" in compare_range([], (0, 1))
    assert "text" in compare_range("a", (0, 1))


def test_true():
    assert compare_true(True, "no") is None
    assert compare_true(np.array([True, True]), "no") is None
    assert compare_true(np.array([True, False]), "no") == "no"
    assert compare_true(False, "no") == "no"
    for value in (1, "yes", [True], None, np.array([]), np.array([], dtype=bool)):
        assert compare_true(value, "no").startswith("no (got "), value


def test_a_count_where_a_share_is_asked():
    assert "a count or a sum where a share" in compare_close(np.int64(3), np.float64(0.75))
    assert "array of integers" in compare_close(np.array([3, 1]), np.array([0.75, 0.25]))
