"""The global random state that a test has set goes along with its calls: `np.random.seed(0); f(x)` means what it says.

It goes one way only. A session that could set the judge's random state would choose the inputs of its own tests.
"""

from __future__ import annotations

import contextlib
import random
import sys
from typing import Any

import numpy as np


class RandomState:
    """Notices when the global random state of this process was changed by its own code."""

    def __init__(self) -> None:
        self._known = _current()

    def changed(self) -> dict[str, Any] | None:
        """Return what changed since the last call, as plain data; None if nothing did."""
        now = _current()
        changed = {name: state for name, state in now.items() if not _same(state, self._known.get(name))}
        self._known = now
        if "numpy" in changed and "keras" in now and _same(now["numpy"], _seeded(now["keras"])):
            changed["keras"] = now["keras"]  # seeded once more with the same number
        return changed or None


def apply(states: Any) -> None:
    """Set the global random state to what another process has sent; what does not fit is left out."""
    if type(states) is not dict:
        return
    with contextlib.suppress(TypeError, ValueError, KeyError, OverflowError):
        if "numpy" in states:
            np.random.set_state(tuple(states["numpy"]))  # noqa: NPY002  - the legacy state is what is being carried
        if "python" in states:
            version, words, gauss = states["python"]
            random.setstate((version, tuple(words), gauss))
        if "keras" in states and "keras" in sys.modules:
            sys.modules["keras"].utils.set_random_seed(states["keras"])
            # Keras seeds all of them; the exact states of the other two follow.
            apply({name: state for name, state in states.items() if name in ("numpy", "python")})
        elif "tensorflow" in states and "tensorflow" in sys.modules:
            sys.modules["tensorflow"].random.set_seed(states["tensorflow"])


def _current() -> dict[str, Any]:
    states: dict[str, Any] = {"numpy": np.random.get_state(), "python": random.getstate()}  # noqa: NPY002
    for name, module, function in (
        ("keras", "keras.src.utils.rng_utils", "get_random_seed"),
        ("tensorflow", "tensorflow.python.eager.context", "global_seed"),
    ):
        loaded = sys.modules.get(module)
        with contextlib.suppress(AttributeError):
            seed = getattr(loaded, function)() if loaded is not None else None
            if type(seed) is int:
                states[name] = seed
    return states


def _seeded(seed: int) -> Any:
    try:
        return np.random.RandomState(seed).get_state()
    except ValueError:
        return None


def _same(state: Any, other: Any) -> bool:
    if isinstance(state, tuple) and isinstance(other, tuple) and len(state) == len(other):
        return all(
            np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in zip(state, other, strict=True)
        )
    return state == other
