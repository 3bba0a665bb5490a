"""Objects that both sides hold one of: named by a number in later messages, and kept alike by what has changed.

A test's list that a call has been given stays that list: the session holds a copy of it under the same number, what
either side changes goes to the other with the next message, and where it comes back it is the test's own object.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from operator import is_
from typing import Any

from grader.sandbox.codec import containers, frames, generators, instances, science, streams
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.paired import paired

# So much is looked through for changes with every call, in entries; what is older is no longer kept alike.
_KEPT_WEIGHT = 10_000
_BYTES_AN_ENTRY = 64
_FRAME_WEIGHT = 1500


# What `sys.getrefcount` counts of a value that only its entry holds.
_OWN_REFERENCES = 2


class _Entry:
    __slots__ = ("before", "strided", "value", "weight")

    def __init__(self, value: Any, *, strided: bool):
        self.value, self.strided = value, strided
        self.before: Any = None
        self.weight = weight_of(value)


class Shared:
    """What one side knows of the objects that both have."""

    def __init__(self) -> None:
        self._entries: dict[int, _Entry] = {}
        self._numbers: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def number_of(self, value: Any) -> int | None:
        """Return the number of an object, None if only this side has it."""
        return self._numbers.get(id(value))

    def get(self, number: int) -> Any:
        """Return an object by its number; KeyError if there is none."""
        return self._entries[number].value

    def arrays(self) -> Iterable[tuple[int, np.ndarray, bool]]:
        """Return the arrays, as number, array, and whether its home may have it in another layout."""
        for number, entry in self._entries.items():
            if isinstance(entry.value, np.ndarray):
                yield number, entry.value, entry.strided

    def add(self, first: int, values: Iterable[Any], strided: Iterable[int] = ()) -> None:
        """Take objects in, under numbers from `first` on; those that have a number keep it."""
        apart = set(strided)
        for number, value in enumerate(values, first):
            if id(value) not in self._numbers:
                self._entries[number] = _Entry(value, strided=id(value) in apart)
                self._numbers[id(value)] = number

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget objects."""
        for number in numbers:
            entry = self._entries.pop(number, None)
            if entry is not None:
                self._numbers.pop(id(entry.value), None)

    def clear(self) -> None:
        """Forget all objects."""
        self._entries.clear()
        self._numbers.clear()

    def look(self) -> None:
        """Remember how every object is now: from here on this side's code may change it."""
        for entry in self._entries.values():
            if entry.before is None:
                entry.before = (_snapshot(entry.value),)

    def changes(self) -> list[int]:
        """Return the numbers of objects that are no longer as they were when this was last looked at."""
        return [
            number
            for number, entry in self._entries.items()
            if entry.before is not None and _changed(entry.value, entry.before[0])
        ]

    def renew(self, numbers: Iterable[int]) -> None:
        """Take objects as they are now: they were just made what they are on the other side."""
        for number in numbers:
            entry = self._entries.get(number)
            if entry is not None:
                entry.before, entry.weight = None, weight_of(entry.value)

    def dead(self) -> list[int]:
        """Return the numbers of objects that nothing else here refers to: nobody can ask what became of them."""
        return [number for number, entry in self._entries.items() if sys.getrefcount(entry.value) <= _OWN_REFERENCES]

    def too_old(self) -> list[int]:
        """Return the numbers of the oldest objects beyond what is kept between calls."""
        left, old = _KEPT_WEIGHT, []
        for number in reversed(self._entries):
            left -= self._entries[number].weight
            if left < 0:
                old.append(number)
        return old


def weight_of(value: Any) -> int:
    """Return about how many entries have to be looked at to see whether a value has changed."""
    if isinstance(value, np.ndarray):
        return 10 + value.nbytes // _BYTES_AN_ENTRY
    if frames.is_frame(value):
        return _FRAME_WEIGHT + value.size // 4
    if type(value) in containers.SEQUENCES or type(value) in containers.MAPPINGS or type(value) is tuple:
        return 10 + (len(vars(value)) if not hasattr(value, "__len__") else len(value))
    if streams.is_stream(value):
        return 10 + len(streams.state_of(value)[0] or ()) // _BYTES_AN_ENTRY
    return 20


def _snapshot(value: Any) -> Any:
    kind = type(value)
    if kind in containers.SEQUENCES or kind in containers.MAPPINGS:
        return containers.snapshot(value)
    if streams.is_stream(value):
        return streams.state_of(value)
    if isinstance(value, np.ma.MaskedArray):
        return value.copy()
    if isinstance(value, np.ndarray):
        return value.shape, value.dtype, value.ravel().tolist() if value.dtype.hasobject else value.tobytes()
    if frames.is_frame(value):
        return frames.snapshot(value)
    if generators.is_generator(value):
        return str(generators.state_of(value))
    if isinstance(value, (tuple, frozenset)):
        return None
    if science.parts_of(value) is not None:
        return science.snapshot(value)
    return list(instances.state_of(value).items())


def _changed(value: Any, before: Any) -> bool:
    kind = type(value)
    if kind in containers.SEQUENCES or kind in containers.MAPPINGS:
        return containers.changed(value, before)
    if streams.is_stream(value):
        return streams.state_of(value) != before
    if isinstance(value, np.ma.MaskedArray):
        same = value.shape == before.shape and value.dtype == before.dtype
        return not same or value.data.tobytes() != before.data.tobytes() or not np.array_equal(
            np.ma.getmaskarray(value), np.ma.getmaskarray(before)
        )  # fmt: skip
    if isinstance(value, np.ndarray):
        shape, dtype, content = before
        if value.shape != shape or value.dtype != dtype:
            return True
        if dtype.hasobject:
            return not all(map(is_, value.ravel().tolist(), content))
        return value.tobytes() != content
    if before is None:
        return False
    if frames.is_frame(value):
        return frames.changed(value, before)
    if generators.is_generator(value):
        return str(generators.state_of(value)) != before
    if science.parts_of(value) is not None:
        return science.changed(value, before)
    now = list(instances.state_of(value).items())
    return len(now) != len(before) or any(a is not c or b is not d for (a, b), (c, d) in paired(now, before))
