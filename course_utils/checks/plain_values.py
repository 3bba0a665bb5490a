"""Turn whatever a student returns into plain values, without asking the object itself.

An object may define ``__eq__``, ``__array__`` or ``__float__`` and say what it likes. So nothing is compared before it
is one of Python's own values or a NumPy array of numbers, and the conversion goes through the base class's method,
never through one the object brings along. ``type(x)`` is asked, not ``isinstance``, because ``__class__`` can lie.
"""

import sys
from typing import Any

import numpy as np

MAX_DEPTH = 8


class NotPlain(Exception):
    """What was returned cannot be compared; the message says why, in the student's terms."""


def is_kind(value: Any, kind: type | tuple[type, ...]) -> bool:
    """Like ``isinstance``, but deaf to a ``__class__`` that lies."""
    return issubclass(type(value), kind)


def to_plain(value: Any, depth: int = 0) -> Any:
    """Convert to None, bool, int, float, complex, str, bytes, ndarray, or list, tuple, dict and set of these.

    Parameters
    ----------
    value : object
        What a student's code returned.

    Returns
    -------
    object
        Exact builtin types and exact ``numpy.ndarray`` only. NumPy scalars become 0-d arrays, which keep their dtype.

    Raises
    ------
    NotPlain
        For anything else.
    """
    if depth > MAX_DEPTH:
        raise NotPlain(f"what you return is nested more than {MAX_DEPTH} levels deep")
    if value is None or type(value) is bool:
        return value
    for kind, convert in _SCALARS:
        if is_kind(value, kind) and type(value) not in _NUMPY_SCALARS:
            return convert(value)
    if is_kind(value, np.ndarray):
        return _array(np.ndarray.view(value, np.ndarray))
    if type(value) in _NUMPY_SCALARS:
        return _array(np.array(value))
    tensor = _tensor(value)
    if tensor is not None:
        return _array(tensor)
    return _container(value, depth)


def to_array(value: Any) -> np.ndarray:
    """Convert to a NumPy array of numbers, booleans or text.

    Parameters
    ----------
    value : object
        What a student's code returned: a number, an array, a tensor or (nested) lists of numbers.

    Returns
    -------
    numpy.ndarray

    Raises
    ------
    NotPlain
        If it is None, ragged, or not made of numbers.
    """
    plain = to_plain(value)
    if plain is None:
        raise NotPlain("your function returned None: is there a return statement?")
    if type(plain) is np.ndarray:
        return plain
    if type(plain) in (dict, set):
        raise NotPlain(f"a {type(plain).__name__} is returned where an array of numbers is expected")
    try:
        return _array(np.array(plain))
    except (ValueError, TypeError, OverflowError):
        if type(plain) is tuple:
            raise NotPlain(f"a tuple of {len(plain)} values is returned where one array is expected") from None
        raise NotPlain("the lists you return do not have equal lengths, so they form no array") from None


def _array(array: np.ndarray) -> np.ndarray:
    if array.dtype.hasobject:
        raise NotPlain(
            "an array of Python objects (dtype object) is returned: its entries are no numbers. "
            "Lists of different lengths, None or text among the numbers give that"
        )
    return np.array(array, subok=False)


def _tensor(value: Any) -> np.ndarray | None:
    """The values of a TensorFlow tensor or a Keras variable, None for anything else."""
    kind = type(value)
    module = sys.modules.get(getattr(kind, "__module__", None) or "")
    root = getattr(module, "__name__", "").partition(".")[0]
    if root not in ("tensorflow", "keras"):
        return None
    # A class that merely calls itself TensorFlow's is not found in TensorFlow.
    if getattr(module, kind.__name__, None) is not kind:
        return None
    if kind.__name__ in ("KerasTensor", "SymbolicTensor", "Tensor", "Symbol"):
        raise NotPlain("a symbolic tensor is returned: it has a shape but no values yet. Call the model on an array")
    if not hasattr(kind, "numpy"):
        return None
    return np.asarray(value.numpy())


def _container(value: Any, depth: int) -> Any:
    for kind in (tuple, list, set, frozenset):
        if is_kind(value, kind):
            items = [to_plain(item, depth + 1) for item in kind.__iter__(value)]
            try:
                return (set if kind in (set, frozenset) else kind)(items)
            except TypeError:
                raise NotPlain("a set of arrays is returned; return a list or an array") from None
    if is_kind(value, dict):
        pairs = [(to_plain(k, depth + 1), to_plain(v, depth + 1)) for k, v in dict.items(value)]
        try:
            return dict(pairs)
        except TypeError:
            raise NotPlain("a dictionary is returned whose keys are arrays; use text or numbers as keys") from None
    if is_kind(value, range):
        return list(value)
    raise NotPlain(_refusal(value))


def _refusal(value: Any) -> str:
    kind = type(value)
    name = kind.__name__[:60]
    root = str(getattr(kind, "__module__", "")).partition(".")[0]
    if name in ("function", "builtin_function_or_method", "method", "ufunc"):
        return "a function is returned, not its result: are the parentheses of the call missing?"
    if name in ("generator", "map", "filter", "zip", "enumerate", "reversed"):
        return f"a {name} is returned, which has no values yet: put list(...) or np.array(list(...)) around it"
    if root == "pandas":
        return f"a pandas {name} is returned: convert it with .to_numpy()"
    if root == "scipy":
        return f"a SciPy {name} is returned: convert it with .toarray()"
    if root == "keras":
        return f"a Keras object ({name}) is returned where values are expected: was it called on an input?"
    return f"an object of type {name} is returned where numbers are expected: return a NumPy array or a number"


# np.float64 is a float too, but keeps its dtype as an array. Subclasses of it are not in this set: they become floats.
_NUMPY_SCALARS = frozenset(np.sctypeDict.values())
_SCALARS = (
    (int, int.__int__),
    (float, float.__float__),
    (complex, lambda value: complex(complex.__complex__(value))),
    (str, str.__str__),
    (bytes, lambda value: bytes.__getitem__(value, slice(None))),
)
