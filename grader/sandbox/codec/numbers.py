"""Whole numbers of any size, and long lists of numbers, as bytes."""

from __future__ import annotations

import sys
from array import array
from typing import Any

from grader.sandbox.codec.bounds import BadValue

# Longer ones are not written as JSON: Python reads no more than some thousand digits of a text.
PLAIN_BITS = 4096
# From so many entries on a list of numbers of one type is looked at as a whole.
MANY = 24
_CODES = {"ints": "q", "floats": "d"}


def write_integer(value: int) -> bytes:
    """Return a whole number as bytes."""
    return value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)


def read_integer(content: bytes) -> int:
    """Return the whole number in `content`."""
    return int.from_bytes(content, "big", signed=True)


def pack(values: list[Any]) -> tuple[str, bytes] | None:
    """Return a list of floats alone, or of whole numbers of at most 64 bits alone, as kind and bytes; else None."""
    kinds = set(map(type, values))
    if kinds == {float}:
        tag = "floats"
    elif kinds == {int}:
        tag = "ints"
    else:
        return None
    try:
        packed = array(_CODES[tag], values)
    except OverflowError:
        return None
    if sys.byteorder == "big":
        packed.byteswap()
    return tag, packed.tobytes()


def unpack(tag: str, content: bytes) -> list[Any]:
    """Return the list that `pack` has packed.

    Raises
    ------
    BadValue
    """
    packed = array(_CODES[tag])
    try:
        packed.frombytes(content)
    except ValueError:
        raise BadValue("a list of numbers that is cut short") from None
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tolist()
