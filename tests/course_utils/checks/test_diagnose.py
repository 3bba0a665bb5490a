"""Common mistakes are named, and nothing is named that is not certain."""

import numpy as np
import pytest

from course_utils.checks.diagnose import diagnose_shape, diagnose_values

RNG = np.random.default_rng(7)
X = RNG.normal(size=(6, 4)) + 0.1
P = np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)


def say(actual, expected, **kw):
    return diagnose_values(np.asarray(actual, dtype=float), np.asarray(expected, dtype=float), 1e-6, 1e-8, **kw)


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (X * 10, X, "10 times the expected everywhere"),
        (-X, X, "sign is flipped"),
        (-X * 5, X, "-5 times the expected everywhere"),
        (2 * X, X, "factor 1/2 missing"),
        (X / 2, X, "factor 2 missing"),
        (X / np.log(2), X, "log2"),
        (X / np.log(10), X, "log10"),
        (X * 1.7, X, "1.7 times the expected everywhere"),
        (X + 3, X, "off by the same 3"),
        (1 - P, P, "1 minus"),
        (P**2, P, "square of"),
        (np.sqrt(P), P, "square root"),
        (np.log(P), P, "logarithm of the expected"),
        (np.exp(X), X, "exp of"),
        (1 / P, P, "1 divided by"),
        (X * 0, X, "Every value of your result is 0."),
        (X * 0 + 4, X, "Every value of your result is 4."),
        (X[:4].T, X[:4], "transpose"),
        (X[::-1], X, "rows are in the reversed order"),
        (X[:, ::-1], X, "columns are in the reversed order"),
        (X[1::-1], X[:2], "two rows are swapped"),
        (X.T.reshape(6, 4), X, "another order"),
        (X + np.arange(1, 5), X, "Every column is off by a constant"),
        (X + np.arange(1, 7)[:, None], X, "Every row is off by a constant"),
        (X * np.arange(2, 8)[:, None], X, "Every row is off by a factor"),
        (X * np.arange(2, 6), X, "Every column is off by a factor"),
        (np.exp(X) / np.exp(X).sum(axis=0), P, "wrong axis"),
        (X + np.eye(6)[:, [5]], X, "Only row 5 (the last) is wrong"),
        (X + np.eye(4)[2], X, "Only column 2 is wrong"),
        (X + np.eye(6, 4) + np.eye(6, 4, -4), X, "one value in every row"),
        (X * 1.0001, X, "Almost"),
        (-0.5, 0.5, "sign is flipped"),
        (0.123456 / np.log(2), 0.123456, "log2"),
    ],
)
def test_a_mistake_is_named(actual, expected, words):
    assert words in say(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (RNG.normal(size=(6, 4)), X),
        (4.0, 2.0),  # the double, the square: who knows
        (0.5, 2.0),
        (30.0, 3.0),
        (0.777, 0.345),
        (0.123456 * 10, 0.123456),  # one number is always some multiple of another
        (np.array([0.0, 1.0, 1.0, 0.0]), np.array([1.0, 1.0, 0.0, 0.0])),  # of zeros and ones many orders are right
        (1.0, 0.0),
        (np.full(3, 5.0), np.zeros(3)),
        (np.array([1.0, np.nan]), np.array([1.0, 2.0])),
        (np.array([1.0, 0.0]), np.array([0.0, 0.0])),
        (np.array([]), np.array([])),
    ],
)
def test_nothing_is_said_that_is_not_certain(actual, expected):
    assert say(actual, expected) == ""


def test_float32_is_named_where_precision_is_missing():
    assert "compute in float64" in say(X.astype(np.float32), X, single=True)


INPUTS = {"x": np.zeros((10, 7)), 'params["b"]': np.array([0.5, -1.0, 2.0, 0.25])}


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (X * 10, X, "10 times the expected, and 10 is the length of axis 0 of x: did you sum where a mean"),
        (X / 7, X, "divided by 7, and 7 is the length of axis 1 of x: did you average where a sum"),
        (-X * 70, X, "70 times the expected with the sign flipped, and 70 is the number of values in x"),
        (X * 5, X, "5 times the expected everywhere: is a constant"),
        (2 * X, X, "is a factor 1/2 missing"),
        (0.123456 * 10, 0.123456, "10 is the length of axis 0"),
        (X - INPUTS['params["b"]'], X, 'Every row lacks params["b"]'),
        (X + INPUTS['params["b"]'], X, 'holds params["b"] once too often'),
        (X - 2 * INPUTS['params["b"]'], X, 'params["b"] is subtracted where it has to be added'),
        (X + np.array([0.5, 1.0, 2.0, 0.25]), X, "Every column is off by a constant of its own."),
    ],
)
def test_an_input_makes_a_guess_certain(actual, expected, words):
    assert words in say(actual, expected, inputs=INPUTS)


def test_of_two_rows_both_causes_are_named():
    words = say(2 * X, X, inputs={"x": X[:2]})
    assert "did you sum where a mean is asked, or is a factor 1/2 missing?" in words


@pytest.mark.parametrize(
    ("got", "expected", "words"),
    [
        ((3, 5), (5, 3), "transposed shape"),
        ((5, 1), (5,), "too many"),
        ((5,), (5, 1), "is missing"),
        ((1,), (), "too many"),
        ((5,), (), "a sum or a mean missing"),
        ((), (5,), "over everything"),
        ((5, 5), (5,), "broadcast"),
        ((2, 28, 28), (2, 784), "reshape"),
        ((4, 3), (5, 3), ""),
        ((4, 3), (None, 3, 1), ""),
    ],
)
def test_shapes(got, expected, words):
    message = diagnose_shape(got, expected)
    assert words in message
    assert bool(message) == bool(words)


def test_right_values_in_a_transposed_shape():
    assert diagnose_shape((4, 6), (6, 4), X.T, X) == ": the values are right, but transposed"
    assert diagnose_shape((4, 6), (6, 4), X.T + 1, X) == ": this is the transposed shape"


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize(("reduce", "name"), [(np.sum, "sum"), (np.mean, "mean")])
def test_a_sum_that_was_forgotten_is_named_even_where_it_leaves_a_square(axis, reduce, name):
    square = X[:4]
    target = reduce(square, axis=axis)
    words = f": the {name} over axis {axis} is missing"
    assert diagnose_shape(square.shape, target.shape, square, target) == words
    assert "broadcast" in diagnose_shape(square.shape, target.shape, square, target + 1)
