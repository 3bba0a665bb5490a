"""Compare what a student returned with what is expected, and say what is wrong."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from . import describe
from .diagnose import diagnose_shape, diagnose_values
from .inputs import Arrays
from .plain_values import to_array, to_plain


def compare_shape(actual: Any, expected: Any) -> str | None:
    """Say what is wrong with the shape of ``actual``, or return None.

    ``expected`` is a tuple of lengths; None stands for any length.
    """
    got = to_array(actual).shape
    expected = tuple(None if n is None else int(n) for n in np.atleast_1d(np.array(expected, dtype=object)))
    if len(got) == len(expected) and all(e is None or g == e for g, e in zip(got, expected, strict=True)):
        return None
    message = f"shape {describe.shape(got)}, expected {describe.shape(expected)}"
    return message + diagnose_shape(got, expected)


def compare_dtype(actual: Any, expected: Any) -> str | None:
    """Say what is wrong with the dtype of ``actual``, or return None."""
    got = to_array(actual).dtype
    families = {"float": "f", "int": "iu", "bool": "b", "number": "fiuc", "str": "U"}
    right = got.kind in families[expected] if expected in families else got == np.dtype(expected)
    return None if right else f"dtype {got}, expected {expected}"


def tolerances(expected: np.ndarray, rtol: float | None = None, atol: float | None = None) -> tuple[float, float]:
    """Return ``rtol`` and ``atol``, by default what the precision of the expected values allows.

    What a student returns has no say in it: an answer in float32 would loosen its own check.
    """
    single = expected.dtype.kind in "fc" and expected.dtype.itemsize < (8 if expected.dtype.kind == "f" else 16)
    return (1e-4 if single else 1e-6) if rtol is None else rtol, (1e-6 if single else 1e-8) if atol is None else atol


def compare_close(
    actual: Any,
    expected: Any,
    rtol: float | None = None,
    atol: float | None = None,
    inputs: Arrays | None = None,
) -> str | None:
    """Say where ``actual`` is not close to ``expected``, or return None.

    A Python number as ``expected`` stands for every entry of the result; an array (also a NumPy scalar, which has shape
    ``()``) must have the shape of the result. ``inputs`` are the arrays that the result was made from.
    """
    for_all = type(expected) in (int, float)
    actual, expected = to_array(actual), to_array(expected)
    wrong_kind = _wrong_kind(actual, expected)
    if wrong_kind:
        return wrong_kind
    if for_all and actual.size == 0:
        return f"the result is empty: shape {actual.shape}"
    if for_all:
        expected = np.broadcast_to(expected, actual.shape)
    if actual.shape != expected.shape:
        shapes = f"shape {describe.shape(actual.shape)}, expected {describe.shape(expected.shape)}"
        return shapes + diagnose_shape(actual.shape, expected.shape, actual, expected)
    single = actual.dtype.kind == "f" and actual.dtype.itemsize < 8
    whole = actual.dtype.kind in "iu"
    rtol, atol = tolerances(expected, rtol, atol)
    wide = np.complex128 if "c" in (actual.dtype.kind, expected.dtype.kind) else np.float64
    actual, expected = actual.astype(wide), expected.astype(wide)
    right = np.isclose(actual, expected, rtol=rtol, atol=atol, equal_nan=True)
    if right.all():
        return None
    words = _difference(actual, expected, right) + _not_finite(actual, expected)
    if whole and actual.ndim == 0 and expected != np.round(expected):
        guess = "Your result is a whole number: a count or a sum where a share or a mean is asked, or rounded?"
        return describe.Problem(words, guess)
    if whole and not np.array_equal(expected, np.round(expected)):
        guess = "Your values are whole numbers: are they rounded, or stored in an array of integers?"
        return describe.Problem(words, guess)
    return describe.Problem(words, diagnose_values(actual, expected, rtol, atol, inputs, single))


def compare_equal(actual: Any, expected: Any) -> str | None:
    """Say where ``actual`` differs from ``expected``, or return None.

    Lists and tuples count as the same kind of sequence; arrays are compared by value, whatever their dtype.
    """
    actual, expected = to_plain(actual), to_plain(expected)
    if actual is None and expected is not None:
        return "your function returned None: is there a return statement?"
    if np.ndarray in (type(actual), type(expected)):
        return _equal_arrays(actual, expected)
    if type(actual) in (list, tuple) and type(expected) in (list, tuple):
        return _equal_sequences(actual, expected)
    if type(actual) is dict and type(expected) is dict:
        return _equal_dicts(actual, expected)
    if type(expected) is int and type(actual) is float and actual == expected:
        return f"got {actual!r} (float), expected {expected} (int): a whole number is asked; // divides without a rest"
    same_kind = type(actual) is type(expected) or (type(actual) is int and type(expected) in (float, complex))
    if same_kind and (actual == expected or (actual != actual and expected != expected)):
        return None
    kinds = "" if same_kind else f" ({type(actual).__name__} where {type(expected).__name__} is expected)"
    return f"got {describe.value(actual)}, expected {describe.value(expected)}{kinds}"


def compare_true(actual: Any, message: str) -> str | None:
    """Return ``message`` unless ``actual`` is True, or an array of nothing but True."""
    actual = to_plain(actual)
    if type(actual) is bool:
        return None if actual else message
    if type(actual) is np.ndarray and actual.dtype.kind == "b" and actual.size:
        return None if actual.all() else message
    return f"{message} (got {describe.value(actual)} where True is expected)"


def compare_range(actual: Any, bounds: Sequence[float]) -> str | None:
    """Say which entry of ``actual`` is not a finite number within ``bounds``, or return None."""
    low, high = (float(bound) for bound in bounds)
    actual = to_array(actual)
    wrong_kind = _wrong_kind(actual, np.zeros(()))
    if wrong_kind:
        return wrong_kind
    if actual.size == 0:
        return f"the result is empty: shape {actual.shape}"
    right = np.isfinite(actual) & (actual >= low) & (actual <= high)
    if right.all():
        return None
    index = tuple(int(i) for i in np.argwhere(~np.atleast_1d(right))[0])
    words = [f"at least {low:g}"] * (low > -np.inf) + [f"at most {high:g}"] * (high < np.inf)
    where = f" at [{', '.join(map(str, index))}]" if actual.ndim else ""
    got = describe.number(np.atleast_1d(actual)[index])
    return f"got {got}{where}, must be {' and '.join(words) or 'finite'}" + _not_finite(actual, np.zeros(actual.shape))


def _equal_arrays(actual, expected):
    if type(expected) not in (np.ndarray, list, tuple):
        if actual.ndim:
            return f"an array of shape {actual.shape} is returned, expected {describe.value(expected)}"
        return compare_equal(actual.item(), expected)
    if type(actual) in (dict, set):
        return f"a {type(actual).__name__} is returned, expected {describe.value(expected)}"
    actual, expected = to_array(actual), to_array(expected)
    if actual.shape != expected.shape:
        shapes = f"shape {describe.shape(actual.shape)}, expected {describe.shape(expected.shape)}"
        return shapes + diagnose_shape(actual.shape, expected.shape, actual, expected)
    if (actual.dtype.kind in "US") != (expected.dtype.kind in "US"):
        return f"dtype {actual.dtype}, expected {expected.dtype}"
    right = np.asarray(actual == expected)
    if actual.dtype.kind in "fc" and expected.dtype.kind in "fc":
        right = right | (np.isnan(actual) & np.isnan(expected))
    return None if right.all() else _difference(actual, expected, right) + _not_finite(actual, expected)


def _equal_sequences(actual, expected):
    if len(actual) != len(expected):
        lengths = f"{len(actual)} of {len(expected)} entries"
        return f"{lengths}: got {describe.value(actual)}, expected {describe.value(expected)}"
    for index, (a, e) in enumerate(zip(actual, expected, strict=True)):
        message = compare_equal(a, e)
        if message:
            if len(actual) > 6 or any(type(entry) in (np.ndarray, list, tuple, dict) for entry in (a, e)):
                return f"entry {index}: {message}"
            return f"got {describe.value(actual)}, expected {describe.value(expected)}"
    return None


def _equal_dicts(actual, expected):
    missing = [key for key in expected if key not in actual]
    extra = [key for key in actual if key not in expected]
    if missing or extra:
        words = [
            f"{word} {describe.value(keys)}" for word, keys in (("missing", missing), ("not asked", extra)) if keys
        ]
        return "the keys differ: " + "; ".join(words)
    for key, value in expected.items():
        message = compare_equal(actual[key], value)
        if message:
            return f"at key {describe.value(key)}: {message}"
    return None


def _wrong_kind(actual, expected):
    got, want = actual.dtype.kind, expected.dtype.kind
    if got in "US":
        return f"text ({describe.value(actual)}) is returned where numbers are expected"
    if got not in "fiucb":
        return f"dtype {actual.dtype} is returned where numbers are expected"
    if got == "b" and want != "b":
        return "True/False values (dtype bool) are returned where numbers are expected"
    if got == "c" and want != "c":
        return f"complex numbers (dtype {actual.dtype}) are returned where real ones are expected"
    return None


def _difference(actual, expected, right):
    """Where the first wrong entry is, and how many there are."""
    index = tuple(int(i) for i in np.argwhere(~np.atleast_1d(right))[0])
    got, want = describe.two_numbers(np.atleast_1d(actual)[index], np.atleast_1d(expected)[index])
    if actual.ndim == 0:
        return f"got {got}, expected {want}"
    wrong = int((~right).sum())
    share = f"{wrong:,} of {right.size:,} values differ"
    if wrong == right.size:
        share = {1: "the only value differs", 2: "both values differ"}.get(wrong, f"all {wrong:,} values differ")
    where = f"[{', '.join(map(str, index))}]"
    if right.size == 1:
        return f"{share}: got {got}, expected {want}"
    return f"{share}; the first at {where}: got {got}, expected {want}"


def _not_finite(actual, expected):
    if actual.dtype.kind not in "fc":
        return ""
    parts = []
    nan = int((np.isnan(actual) & ~np.isnan(expected)).sum())
    inf = int((np.isinf(actual) & ~np.isinf(expected)).sum())
    if nan:
        parts.append(
            f"{describe.count(nan, 'value')} NaN (as from 0/0, 0 * inf, inf - inf or the log of a negative number)"
        )
    if inf:
        parts.append(f"{describe.count(inf, 'value')} infinite (as from overflow, the log of 0 or a division by 0)")
    return "; " + " and ".join(parts) if parts else ""
