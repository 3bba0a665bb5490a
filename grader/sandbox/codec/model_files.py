"""Keras models as `.keras` files: written by Keras, and read only after everything in them was checked."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import warnings
import zipfile
from typing import Any

from grader.sandbox.codec import keras_rules
from grader.sandbox.codec.bounds import BadValue

_CONFIG, _METADATA, _WEIGHTS = "config.json", "metadata.json", "model.weights.h5"
_MAX_CONFIG = 8 << 20


def write(model: Any, limit: int) -> bytes | None:
    """Return a model as `.keras` bytes, or None if it has parts that may not be loaded elsewhere."""
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
    return content


def read(content: bytes, limit: int) -> tuple[Any, dict[str, Any]]:
    """Return the model in `.keras` bytes, and its configuration.

    Raises
    ------
    BadValue
        If they are no such file, are too large, or contain what is not allowed.
    """
    parts = _checked_parts(content, limit)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        # Written anew, so that Keras reads exactly what was checked, whatever else the file contained.
        with zipfile.ZipFile(path, "w") as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return _load(sys.modules["keras"], path), json.loads(parts[_CONFIG])


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
    config = keras_rules.checked(config)
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
