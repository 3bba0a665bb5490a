"""Containers that can be changed: what they hold now, whether that has changed, and how it is put into another one.

A value keeps its identity while it is lent: both sides hold one object each, and what one side changes in its own is
put into the other's in place.
"""

from __future__ import annotations

import collections
import types
from operator import is_
from typing import Any

from grader.sandbox.codec.bounds import VERDICTS, BadValue
from grader.sandbox.codec.paired import paired

# By exact type; what travels is a list of entries, or of keys and of values.
SEQUENCES: dict[type, str] = {list: "list", collections.deque: "deque", set: "set", bytearray: "bytearray"}
MAPPINGS: dict[type, str] = {
    dict: "dict",
    collections.OrderedDict: "ordered",
    collections.Counter: "counter",
    collections.defaultdict: "default",
    types.SimpleNamespace: "namespace",
}
_MAPPING_KINDS = {tag: kind for kind, tag in MAPPINGS.items()}


def pairs_of(value: Any) -> tuple[list[Any], list[Any]]:
    """Return keys and values of a mapping, without asking any method that could have been replaced."""
    inner = vars(value) if type(value) is types.SimpleNamespace else value
    if type(inner) is collections.OrderedDict:
        return list(inner.keys()), list(inner.values())
    return list(dict.keys(inner)), list(dict.values(inner))


def empty_mapping(tag: str) -> Any:
    """Return an empty mapping of a kind."""
    return _MAPPING_KINDS[tag]()


def fill_mapping(value: Any, keys: list[Any], values: list[Any]) -> None:
    """Put pairs into a mapping, instead of those that are in it.

    Raises
    ------
    BadValue
    """
    if len(keys) != len(values):
        raise BadValue("a dictionary whose keys do not fit its values")
    inner = vars(value) if type(value) is types.SimpleNamespace else value
    if inner is not value and not all(type(key) is str and not key.startswith("_") for key in keys):
        raise BadValue("an object with an impossible attribute")
    if inner is not value and any(callable(each) and key in VERDICTS for key, each in paired(keys, values)):
        raise BadValue("a namespace with a function in the place of a method that decides tests")
    inner.clear()
    put = collections.OrderedDict.__setitem__ if type(inner) is collections.OrderedDict else dict.__setitem__
    for key, each in paired(keys, values):
        put(inner, key, each)


def snapshot(value: Any) -> tuple[Any, ...]:
    """Return what a container holds now, for `changed`."""
    if type(value) in MAPPINGS:
        keys, values = pairs_of(value)
        factory = value.default_factory if type(value) is collections.defaultdict else None
        return (factory, *keys, *values)
    return tuple(value) if type(value) is not bytearray else (bytes(value),)


def changed(value: Any, before: tuple[Any, ...]) -> bool:
    """Return whether a container holds something else than before; entries are the same if they are one object."""
    if type(value) is bytearray:
        return bytes(value) != before[0]
    if type(value) is set:
        return len(value) != len(before) or {id(each) for each in value} != {id(each) for each in before}
    if type(value) in MAPPINGS:
        now = snapshot(value)
        return len(now) != len(before) or not all(map(is_, now, before))
    return len(value) != len(before) or not all(map(is_, value, before))


def fill_sequence(value: Any, entries: Any) -> None:
    """Put entries into a container in place."""
    if type(value) in (list, bytearray):
        value[:] = entries
        return
    value.clear()
    value.update(entries) if type(value) is set else value.extend(entries)
