"""Objects of an instructor's plain classes by value: both sides run the class, only attributes travel.

A judge that makes such a class itself must not take its methods from a session. So an object goes as the name of its
class and its attributes, each side puts them into an object of its own class, and what a call changes comes back.
"""

from __future__ import annotations

import enum
import functools
import types
from typing import Any

from grader.sandbox.codec.bounds import VERDICTS, BadValue


class Classes:
    """The classes whose objects go by value, by the name that both sides know them under."""

    def __init__(self) -> None:
        self._known: dict[str, type] = {}

    def __bool__(self) -> bool:
        return bool(self._known)

    @property
    def names(self) -> list[str]:
        """Their names, in order."""
        return sorted(self._known)

    def add(self, name: str, kind: type) -> None:
        """Let objects of a class go by value."""
        self._known[name] = kind

    def name_of(self, value: Any) -> str | None:
        """Return the name of the class of `value`, None if its objects do not go by value."""
        kind = type(value)
        return kind.__name__ if self._known.get(kind.__name__) is kind else None

    def empty(self, name: Any) -> Any:
        """Return an object of a class without attributes.

        Raises
        ------
        BadValue
        """
        kind = self._known.get(name) if type(name) is str else None
        if kind is None:
            raise BadValue("an object of an unknown class")
        try:
            return object.__new__(kind) if not issubclass(kind, BaseException) else kind.__new__(kind)
        except TypeError:
            raise BadValue(f"an object of the class {name[:80]}, which cannot be made anew") from None

    def named_tuple(self, name: Any, values: list[Any]) -> Any:
        """Return a named tuple of a class.

        Raises
        ------
        BadValue
        """
        kind = self._known.get(name) if type(name) is str else None
        if kind is None or not issubclass(kind, tuple) or len(getattr(kind, "_fields", ())) != len(values):
            raise BadValue("a named tuple of an unknown class")
        return tuple.__new__(kind, values)

    def member(self, name: Any, member: Any) -> Any:
        """Return the member of an enumeration.

        Raises
        ------
        BadValue
        """
        kind = self._known.get(name) if type(name) is str else None
        if kind is None or not issubclass(kind, enum.Enum) or type(member) is not str or member not in kind.__members__:
            raise BadValue("an unknown member of an enumeration")
        return kind[member]


def state_of(value: Any) -> dict[str, Any]:
    """Return the attributes of an object."""
    state = {
        name: entry
        for name, entry in dict(getattr(value, "__dict__", {})).items()
        # What was worked out once is worked out again on the other side.
        if not isinstance(_of_class(value, name), functools.cached_property)
    }
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for name in (slots,) if isinstance(slots, str) else slots:
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                state[name] = getattr(value, name)
    return state


def set_state(value: Any, state: Any) -> None:
    """Give an object its attributes; those that are not told it has no more.

    Raises
    ------
    BadValue
        If one of them would take the place of a method, or of what a property works out, or says how it is shown.
    """
    if type(state) is not dict:
        raise BadValue("an object without attributes")
    for name, entry in state.items():
        if type(name) is not str or name.startswith(("__", "_repr_", "_ipython_")):
            raise BadValue(f"an object whose attribute {str(name)[:80]!r} cannot be set")
        own = _of_class(value, name)
        slot = isinstance(own, types.MemberDescriptorType)
        if not slot and (callable(own) or hasattr(type(own), "__get__")):
            raise BadValue(f"an object whose attribute {name[:80]!r} cannot be set")
        if callable(entry) and (name in VERDICTS or not _named_everywhere(entry)):
            raise BadValue(f"an object with a function as its {name[:80]!r}: what a method does is its class's to say")
    for name in set(state_of(value)) - set(state):
        object.__delattr__(value, name)
    for name, entry in state.items():
        try:
            object.__setattr__(value, name, entry)
        except (AttributeError, TypeError):
            raise BadValue(f"an object whose attribute {name[:80]!r} cannot be set") from None


def _of_class(value: Any, name: str) -> Any:
    """Return what a class, not the object, has under a name."""
    return next((vars(kind)[name] for kind in type(value).__mro__ if name in vars(kind)), None)


def _named_everywhere(entry: Any) -> bool:
    """Whether a callable is a type or function that this side has itself, and not a stand-in for one elsewhere."""
    return not type(entry).__module__.startswith("grader.sandbox.")
