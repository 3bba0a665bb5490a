"""Keras models as bytes: their parts, or a `.keras` file; what was read remembers what it came with."""

from __future__ import annotations

import hashlib
import importlib
import json
import sys
from collections import OrderedDict
from typing import Any

from grader.sandbox.codec import model_files, model_parts
from grader.sandbox.codec.bounds import BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.paired import paired

_ORIGINAL = "_weights_as_carried"
_WRITTEN, _READ = "_bytes_as_carried", "_read_as_carried"
_FLAGS = "_trainable_as_carried"
_KEPT_BYTES = 16 << 20
# Building a model takes far longer than carrying it, and a test hands the same one over again and again.
_kept: OrderedDict[bytes, Any] = OrderedDict()
_most_kept = 0


def keep(count: int) -> None:
    """Let `read` return one of the last `count` models again where the same bytes come and nothing was changed in it.

    For a session, in which a test's model is one object as it would be in one process. A judge must keep none: there,
    models come from the student, and one test must not find what another has left in them.
    """
    global _most_kept
    _most_kept = count


def is_model(value: Any) -> bool:
    """Return whether `value` is a Keras model; Keras is not imported for it."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.Model)


def is_variable(value: Any) -> bool:
    """Return whether `value` is a Keras variable (a weight)."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.Variable)


def write(model: Any, limit: int) -> bytes | None:
    """Return a model as bytes, or None if it has parts that may not be loaded elsewhere.

    Parameters
    ----------
    model : keras.Model
    limit : int
        Most bytes.

    Raises
    ------
    CannotCarry
        If it is too large.
    """
    keras = sys.modules["keras"]
    if type(model) not in (keras.Model, keras.Sequential, keras.models.Model) and not _is_functional(model):
        return None
    size = sum(int(np.prod(weight.shape)) * 4 for weight in model.weights if None not in weight.shape)
    if size > limit:
        raise CannotCarry(f"a model of {size >> 20} MiB is too large to be carried")
    content = model_parts.write(model)
    if content is None:
        return model_files.write(model, limit)
    if len(content) <= _KEPT_BYTES:
        before = getattr(model, _WRITTEN, None)
        if before == content:
            return before
        object.__setattr__(model, _WRITTEN, content)
    return content


def read(content: bytes, limit: int) -> Any:
    """Return the model in what `write` returned.

    Raises
    ------
    BadValue
        If they are no model, are too large, or contain what is not allowed.
    """
    key = hashlib.sha256(content).digest()
    # Taken out while it is lent: two models that are alike stay two.
    model = _kept.pop(key, None)
    if model is not None and changed_weights(model, lent=True) is None and _reusable(model):
        return model
    try:
        importlib.import_module("keras")
    except ImportError:
        raise BadValue("a Keras model, and Keras is not installed here") from None
    read_form = model_parts.read if model_parts.is_written(content) else model_files.read
    try:
        model, config = read_form(content, limit)
        _freeze_as_written(model, config)
    except BadValue:
        raise
    except Exception as error:  # Keras raises whatever it meets in a damaged file
        raise BadValue(f"a Keras model that cannot be loaded ({type(error).__name__}: {str(error)[:200]})") from None
    object.__setattr__(model, _ORIGINAL, [np.copy(weight) for weight in model.get_weights()])
    object.__setattr__(model, _FLAGS, _flags(model))
    if _most_kept and len(content) <= _KEPT_BYTES:
        known = key, _config_of(model), [id(weight) for weight in model.weights]
        object.__setattr__(model, _READ, known)
    return model


def changed_weights(model: Any, *, lent: bool = False) -> list[np.ndarray] | None:
    """Return the weights of a model that was read here if they are no longer those it came with.

    Unless it stays `lent`, the model may be what `read` returns the next time.
    """
    before, now = getattr(model, _ORIGINAL, None), model.get_weights()
    if before is not None and len(before) == len(now):
        same = all(a.shape == b.shape and np.array_equal(a, b, equal_nan=True) for a, b in paired(before, now))
        if same and not lent and _reusable(model):
            _kept[getattr(model, _READ)[0]] = model
            while len(_kept) > _most_kept:
                _kept.popitem(last=False)
        return None if same else now
    return now


def _reusable(model: Any) -> bool:
    """Whether a model that was read is still what it was, but for its weights."""
    key, config, weights = getattr(model, _READ, (None, None, None))
    same = key is not None and config is not None and weights == [id(weight) for weight in model.weights]
    return same and not model.compiled and config == _config_of(model)


def set_weights(model: Any, weights: Any) -> None:
    """Give a model the weights that a call elsewhere has left.

    Raises
    ------
    BadValue
        If they do not fit the model.
    """
    if type(weights) is not list or not all(isinstance(weight, np.ndarray) for weight in weights):
        raise BadValue("weights that are no arrays")
    try:
        model.set_weights(weights)
    except (ValueError, TypeError) as error:
        raise BadValue(f"weights that do not fit the model ({str(error)[:200]})") from None


def changed_flags(model: Any) -> list[bool] | None:
    """Return which layers of a model that was read here may be trained, if these are no longer those it came with."""
    now = _flags(model)
    return None if now == getattr(model, _FLAGS, None) else now


def set_flags(model: Any, flags: Any) -> None:
    """Let the layers of a model be trained or not, as a call elsewhere has left them.

    Raises
    ------
    BadValue
        If they do not fit the model.
    """
    layers = list(model._flatten_layers())
    if type(flags) is not list or len(flags) != len(layers) or not all(type(flag) is bool for flag in flags):
        raise BadValue("a model with other layers than it had")
    # A model stands before its layers, and setting it sets them too.
    for layer, flag in paired(layers, flags):
        if layer.trainable is not flag:
            layer.trainable = flag


def _flags(model: Any) -> list[bool]:
    return [bool(layer.trainable) for layer in model._flatten_layers()]


def _freeze_as_written(model: Any, config: dict[str, Any]) -> None:
    """Mark models as frozen that were: Keras restores that for their layers, not for themselves."""
    inner = config["config"]
    if type(inner.get("trainable")) is bool:
        object.__setattr__(model, "_trainable", inner["trainable"])
    for each in inner.get("layers", ()):
        if type(each) is dict and type(each.get("config")) is dict and "layers" in each["config"]:
            _freeze_as_written(model.get_layer(each["config"]["name"]), each)


def _config_of(model: Any) -> str | None:
    """Return a model's structure as text, None where it has none that can be written down."""
    try:
        return json.dumps(model.get_config(), sort_keys=True, default=repr)
    except (TypeError, ValueError, NotImplementedError):
        return None


def _is_functional(model: Any) -> bool:
    return type(model).__module__ == "keras.src.models.functional" and type(model).__name__ == "Functional"
