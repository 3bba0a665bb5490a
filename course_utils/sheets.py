"""Sheets with several handwritten digits, for lesson 20: which digits are together is up to the reader."""

import numpy as np

DIGITS, PLACES = 10, 4


def partner(digit: int) -> int:
    """Return the digit with which another one is paired: 0 and 1, 2 and 3, ..., 8 and 9.

    >>> [partner(digit) for digit in range(10)]
    [1, 0, 3, 2, 5, 4, 7, 6, 9, 8]
    """
    return digit ^ 1


def draw_labels(
    n: int, together: float, rng: np.random.Generator, frequency: np.ndarray | None = None, size: int = 2
) -> np.ndarray:
    """Draw which digits are on each of n sheets.

    The second digit is the partner of the first with probability ``together``, and otherwise one of the eight others.
    With 1/9 every pair of digits is equally likely.

    Parameters
    ----------
    n : int
    together : float
        From 0 (partners are never on one sheet) to 1 (always).
    rng : numpy.random.Generator
    frequency : ndarray, shape (10,), optional
        Weights with which digits are drawn, where it is not the partner; default: all alike.
    size : int
        Digits on a sheet, from 1 to 4; the third and fourth are any others.

    Returns
    -------
    ndarray of float32, shape (n, 10)
        1 where the digit is on the sheet, else 0.
    """
    if not 0 <= together <= 1:
        raise ValueError(f"together is a probability, from 0 to 1, not {together!r}")
    if not 1 <= size <= PLACES:
        raise ValueError(f"a sheet has room for 1 to {PLACES} digits, not {size!r}")
    weights = np.ones(DIGITS) if frequency is None else np.asarray(frequency, dtype=float)
    rows, y = np.arange(n), np.zeros((n, DIGITS), dtype=np.float32)
    first = _draw(np.tile(weights, (n, 1)), rng)
    y[rows, first] = 1
    if size > 1:
        others = np.tile(weights, (n, 1))
        others[rows, first] = others[rows, first ^ 1] = 0
        second = np.where(rng.random(n) < together, first ^ 1, _draw(others, rng))
        y[rows, second] = 1
    for _ in range(size - 2):
        y[rows, _draw(np.where(y > 0, 0, weights), rng)] = 1
    return y


def _draw(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw one column per row, in proportion to the weights."""
    edges = np.cumsum(weights, axis=1)
    return (edges < rng.random((len(weights), 1)) * edges[:, -1:]).sum(axis=1)


def compose(x: np.ndarray, digits: np.ndarray, y: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Put a random image of each digit that a sheet is to have into one of its four places.

    Parameters
    ----------
    x : ndarray, shape (N, 784)
        Images of single digits, 28 by 28 pixels; on the sheet each has half of that size.
    digits : ndarray, shape (N,)
        Which digit each image shows.
    y : ndarray, shape (n, 10)
        The digits of each sheet, at most four.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of float32, shape (n, 784)
        Sheets of 28 by 28 pixels: two places above, two below.
    """
    on_sheet = np.asarray(y) > 0
    if on_sheet.sum(axis=1).max(initial=0) > PLACES:
        raise ValueError(f"a sheet has room for {PLACES} digits")
    places = rng.permuted(np.tile(np.arange(PLACES), (len(y), 1)), axis=1)
    sheets = np.zeros((len(y), PLACES, 14, 14), dtype=np.float32)
    rank = np.cumsum(on_sheet, axis=1) - 1  # which of its sheet's digits it is: 0, 1, ...
    for digit in range(DIGITS):
        rows = np.flatnonzero(on_sheet[:, digit])
        chosen = rng.choice(np.flatnonzero(np.asarray(digits) == digit), size=len(rows)) if len(rows) else rows
        small = x[chosen].reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
        sheets[rows, places[rows, rank[rows, digit]]] = small
    grid = sheets.reshape(-1, 2, 2, 14, 14).transpose(0, 1, 3, 2, 4)
    return grid.reshape(-1, 784)


def make(
    images: tuple[np.ndarray, np.ndarray],
    n: int,
    together: float,
    rng: np.random.Generator,
    frequency: np.ndarray | None = None,
    size: int = 2,
) -> tuple[np.ndarray, np.ndarray]:
    """Return n new sheets (n, 784) and their labels (n, 10); ``images`` are single digits and what each shows."""
    y = draw_labels(n, together, rng, frequency, size)
    return compose(*images, y, rng), y
