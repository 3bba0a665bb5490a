"""Name the mistake where it is cheap and certain to tell.

Every diagnosis is a question in the student's terms, appended to the plain facts. It is given only if the result fits the
mistake to within the tolerance of the check, so that it never leads astray.
"""

import numpy as np

MAX_SIZE = 1_000_000  # larger results are compared, not diagnosed


def diagnose_shape(got, expected, actual=None, target=None):
    """A hint that follows from two shapes (and values, where given), or an empty string."""
    got, expected = tuple(got), tuple(expected)
    if None in expected:
        return ""
    if actual is not None and got == expected[::-1] and got != expected:
        same = (
            np.allclose(actual.T.astype(float), target.astype(float), rtol=1e-4) if _numeric(actual, target) else False
        )
        return ": the values are right, but transposed" if same else ": this is the transposed shape"
    if got == expected[::-1] and got != expected:
        return ": this is the transposed shape"
    if expected == ():
        return ": one number is asked for all; is a sum or a mean missing?"
    if got == ():
        return ": did you sum or average over everything? Look at the axis"
    squeezed = tuple(n for n in got if n != 1)
    if squeezed == tuple(n for n in expected if n != 1):
        return ": there is an axis of length 1 too " + (
            "many (keepdims, reshape?)" if len(got) > len(expected) else "few (keepdims=True, reshape?)"
        )
    if len(expected) == 1 and got == (expected[0], expected[0]):
        return ": a column (n, 1) and a row (n,) were broadcast to a square; give both the same shape first"
    if int(np.prod(got)) == int(np.prod(expected)):
        return ": the number of values is right; is a reshape missing?"
    return ""


def diagnose_values(actual, expected, rtol, atol, rough=False):
    """A hint that follows from the values of two arrays of one shape, or an empty string."""
    if actual.size == 0 or actual.size > MAX_SIZE or not _numeric(actual, expected):
        return ""
    if not (np.isfinite(actual).all() and np.isfinite(expected).all()) or "c" in (
        actual.dtype.kind,
        expected.dtype.kind,
    ):
        return ""
    rtol, atol = max(rtol, 1e-6), min(atol, 1e-6)

    def fits(a, b):
        return bool(np.allclose(a, b, rtol=rtol, atol=atol))

    for diagnose in (_precision, _zeros, _relation, _factor, _order, _line_by_line):
        words = diagnose(actual, expected, fits, rough)
        if words:
            return ". " + words
    return ""


def _precision(actual, expected, fits, rough):
    if np.allclose(actual, expected, rtol=1e-3, atol=1e-5 * max(1e-300, np.abs(expected).max())):
        return "Almost: the difference is small" + (", and the result is float32: compute in float64" if rough else "")
    return ""


def _zeros(actual, expected, fits, rough):
    if not actual.any():
        return "Every value is 0: is the result ever filled in?" if actual.size > 1 else ""
    return ""


def _relation(actual, expected, fits, rough):
    if not np.any(expected) or (actual.size == 1 and float(expected.reshape(-1)[0]) in (0.0, 1.0)):
        return ""
    with np.errstate(all="ignore"):
        table = (
            (-expected, "The sign is flipped"),
            (expected**2, "Your result is the square of the expected: is a square root missing?"),
            (np.sqrt(expected), "Your result is the square root of the expected: is the root too many?"),
            (1 - expected, "Your result is 1 minus the expected: are the two cases swapped?"),
            (np.log(expected), "Your result is the logarithm of the expected: is it one log too many?"),
            (np.exp(expected), "Your result is exp of the expected: is a log missing?"),
            (1 / expected, "Your result is 1 divided by the expected: is the fraction upside down?"),
        )
        for candidate, words in table:
            if np.isfinite(candidate).all() and fits(actual, candidate):
                return words + ("" if words.endswith("?") else ".")
    return ""


def _factor(actual, expected, fits, rough):
    scale = float((expected * expected).sum())
    if scale == 0 or not np.isfinite(scale):
        return _offset(actual, expected, fits, rough)
    factor = float((actual * expected).sum()) / scale
    known = _known_factor(factor)
    if factor != 0 and fits(actual, factor * expected) and (known or np.count_nonzero(expected) > 1):
        return known or f"Your result is {factor:.6g} times the expected everywhere: is a constant factor wrong?"
    return _offset(actual, expected, fits, rough)


def _known_factor(factor):
    def near(value):
        return abs(factor - value) <= 1e-6 * abs(value)

    sign = " and the sign is flipped" if factor < 0 else ""
    size = abs(factor)
    if near(2) or near(-2):
        return f"Your result is 2 times the expected{sign}: is a factor 1/2 missing, or one of 2 too many?"
    if near(0.5) or near(-0.5):
        return f"Your result is half the expected{sign}: is a factor 2 missing, or one of 1/2 too many?"
    if near(1 / np.log(2)):
        return "Your result is in units of log2: the natural logarithm is asked."
    if near(1 / np.log(10)):
        return "Your result is in units of log10: the natural logarithm is asked."
    whole, part = round(size), round(1 / size) if size else 0
    if 3 <= whole <= 100_000 and near(np.sign(factor) * whole):
        return f"Your result is {whole:,} times the expected{sign}: did you sum where a mean is asked?"
    if 3 <= part <= 100_000 and near(np.sign(factor) / part):
        return f"Your result is the expected divided by {part:,}{sign}: did you average where a sum is asked?"
    return ""


def _offset(actual, expected, fits, rough):
    gap = actual - expected
    if actual.size > 1 and fits(actual, expected + gap.mean()):
        return f"Every value is off by the same {gap.mean():.6g}: is a constant missing or too many?"
    return ""


def _order(actual, expected, fits, rough):
    if actual.size < 3 or np.ptp(expected) == 0:
        return ""
    if actual.ndim == 2 and actual.shape[0] == actual.shape[1] and fits(actual, expected.T):
        return "Your result is the transpose of the expected."
    if actual.ndim and fits(actual, expected[::-1]):
        return "The order of the rows is reversed."
    if actual.ndim == 2 and fits(actual, expected[:, ::-1]):
        return "The order of the columns is reversed."
    if fits(np.sort(actual, axis=None), np.sort(expected, axis=None)):
        return "The values are right but stand in another order: look at axes, transposes and reshapes."
    return ""


def _line_by_line(actual, expected, fits, rough):
    if actual.ndim != 2 or min(actual.shape) < 2:
        return ""
    gap = actual - expected
    if fits(actual, expected + gap.mean(axis=0)):
        return "Every column is off by a constant of its own: is the bias missing, or added twice?"
    if fits(actual, expected + gap.mean(axis=1, keepdims=True)):
        return "Every row is off by a constant of its own: look at the axis of a sum, mean or maximum."
    for axis, line in ((1, "row"), (0, "column")):
        scale = (expected * expected).sum(axis=axis, keepdims=True)
        if (scale > 0).all():
            factor = (actual * expected).sum(axis=axis, keepdims=True) / scale
            if factor.all() and fits(actual, factor * expected):
                return f"Every {line} is off by a factor of its own: is something divided along the wrong axis?"
    return ""


def _numeric(*arrays):
    return all(array is not None and array.dtype.kind in "fiub" for array in arrays)
