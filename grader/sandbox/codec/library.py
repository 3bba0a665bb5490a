"""Things of NumPy, Keras and Python itself that have a name everywhere: types, dtypes, ufuncs, losses, optimizers."""

from __future__ import annotations

import builtins
import collections
import datetime
import decimal
import fractions
import json
import sys
from typing import Any

from grader.sandbox.codec import keras_rules
from grader.sandbox.codec.bounds import BadValue
from grader.sandbox.codec.numpy_here import np

_BUILTINS = {
    kind.__name__: kind
    for kind in (
        *(each for each in vars(builtins).values() if isinstance(each, type) and issubclass(each, Exception)),
        collections.Counter,
        collections.OrderedDict,
        collections.defaultdict,
        collections.deque,
        datetime.date,
        datetime.datetime,
        datetime.timedelta,
        decimal.Decimal,
        fractions.Fraction,
        bool,
        int,
        float,
        complex,
        str,
        bytes,
        bytearray,
        list,
        tuple,
        dict,
        set,
        frozenset,
        range,
        slice,
        object,
    )
}
# Without weights these are wholly described by their configuration.
_KERAS_PARTS = ("losses.Loss", "optimizers.Optimizer", "metrics.Metric", "initializers.Initializer",
                "regularizers.Regularizer", "constraints.Constraint", "optimizers.schedules.LearningRateSchedule",
                "layers.Layer")  # fmt: skip


def describe(value: Any) -> dict[str, Any] | None:
    """Return a node that names `value`, None if it has no name that is known everywhere."""
    if isinstance(value, np.dtype):
        return {"t": "dtype", "n": value.str} if value.kind in "biufcUSMm" else None
    if isinstance(value, np.ufunc):
        return {"t": "ufunc", "n": value.__name__} if getattr(np, value.__name__, None) is value else None
    if isinstance(value, type):
        if _BUILTINS.get(value.__name__) is value:
            return {"t": "type", "n": value.__name__}
        if issubclass(value, np.generic) and np.dtype(value).type is value and value.__module__ == "numpy":
            return {"t": "scalar type", "n": np.dtype(value).str}
        return None
    return _keras_part(value)


def find(node: dict[str, Any]) -> Any:
    """Return what a node of `describe` names.

    Raises
    ------
    BadValue
        If it names nothing that may be named.
    """
    name = node["n"]
    if type(name) is not str or len(name) > 1 << 20:
        raise BadValue("a name that is no text")
    if node["t"] == "type" and name in _BUILTINS:
        return _BUILTINS[name]
    if node["t"] == "ufunc" and name.isidentifier() and isinstance(getattr(np, name, None), np.ufunc):
        return getattr(np, name)
    if node["t"] in ("dtype", "scalar type") and len(name) < 40:
        try:
            dtype = np.dtype(name)
        except (TypeError, ValueError):
            raise BadValue(f"an unknown dtype {name!r}") from None
        if dtype.kind in "biufcUSMm" and dtype.subdtype is None:
            return dtype if node["t"] == "dtype" else dtype.type
    if node["t"] == "keras part":
        return _made_part(name)
    raise BadValue(f"an unknown name {name[:40]!r}")


def _keras_part(value: Any) -> dict[str, Any] | None:
    keras = sys.modules.get("keras")
    if keras is None or not type(value).__module__.startswith("keras.src."):
        return None
    if not isinstance(value, _classes(keras)) or getattr(value, "weights", None) or isinstance(value, keras.Model):
        return None
    try:
        config = keras.saving.serialize_keras_object(value)
        keras_rules.check(config, keras_rules.functions())
        return {"t": "keras part", "n": json.dumps(config)}
    except (BadValue, TypeError, ValueError, NotImplementedError):
        return None


def _made_part(text: str) -> Any:
    try:
        config = json.loads(text)
    except (ValueError, RecursionError):
        raise BadValue("a damaged Keras configuration") from None
    keras_rules.check(config, keras_rules.functions())
    try:
        import keras

        made = keras.saving.deserialize_keras_object(config, safe_mode=True)
    except Exception as error:  # Keras raises whatever it meets
        raise BadValue(f"a Keras configuration that cannot be used ({type(error).__name__})") from None
    if not isinstance(made, _classes(keras)):
        raise BadValue("a Keras configuration of something else")
    return made


def _classes(keras: Any) -> tuple[type, ...]:
    found = []
    for dotted in _KERAS_PARTS:
        place = keras
        for name in dotted.split("."):
            place = getattr(place, name)
        found.append(place)
    return tuple(found)
