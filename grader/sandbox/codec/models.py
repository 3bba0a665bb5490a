"""Keras models as `.keras` bytes: written by Keras, and read only after everything in them was checked."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tempfile
import warnings
import zipfile
from collections import OrderedDict
from typing import Any

from grader.sandbox.codec import keras_rules
from grader.sandbox.codec.bounds import BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.paired import paired

_CONFIG, _METADATA, _WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
_MAX_CONFIG = 8 << 20
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
    """Return a model as `.keras` bytes, or None if it has parts that may not be loaded elsewhere.

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
    before = _unchanged_since(model)
    if before is not None:
        return before
    size = sum(int(np.prod(weight.shape)) * 4 for weight in model.weights if None not in weight.shape)
    if size > limit:
        raise CannotCarry(f"a model of {size >> 20} MiB is too large to be carried")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.save(path)
            with open(path, "rb") as file:
                content = file.read()
            _checked_parts(content, limit, with_weights=False)
        except BadValue:
            return None
        except (OSError, ValueError, TypeError, NotImplementedError):  # what Keras raises for what it cannot write
            return None
    if len(content) <= _KEPT_BYTES and not model.compiled:
        written = content, _config_of(model), [np.copy(weight) for weight in model.get_weights()]
        object.__setattr__(model, _WRITTEN, written)
    return content


def read(content: bytes, limit: int) -> Any:
    """Return the model in `.keras` bytes.

    Raises
    ------
    BadValue
        If they are no such file, are too large, or contain what is not allowed.
    """
    key = hashlib.sha256(content).digest()
    # Taken out while it is lent: two models that are alike stay two.
    model = _kept.pop(key, None)
    if model is not None and changed_weights(model, lent=True) is None and _reusable(model):
        return model
    parts = _checked_parts(content, limit)
    try:
        import keras
    except ImportError:
        raise BadValue("a Keras model, and Keras is not installed here") from None
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        # Written anew, so that Keras reads exactly what was checked, whatever else the file contained.
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        try:
            model = _load(keras, path)
            _freeze_as_written(model, json.loads(parts[_CONFIG]))
        except Exception as error:  # Keras raises whatever it meets in a damaged file
            raise BadValue(
                f"a Keras model that cannot be loaded ({type(error).__name__}: {str(error)[:200]})"
            ) from None
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


def _unchanged_since(model: Any) -> bytes | None:
    """Return the bytes as which a model was written before, None if there are none or anything has changed."""
    content, config, weights = getattr(model, _WRITTEN, (None, None, []))
    if content is None or config is None or model.compiled or config != _config_of(model):
        return None
    now = model.get_weights()
    same = len(now) == len(weights) and all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes() for a, b in paired(weights, now)
    )
    return content if same else None


def _is_functional(model: Any) -> bool:
    return type(model).__module__ == "keras.src.models.functional" and type(model).__name__ == "Functional"


def _load(keras: Any, path: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return keras.saving.load_model(path, safe_mode=True)
        except (ValueError, TypeError):
            # How it was compiled may not be readable (a loss of the author's own); the model itself still is.
            return keras.saving.load_model(path, compile=False, safe_mode=True)


def _checked_parts(content: bytes, limit: int, *, with_weights: bool = True) -> dict[str, bytes]:
    """Return the files in a `.keras` archive after checking all of them; an unknown way of compiling is left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sorted(archive.namelist()) != [_CONFIG, _METADATA, _WEIGHTS]:
                raise BadValue("a Keras model with unknown files in it")
            sizes = {info.filename: info.file_size for info in archive.infolist()}
            if sizes[_CONFIG] > _MAX_CONFIG or sizes[_METADATA] > _MAX_CONFIG or sum(sizes.values()) > limit:
                raise BadValue("a Keras model that is too large")
            parts = {}
            for name, size in sizes.items():
                with archive.open(name) as file:
                    # The size in an archive's index may be a lie; reading stops where it says.
                    parts[name] = file.read(size + 1)
                if len(parts[name]) != size:
                    raise BadValue("a Keras model whose parts have another size than they say")
        config = json.loads(parts[_CONFIG])
    except BadValue:
        raise
    except Exception as error:  # zipfile raises many kinds for a damaged archive
        raise BadValue(f"a damaged Keras model ({type(error).__name__})") from None
    if type(config) is not dict:
        raise BadValue("a damaged Keras model")
    compiled = config.pop("compile_config", None)
    keras_rules.check(config, keras_rules.functions())
    try:
        keras_rules.check(compiled, keras_rules.functions())
        config["compile_config"] = compiled
    except BadValue:
        pass
    if with_weights:
        _check_weights(parts[_WEIGHTS], limit)
    return {**parts, _CONFIG: json.dumps(config).encode("utf-8"), _METADATA: b"{}"}


def _check_weights(content: bytes, limit: int) -> None:
    """Refuse links and data sets that lead out of the file, and data that unpacks to more than the limit."""
    import h5py

    total = 0
    try:
        with h5py.File(io.BytesIO(content), "r") as file:
            waiting, seen = [file["/"]], 0
            while waiting:
                group = waiting.pop()
                for name in group:
                    seen += 1
                    if seen > 100_000:
                        raise BadValue("a Keras model with too many weights")
                    if not isinstance(group.get(name, getlink=True), h5py.HardLink):
                        raise BadValue("a Keras model whose weights lead elsewhere")
                    entry = group[name]
                    if isinstance(entry, h5py.Group):
                        waiting.append(entry)
                    elif entry.external or entry.is_virtual:
                        raise BadValue("a Keras model whose weights lead elsewhere")
                    else:
                        total += entry.nbytes
                if total > limit:
                    raise BadValue("a Keras model that is too large")
    except BadValue:
        raise
    except Exception as error:  # a damaged HDF5 file
        raise BadValue(f"a Keras model with damaged weights ({type(error).__name__})") from None
