"""Short words for values: a message stays one line however large the array is."""

from typing import Any

import numpy as np

LIMIT = 90


class Problem(str):
    """What is wrong, as one text: facts, and at the end what the numbers look like, a guess at the cause.

    Attributes
    ----------
    facts, guess : str
    """

    def __new__(cls, facts: str, guess: str = "") -> "Problem":
        """Join the two."""
        problem = super().__new__(cls, f"{facts}. {guess}" if guess else facts)
        problem.facts, problem.guess = facts, guess
        return problem


def number(value: Any) -> str:
    """A number in at most 6 digits, as Python would write it (never ``np.float64(...)``)."""
    value = np.asarray(value).reshape(()).item()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, complex):
        return f"{value:.6g}"
    return shorten(repr(value))


def two_numbers(got: Any, expected: Any) -> tuple[str, str]:
    """Both numbers, with as many digits as it takes to see that they differ."""
    got, expected = (np.asarray(n).reshape(()).item() for n in (got, expected))
    got, expected = (0.0 if type(n) is float and n == 0 else n for n in (got, expected))  # never -0
    if isinstance(got, float | int) and isinstance(expected, float | int) and not isinstance(got, bool):
        for digits in (6, 9, 12, 17):
            texts = f"{got:.{digits}g}", f"{expected:.{digits}g}"
            if texts[0] != texts[1]:
                return texts
    return number(got), number(expected)


def value(plain: Any) -> str:
    """Any plain value in one short line; a large array by shape and dtype."""
    if type(plain) is np.ndarray:
        if plain.ndim == 0:
            return number(plain)
        if plain.size <= 6:
            return shorten(np.array2string(plain, precision=6, separator=", ").replace("\n", ""))
        return f"an array of shape {plain.shape} ({plain.dtype})"
    if type(plain) in (tuple, list):
        inside = ", ".join(value(item) for item in plain[:8]) + (", ..." if len(plain) > 8 else "")
        if type(plain) is list:
            return shorten(f"[{inside}]")
        return shorten(f"({inside},)" if len(plain) == 1 else f"({inside})")
    if type(plain) is float:
        text = f"{plain:.6g}"
        return text if any(c in text for c in ".en") else f"{text}.0"  # 3.0 is not 3 where a whole number is asked
    return shorten(repr(plain))


def shape(value: Any) -> str:
    """A shape in words: ``(5, 3)``, or ``() (a single number)``."""
    return (
        "() (a single number)" if tuple(value) == () else str(tuple(int(n) if n is not None else None for n in value))
    )


def count(n: int, noun: str) -> str:
    """``1 value``, ``3 values``."""
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def shorten(text: Any, limit: int = LIMIT) -> str:
    """Cut in the middle, so that both ends can be read."""
    text = " ".join(str(text).split())
    if len(text) <= limit:
        return text
    half = (limit - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def clean(text: Any, limit: int = 600) -> str:
    """Text that every page and every JSON reader can hold: no control characters, no lone surrogates, not endless."""
    text = "".join(c if c.isprintable() or c == "\n" else " " for c in str(text)[: 4 * limit])
    text = text.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= limit else text[: limit - 4] + " ..."
