"""Named tuples as plain tuples with names of the codec's own making: no class travels, and no field is a method."""

from __future__ import annotations

import collections
import functools
import keyword
from typing import Any

from grader.sandbox.codec.bounds import VERDICTS, BadValue
from grader.sandbox.codec.paired import paired

_MOST_FIELDS = 255
_MADE = set(vars(collections.namedtuple("_Made", "field"))) - {"field"}
_HARMLESS = _MADE | {"__annotations__", "__orig_bases__", "_field_types", "__abstractmethods__", "__qualname__"}


def fields_of(value: tuple) -> tuple[str, ...] | None:
    """Return the names of a tuple whose class is nothing but names, None for any other subclass.

    A class of a library (what SciPy's tests return) may have methods of its own; those are not carried.
    """
    kind = type(value)
    names = getattr(kind, "_fields", None)
    if type(names) is not tuple or len(names) != len(value) or not all(type(name) is str for name in names):
        return None
    own = set(vars(kind)) - _HARMLESS - set(names)
    of_library = kind.__module__.partition(".")[0] in ("scipy", "numpy", "pandas", "sklearn", "inspect", "platform")
    return names if (kind.__bases__ == (tuple,) and not own) or of_library else None


def make(name: Any, names: Any, values: list[Any]) -> tuple:
    """Return a named tuple.

    Raises
    ------
    BadValue
        If a name is impossible, or a function stands where a method of tuples or tables would decide a test.
    """
    if type(names) is not list or len(names) != len(values) or len(names) > _MOST_FIELDS:
        raise BadValue("a named tuple whose names do not fit")
    for each in (name, *names):
        if type(each) is not str or not each.isidentifier() or keyword.iskeyword(each) or len(each) > 80:
            raise BadValue("a named tuple with an impossible name")
    if len(set(names)) != len(names) or any(each.startswith("_") for each in names):
        raise BadValue("a named tuple with an impossible name")
    for each, value in paired(names, values):
        if callable(value) and (each in VERDICTS or hasattr(tuple, each)):
            raise BadValue("a named tuple with a function in the place of a method that decides tests")
    return tuple.__new__(_class(name, tuple(names)), values)


@functools.lru_cache(maxsize=256)
def _class(name: str, names: tuple[str, ...]) -> type:
    return collections.namedtuple(name, names)  # type: ignore[misc]
