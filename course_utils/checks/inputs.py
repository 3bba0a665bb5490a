"""The arrays that a check's function works on: what a guess about axes has to be measured against."""

import itertools
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

import numpy as np

MAX_ARRAYS, MAX_DEPTH = 50, 3

Arrays = dict[str, np.ndarray]


def arrays_of(function: Any) -> Arrays:
    """Find the arrays that a function of a test cell names, also inside dictionaries, lists and other such functions.

    Nothing is called: only the names in its code are looked up. Functions of other cells, a student's among them, are
    not looked into.

    Parameters
    ----------
    function : callable
        As in ``lambda: softmax(scores)``.

    Returns
    -------
    dict of str to numpy.ndarray
        By the words a test cell has for them: ``scores``, ``params["W1"]``.
    """
    found: Arrays = {}
    if type(function) is FunctionType:  # an object of a student's own is not asked for anything
        for name, value in _named(function, function.__code__.co_filename, 0):
            _collect(name, value, found, 0)
    return found


def lengths_of(arrays: Arrays) -> dict[int, str]:
    """Return what each whole number could be a length of: an axis, several axes together, or all values of an array.

    Returns
    -------
    dict of int to str
        For example ``{5: "the length of axis 0 of scores"}``. Of two arrays with one length the first is named.
    """
    lengths: dict[int, str] = {}
    for name, array in arrays.items():
        for axis, length in enumerate(array.shape):
            lengths.setdefault(int(length), f"the length of axis {axis} of {name}")
    for name, array in arrays.items():
        for k in range(2, array.ndim):
            for axes in itertools.combinations(range(array.ndim), k):
                words = " and ".join(map(str, axes))
                size = int(np.prod([array.shape[axis] for axis in axes]))
                lengths.setdefault(size, f"the number of values along axes {words} of {name}")
        lengths.setdefault(int(array.size), f"the number of values in {name}")
    return {length: words for length, words in lengths.items() if length > 1}


def _named(function: Callable[..., Any], filename: str, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the names in a function's code that stand for something, with what they stand for."""
    code, names = function.__code__, getattr(function, "__globals__", {})
    cells = dict(zip(code.co_freevars, function.__closure__ or (), strict=False))
    parameters = code.co_varnames[: code.co_argcount]
    yield from zip(parameters[::-1], (function.__defaults__ or ())[::-1], strict=False)
    for name in _names_in(code):
        try:
            value = cells[name].cell_contents if name in cells else names[name]
        except (KeyError, ValueError):
            continue
        inner = value.__code__ if type(value) is FunctionType else None
        if inner is not None and inner.co_filename == filename and depth < MAX_DEPTH:
            yield from _named(value, filename, depth + 1)
        else:
            yield name, value


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_freevars
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is CodeType:
            yield from _names_in(constant)


def _collect(name: str, value: Any, found: Arrays, depth: int) -> None:
    if len(found) >= MAX_ARRAYS or depth > MAX_DEPTH:
        return
    if type(value) is np.ndarray and value.dtype.kind in "fiub" and value.ndim:
        found.setdefault(name, value)
    elif type(value) is dict:
        for key, item in itertools.islice(value.items(), MAX_ARRAYS):
            _collect(f"{name}[{key!r}]", item, found, depth + 1)
    elif type(value) in (list, tuple):
        for i, item in enumerate(value[:MAX_ARRAYS]):
            _collect(f"{name}[{i}]", item, found, depth + 1)
