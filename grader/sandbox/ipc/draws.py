"""Whether a random generator came from one state into another by drawing from it.

A session gives the state of a generator back that a test has lent it. If it could set any state it would choose the
later inputs of its own tests, and some states give zeros for ever.
"""

from __future__ import annotations

from typing import Any

from grader.sandbox.codec.numpy_here import np

# So many 64-bit words may have been drawn: where that can be calculated, and where the generator has to be run.
_MOST_CALCULATED, _MOST_RUN = 1 << 40, 1 << 22
_MT_WORDS, _MT_MOST_BLOCKS = 624, 4096
_PCG_MULTIPLIER = {"PCG64": 0x2360ED051FC65DA44385DF649FCCF645, "PCG64DXSM": 0xDA942042E4DD58B5}
_ALL_BITS = (1 << 128) - 1


def follows(before: dict[str, Any], after: Any) -> bool:
    """Return whether a bit generator in the state `before` can come into the state `after` by drawing.

    Parameters
    ----------
    before : dict
        `state` of a NumPy bit generator.
    after : object
        What a session says its state is now.
    """
    kind = before["bit_generator"]
    try:
        # Through a generator of that kind, so that only what it takes from a state is compared.
        told, after = after, _at({**after, "bit_generator": kind}).state
        if kind == "MT19937":
            words = _mersenne_distance(before, after)
            return words >= 0 and _kept_normal_follows(before, told, words)
        steps = _distance(kind, before, after)
        if kind not in _PCG_MULTIPLIER:
            return 0 <= steps <= _MOST_RUN and _runs_into(before, after, steps)
        return 0 <= steps <= _MOST_CALCULATED and _kept_half_follows(before, after, steps)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, IndexError):
        return False


def _at(state: dict[str, Any]) -> np.random.BitGenerator:
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return bits


def _distance(kind: str, before: dict[str, Any], after: dict[str, Any]) -> int:
    """Return how many words lie between two states; -1 or a wrong number where they do not belong together."""
    first, last = before["state"], after["state"]
    if kind == "SFC64":
        return int(last["state"][3]) - int(first["state"][3])
    if kind == "Philox":
        blocks = sum((int(b) - int(a)) << 64 * i for i, (a, b) in enumerate(zip(first["counter"], last["counter"])))
        return 4 * blocks + after["buffer_pos"] - before["buffer_pos"]
    if first["inc"] != last["inc"]:
        return -1
    return _pcg_distance(_PCG_MULTIPLIER[kind], first["inc"], first["state"], last["state"])


def _pcg_distance(multiplier: int, plus: int, state: int, wanted: int) -> int:
    """Return the distance of two states of a linear congruential generator modulo 2^128, found bit by bit.

    Source: F. B. Brown, "Random number generation with arbitrary strides", Trans. Am. Nucl. Soc. 71 (1994).
    """
    steps, bit = 0, 1
    while state != wanted:
        if bit > _ALL_BITS:
            return -1
        if (state ^ wanted) & bit:
            state = (state * multiplier + plus) & _ALL_BITS
            steps |= bit
        plus = (multiplier + 1) * plus & _ALL_BITS
        multiplier = multiplier * multiplier & _ALL_BITS
        bit <<= 1
    return steps


def _kept_half_follows(before: dict[str, Any], after: dict[str, Any], steps: int) -> bool:
    """Return whether the half word that waits for the next 32-bit draw is one that was drawn."""
    if not after["has_uint32"]:
        return True
    if before["has_uint32"] and before["uinteger"] == after["uinteger"]:
        return True
    if not 0 < steps <= _MOST_RUN:
        return False
    drawn = _at(before).random_raw(steps)
    return bool(np.any(drawn >> np.uint64(32) == np.uint64(after["uinteger"])))


def _runs_into(before: dict[str, Any], after: dict[str, Any], steps: int) -> bool:
    bits = _at(before)
    bits.random_raw(steps, output=False)
    now = bits.state
    same = all(np.array_equal(now["state"][name], after["state"][name]) for name in now["state"])
    same = same and np.array_equal(now.get("buffer", 0), after.get("buffer", 0))
    return same and _kept_half_follows(before, after, steps)


def _mersenne_distance(before: dict[str, Any], after: dict[str, Any]) -> int:
    """Return how many words lie between two states, -1 where none of the next blocks of words is that of `after`."""
    wanted, first, position = after["state"]["key"], before["state"]["pos"], after["state"]["pos"]
    if not 0 <= position <= _MT_WORDS:
        return -1
    if np.array_equal(before["state"]["key"], wanted):
        return position - first
    bits = _at(before)
    for block in range(1, _MT_MOST_BLOCKS + 1):
        bits.state = {**before, "state": {"key": bits.state["state"]["key"], "pos": _MT_WORDS}}
        bits.random_raw(1, output=False)
        if np.array_equal(bits.state["state"]["key"], wanted):
            return _MT_WORDS * block + position - first
    return -1


def _kept_normal_follows(before: dict[str, Any], after: dict[str, Any], words: int) -> bool:
    """Return whether the normal number that a `RandomState` keeps for the next draw is one that was drawn.

    It draws two at once, from two uniform numbers in a circle (G. Marsaglia, T. A. Bray, SIAM Review 6, 1964), and each
    uniform number takes two words.
    """
    if not after.get("has_gauss"):
        return True
    if before.get("has_gauss") and before["gauss"] == after["gauss"]:
        return True
    if words < 4:
        return False
    raw = _at(before).random_raw(words).astype(np.int64)
    uniform = ((raw[:-1] >> 5) * 67108864.0 + (raw[1:] >> 6)) / 9007199254740992.0
    x, y = 2 * uniform[:-2] - 1, 2 * uniform[2:] - 1
    square = x * x + y * y
    inside = (square > 0) & (square < 1)
    kept = x[inside] * np.sqrt(-2 * np.log(square[inside]) / square[inside])
    return bool(np.isclose(kept, float(after["gauss"]), rtol=1e-12, atol=0).any())
