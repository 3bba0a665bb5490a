"""Name the mistake where it is cheap and certain to tell.

Every diagnosis is a question in the student's terms, given after the plain facts and after the check's own hint. It is
given only if the result fits the mistake to within the tolerance of the check, and where it speaks of an axis only if
an input has that length: a guess that leads astray costs more than none.
"""

import math
from collections.abc import Sequence

import numpy as np

from . import describe
from .inputs import Arrays, lengths_of

MAX_SIZE = 1_000_000  # larger results are compared, not diagnosed


def diagnose_shape(
    got: Sequence[int],
    expected: Sequence[int | None],
    actual: np.ndarray | None = None,
    target: np.ndarray | None = None,
) -> str:
    """A hint that follows from two shapes (and values, where given), or an empty string."""
    got, expected = tuple(got), tuple(expected)
    if None in expected:
        return ""
    if got == expected[::-1] and got != expected:
        if _numeric(actual, target) and np.allclose(actual.T, target, rtol=1e-4):
            return ": the values are right, but transposed"
        return ": this is the transposed shape"
    if [n for n in got if n != 1] == [n for n in expected if n != 1]:
        if len(got) > len(expected):
            return ": there is an axis of length 1 too many; look at keepdims and reshape"
        return ": an axis of length 1 is missing; look at keepdims and reshape"
    if expected == ():
        return ": one number is asked for all; is a sum or a mean missing?"
    if got == ():
        return ": did you sum or average over everything? Look at the axis"
    if words := _missing_axis(actual, target):
        return words
    if len(expected) == 1 and got == (expected[0], expected[0]):
        return ": a column (n, 1) and a row (n,) were broadcast to a square; give both the same shape first"
    if math.prod(got) == math.prod(expected):
        return ": the number of values is right; is a reshape or a transpose missing?"
    return ""


def _missing_axis(actual, target):
    """Whether adding up, or averaging, one axis of the result would give what is expected."""
    if not _numeric(actual, target) or actual.ndim != target.ndim + 1 or actual.size > MAX_SIZE:
        return ""
    for axis in range(actual.ndim):
        for reduce, name in ((np.sum, "sum"), (np.mean, "mean")):
            collapsed = reduce(actual, axis=axis)
            if collapsed.shape == target.shape and target.any() and np.allclose(collapsed, target, rtol=1e-4):
                return f": the {name} over axis {axis} is missing"
    return ""


def diagnose_values(
    actual: np.ndarray,
    expected: np.ndarray,
    rtol: float,
    atol: float,
    inputs: Arrays | None = None,
    single: bool = False,
) -> str:
    """Say what the values of two arrays of one shape tell about a mistake; an empty string where that is nothing.

    Parameters
    ----------
    actual, expected : numpy.ndarray
    rtol, atol : float
        Tolerances of the check.
    inputs : dict of str to numpy.ndarray, optional
        What the check's function works on: a factor is called a sum or a mean only where it is one of their lengths.
    single : bool
        Whether the result was stored in single precision.
    """
    if not 0 < actual.size <= MAX_SIZE or not _numeric(actual, expected):
        return ""
    if not (np.isfinite(actual).all() and np.isfinite(expected).all()):
        return ""
    rtol, atol = max(rtol, 1e-6), min(atol, 1e-6)

    def fits(a: np.ndarray, b: np.ndarray) -> bool:
        return bool(np.allclose(a, b, rtol=rtol, atol=atol))

    if np.allclose(actual, expected, rtol=1e-3, atol=1e-5 * np.abs(expected).max()):
        return "Almost: the difference is small" + (", and the result is float32: compute in float64" if single else "")
    inputs = inputs or {}
    return (
        _constant(actual, expected)
        or _relation(actual, expected, fits)
        or _factor(actual, expected, fits, lengths_of(inputs))
        or _offset(actual, expected, fits)
        or _order(actual, expected, fits)
        or _place(actual, expected)
        or _line_by_line(actual, expected, fits, inputs)
    )


def _constant(actual, expected):
    if actual.size > 1 and np.ptp(actual) == 0 and np.ptp(expected) > 0:
        return f"Every value of your result is {describe.number(actual.flat[0])}."
    return ""


def _relation(actual, expected, fits):
    if expected.any() and fits(actual, -expected):
        return "The sign is flipped."
    if not _telling(expected):
        return ""
    with np.errstate(all="ignore"):
        table = (
            (1 - expected, "Your result is 1 minus the expected: are the two cases swapped?"),
            (expected**2, "Your result is the square of the expected: is a square root missing?"),
            (np.sqrt(expected), "Your result is the square root of the expected: is there one root too many?"),
            (np.log(expected), "Your result is the logarithm of the expected: is there one log too many?"),
            (np.exp(expected), "Your result is exp of the expected: is a log missing?"),
            (1 / expected, "Your result is 1 divided by the expected: is the fraction upside down?"),
        )
    for candidate, words in table:
        if np.isfinite(candidate).all() and fits(actual, candidate):
            return words
    return ""


def _factor(actual, expected, fits, lengths):
    scale = float((expected * expected).sum())
    if not 0 < scale < np.inf or not _telling(expected):
        return ""
    factor = float((actual * expected).sum()) / scale
    if factor == 0 or not fits(actual, factor * expected):
        return ""
    if known := _known_factor(factor, lengths):
        return known
    if np.count_nonzero(expected) < 2:  # one number is always some multiple of another
        return ""
    return f"Your result is {factor:.6g} times the expected everywhere: is a constant factor wrong?"


def _known_factor(factor, lengths):
    size, sign = abs(factor), " with the sign flipped" if factor < 0 else ""

    def near(value: float) -> bool:
        return abs(size - value) <= 1e-6 * value

    for length, words in lengths.items():
        half = length == 2
        if near(length):
            cause = "did you sum where a mean is asked" + (", or is a factor 1/2 missing?" if half else "?")
            return f"Your result is {length:,} times the expected{sign}, and {length:,} is {words}: {cause}"
        if near(1 / length):
            cause = "did you average where a sum is asked" + (", or is there a 1/2 too many?" if half else "?")
            return f"Your result is the expected divided by {length:,}{sign}, and {length:,} is {words}: {cause}"
    if near(2):
        return f"Your result is 2 times the expected{sign}: is a factor 1/2 missing, or a 2 too many?"
    if near(1 / 2):
        return f"Your result is half the expected{sign}: is a factor 2 missing, or a 1/2 too many?"
    for base, name in ((2, "log2"), (10, "log10")):
        if near(1 / np.log(base)):
            return (
                f"Your result is {size:.4f} times the expected{sign}, as if by {name}: the natural logarithm is asked."
            )
    return ""


def _offset(actual, expected, fits):
    gap = actual - expected
    if np.ptp(expected) > 0 and fits(actual, expected + gap.mean()):  # two constants always differ by one
        return f"Every value is off by the same {gap.mean():.6g}: is a constant missing, or one too many?"
    return ""


def _order(actual, expected, fits):
    if np.unique(expected).size < max(3, expected.size / 2):  # among few values, or 0 and 1, many orders fit
        return ""
    if actual.ndim == 2 and actual.shape[0] == actual.shape[1] and fits(actual, expected.T):
        return "Your result is the transpose of the expected."
    if fits(actual, expected[::-1]):
        if actual.ndim == 1:
            return "The order is reversed."
        return "The two rows are swapped." if len(actual) == 2 else "The rows are in the reversed order."
    if actual.ndim == 2 and fits(actual, expected[:, ::-1]):
        return "The two columns are swapped." if actual.shape[1] == 2 else "The columns are in the reversed order."
    if fits(np.sort(actual, axis=None), np.sort(expected, axis=None)):
        return "The values are right but in another order: look at axes, transposes and reshapes."
    return ""


def _place(actual, expected):
    """Wrong in one row or column only, or in one place of every row."""
    if actual.ndim != 2 or min(actual.shape) < 2:
        return ""
    wrong = ~np.isclose(actual, expected, rtol=1e-4, atol=1e-6)
    rows, columns = np.flatnonzero(wrong.any(axis=1)), np.flatnonzero(wrong.any(axis=0))
    for places, name, n in ((rows, "row", actual.shape[0]), (columns, "column", actual.shape[1])):
        if len(places) == 1:
            last = " (the last)" if places[0] == n - 1 else ""
            return f"Only {name} {places[0]}{last} is wrong."
    if actual.shape[1] > 2 and (wrong.sum(axis=1) == 1).all():
        return "Exactly one value in every row is wrong."
    return ""


def _line_by_line(actual, expected, fits, inputs):
    if actual.ndim != 2 or min(actual.shape) < 2 or not _telling(expected):
        return ""
    gap = actual - expected
    if fits(actual, expected + gap.mean(axis=0)):
        return _offset_of_columns(gap.mean(axis=0), inputs, fits)
    if fits(actual, expected + gap.mean(axis=1, keepdims=True)):
        return "Every row is off by a constant of its own: look at the axis of a sum, mean or maximum."
    if not (actual.all() and expected.all()):
        return ""
    ratio = actual / expected
    if fits(ratio, ratio[:, :1] * np.ones_like(ratio)):
        return "Every row is off by a factor of its own: look at the axis of a sum, mean or division."
    if fits(ratio, ratio[:1] * np.ones_like(ratio)):
        return "Every column is off by a factor of its own: look at the axis of a sum, mean or division."
    # Divided by the sums of columns where those of rows are asked: the ratio is one number a row times one a column.
    if min(actual.shape) > 2 and fits(ratio, ratio[:, :1] * ratio[:1] / ratio[0, 0]):
        return "It looks as if it were divided along the wrong axis: rows and columns are mixed up."
    return ""


def _offset_of_columns(gap, inputs, fits):
    for name, array in inputs.items():
        if array.shape == gap.shape and array.any():
            if fits(gap, -array):
                return f"Every row lacks {name}: it has to be added."
            if fits(gap, array):
                return f"Every row holds {name} once too often."
            if fits(gap, -2 * array):
                return f"In every row {name} is subtracted where it has to be added."
    return "Every column is off by a constant of its own."


def _telling(expected):
    """Whether a relation that fits can be trusted: between round numbers like 2 and 4 several fit."""
    if np.unique(np.abs(expected)).size > 2:
        return True
    return bool((np.abs(expected * 5040 - np.round(expected * 5040)) > 1e-6).any())


def _numeric(*arrays):
    return all(array is not None and array.dtype.kind in "fiub" for array in arrays)
