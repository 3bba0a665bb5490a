"""Exceptions on their way to the other side: the class that was raised, its text, and nothing that would tell a test.

What a student's code raises arrives in the judge as that class where the judge knows it: a built-in one, one of a
library, one of the instructor's, or a mirror of the student's own. What a test's own function raises is told to the
code under test by its type only; where it comes back, it is the same exception again.
"""

from __future__ import annotations

import builtins
from typing import Any

from grader.sandbox.ipc.known_classes import class_here

LONGEST_TEXT = 10_000
_MOST_ARGUMENTS, _MOST_BASES = 8, 20
# Those that steer loops or test runners instead of telling an error are left out: a function that raises
# StopIteration inside `map` would end a test's loop early, without a failure.
_STEERING = (StopIteration, StopAsyncIteration, Warning)
BUILTIN_ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, (StopIteration, StopAsyncIteration))
}


class RemoteError(Exception):
    """The other side raised an exception; `description` says which."""

    def __init__(self, description: dict[str, Any]):
        super().__init__(str(description.get("text", ""))[:LONGEST_TEXT])
        self.description = description


def described(error: BaseException) -> dict[str, Any]:
    """Return an exception as plain data: class, the classes it derives from, text and plain arguments."""
    kind = type(error)
    bases = [[base.__module__, base.__qualname__] for base in kind.__mro__[:_MOST_BASES] if base is not object]
    description: dict[str, Any] = {"type": kind.__name__[:200], "bases": bases, "text": _text_of(error)}
    arguments = getattr(error, "args", ())
    if type(arguments) is tuple and len(arguments) <= _MOST_ARGUMENTS and all(map(_is_plain, arguments)):
        description["args"] = list(arguments)
    description["attributes"] = {
        name: value for name, value in list(vars(error).items())[:20] if name.isidentifier() and _is_plain(value)
    }
    return description


def told(error: BaseException) -> dict[str, Any]:
    """Return what code under test is told of an exception of a test's function: its built-in type, and no more."""
    kind = next((base.__name__ for base in type(error).__mro__ if base in BUILTIN_ERRORS.values()), "Exception")
    return {"type": kind, "bases": [["builtins", kind]], "text": ""}


def _text_of(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # a hostile __str__
        return ""
    return text[:LONGEST_TEXT] if type(text) is str else ""


def _is_plain(value: Any) -> bool:
    return value is None or type(value) in (bool, float) or (type(value) is int and value.bit_length() < 4096) or (
        type(value) is str and len(value) <= LONGEST_TEXT
    )  # fmt: skip


def known_class(module: Any, name: Any) -> type[Exception] | None:
    """Return a class of exceptions of Python or of a library that is imported here, None if there is none."""
    if module == "builtins":
        return BUILTIN_ERRORS.get(name) if type(name) is str else None
    found = class_here(module, name)
    usable = found is not None and issubclass(found, Exception) and not issubclass(found, _STEERING)
    return found if usable else None


def nearest_class(description: dict[str, Any]) -> tuple[type[Exception] | None, bool]:
    """Return the nearest known class of a described exception, and whether it is the very class."""
    bases = description.get("bases")
    for position, base in enumerate(bases[:_MOST_BASES] if type(bases) is list else []):
        if type(base) is list and len(base) == 2:
            found = known_class(*base)
            if found is not None and found is not Exception:
                return found, position == 0
    exactly = type(bases) is list and bases[:1] == [["builtins", "Exception"]]
    return (Exception, True) if exactly else (None, False)


def made(kind: type[Exception], description: dict[str, Any], text: str) -> Exception:
    """Return an exception of a class with the text, arguments and attributes that are described."""
    arguments = description.get("args")
    arguments = arguments if type(arguments) is list and all(map(_is_plain, arguments)) else [text]
    for given in (arguments, [text]):
        try:
            error = kind(*given)
            if type(error) is kind and str(error) == text:
                return with_attributes(error, description)
        except Exception:  # it wants other arguments than those it keeps
            continue
    told_class = type(kind.__name__, (kind,), {"__init__": lambda self, *a: None, "__str__": lambda self: text})
    told_class.__module__, told_class.__qualname__ = kind.__module__, kind.__qualname__
    return with_attributes(told_class.__new__(told_class, *arguments), description)


def with_attributes(error: Exception, description: dict[str, Any]) -> Exception:
    """Give an exception the plain attributes that are described, where its class has nothing else under the name."""
    attributes = description.get("attributes")
    for name, value in list(attributes.items())[:20] if type(attributes) is dict else []:
        if name.isidentifier() and not name.startswith("_") and not hasattr(error, name) and _is_plain(value):
            try:
                setattr(error, name, value)
            except Exception:  # a class with slots
                break
    return error
