"""Entries that belong together, two by two: what `zip(strict=True)` does, which Python 3.9 has not got."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from typing import Any


def paired(first: Any, second: Any) -> Iterator[tuple[Any, Any]]:
    """Return the entries of two containers in pairs.

    Raises
    ------
    ValueError
        If one has more entries than the other.
    """
    one, other = (each if isinstance(each, Sized) else list(each) for each in (first, second))
    if len(one) != len(other):
        raise ValueError(f"{len(one)} entries beside {len(other)}")
    return zip(one, other)
