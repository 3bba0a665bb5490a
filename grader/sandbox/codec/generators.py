"""Generators of random numbers by their state: NumPy's `Generator`, and `RandomState`, which many courses still use."""

from __future__ import annotations

from typing import Any

from grader.sandbox.codec.bounds import BadValue
from grader.sandbox.codec.numpy_here import np

BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}
_OLD = "RandomState"


def is_generator(value: Any) -> bool:
    """Whether a value is a generator that goes by its state."""
    kind = type(value)
    return kind is np.random.Generator or (
        kind is np.random.RandomState and type(getattr(value, "_bit_generator", None)) is np.random.MT19937
    )


def kind_of(value: Any) -> str:
    """Return the name of a generator's kind."""
    return _OLD if type(value) is np.random.RandomState else type(value.bit_generator).__name__


def state_of(value: Any) -> dict[str, Any]:
    """Return the state of a generator, as NumPy gives it."""
    return value.get_state(legacy=False) if type(value) is np.random.RandomState else value.bit_generator.state


def made(kind: str, state: object) -> Any:
    """Return a generator of a kind in a given state.

    Raises
    ------
    BadValue
        If the state does not belong to a known kind.
    """
    if kind == _OLD:
        value: Any = np.random.RandomState()
    elif kind in BIT_GENERATORS:
        value = np.random.Generator(getattr(np.random, kind)())
    else:
        raise BadValue(f"an unknown random generator {kind[:40]!r}")
    set_state(value, state)
    return value


def set_state(value: Any, state: object) -> None:
    """Set the state of a generator.

    Raises
    ------
    BadValue
        If it does not fit.
    """
    old = type(value) is np.random.RandomState
    bits = "MT19937" if old else type(value.bit_generator).__name__
    if not isinstance(state, dict) or state.get("bit_generator") != bits:
        raise BadValue("a random state of another generator")
    try:
        if old:
            value.set_state({**state, "has_gauss": int(state["has_gauss"]), "gauss": float(state["gauss"])})
        else:
            value.bit_generator.state = state
    except (TypeError, ValueError, KeyError, OverflowError, AttributeError) as error:
        raise BadValue(f"a damaged random state ({type(error).__name__})") from None
