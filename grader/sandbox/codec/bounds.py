"""How large and how deep a value may be, and the two ways in which carrying one fails."""

from __future__ import annotations

from dataclasses import dataclass

# Methods by which tables, arrays, sets and text say whether they are what was expected: what a test asks with them an
# object of the session would simply affirm, and it would be told the expected value.
VERDICTS = frozenset(
    """
    all allclose almost_equal any array_equal endswith eq equal equals identical isclose isdisjoint isin issubset
    issuperset startswith
    """.split()  # noqa: SIM905
)

# Entries of NumPy's masked arrays, and of pandas' own types with missing values: a comparison passes over them, so that
# `np.testing.assert_allclose(result, expected)` and `(result == expected).all()` agree to whatever lies below.
MASKED, MISSING = "masked", "missing"
# An array without entries that has rows or columns is as good: beside the array of a test it is stretched to nothing,
# and `np.allclose(np.empty((0, 1)), expected)` is true of every `expected`.
EMPTY = "empty"
BLANKS = frozenset({MASKED, MISSING, EMPTY})


class CannotCarry(Exception):
    """A value cannot be sent; the message says which and why, in the words of somebody who wrote the code.

    No `TypeError` or `ValueError`: a test that expects one of these from the code under test must not take it for that.
    """


class BadValue(ValueError):
    """What arrived is no value of this format, or one beyond the limits."""


# What an entry of a container takes beside itself: lists are bounded by what they need, not by their number.
ENTRY_BYTES = 16


@dataclass(frozen=True)
class Bounds:
    """Limits of one value.

    Attributes
    ----------
    depth : int
        Containers inside containers.
    text_bytes, total_bytes : int
        Size of the structure without arrays, and of everything, in bytes.
    references : int
        Objects by reference in one value.
    """

    depth: int = 150
    text_bytes: int = 64 << 20
    total_bytes: int = 256 << 20
    references: int = 10_000


USUAL = Bounds()


class Budget:
    """What is left of the bounds while one value is written or read."""

    def __init__(self, bounds: Bounds, error: type[Exception]):
        self.bounds, self._error = bounds, error
        self._bytes, self._references = bounds.total_bytes, bounds.references

    def enter(self, depth: int) -> int:
        """Go one level deeper."""
        if depth >= self.bounds.depth:
            raise self._error(f"it is nested more than {self.bounds.depth} levels deep")
        return depth + 1

    def spend_items(self, count: int) -> None:
        """Count entries of a container."""
        self.spend_bytes(count * ENTRY_BYTES)

    def spend_bytes(self, count: int) -> None:
        """Count bytes of text, numbers, entries or arrays."""
        self._bytes -= count
        if self._bytes < 0:
            raise self._error(f"it is larger than {self.bounds.total_bytes >> 20} MiB")

    def spend_reference(self) -> None:
        """Count an object by reference."""
        self._references -= 1
        if self._references < 0:
            raise self._error(f"it contains more than {self.bounds.references:,} objects")
