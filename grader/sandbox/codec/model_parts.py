"""Keras models as their configuration with the arrays of their weights: what a `.keras` file holds, without the file.

Writing and unpacking an archive of HDF5 takes longer than all the rest. What Keras writes into one is asked of the
same objects here and given to them again: the configuration, and for each layer and the optimizer its own variables.
"""

from __future__ import annotations

import copy
import json
import struct
import sys
import warnings
from typing import Any

from grader.sandbox.codec import arrays, keras_rules
from grader.sandbox.codec.bounds import BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np

_MARK = b"keras parts\n"
_SIZE = struct.Struct("!I")
_MAX_TEXT = 8 << 20


def is_written(content: bytes) -> bool:
    """Return whether bytes are what `write` returns, rather than a file."""
    return content.startswith(_MARK)


def write(model: Any) -> bytes | None:
    """Return a model as bytes; None where its parts alone do not say what a `.keras` file would."""
    owners = _owners(model)
    scope = _sharing_scope()
    if scope is None or owners is None:
        return None
    entries: list[list[Any]] = []
    blobs: list[bytes] = []
    try:
        with warnings.catch_warnings(), scope():
            warnings.simplefilter("ignore")
            config = keras_rules.checked(sys.modules["keras"].saving.serialize_keras_object(model))
        for number, owner in enumerate(owners):
            store: dict[str, Any] = {}
            owner.save_own_variables(store)
            for key, value in store.items():
                blobs.append(arrays.write_array(np.asarray(value)))
                entries.append([number, key, len(blobs[-1])])
        text = json.dumps([config, [type(owner).__name__ for owner in owners], entries]).encode("ascii")
    except (BadValue, CannotCarry, ValueError, TypeError, NotImplementedError, RecursionError):
        return None  # whether it may go as a file is asked there
    return b"".join([_MARK, _SIZE.pack(len(text)), text, *blobs])


def read(content: bytes, limit: int) -> tuple[Any, dict[str, Any]]:
    """Return the model in what `write` returned, and its configuration.

    Raises
    ------
    BadValue
        If they are something else, are too large, or contain what is not allowed.
    Exception
        Whatever Keras raises for a configuration and weights that do not fit each other.
    """
    if len(content) > limit:
        raise BadValue("a Keras model that is too large")
    view = memoryview(content)[len(_MARK) :]
    try:
        (size,) = _SIZE.unpack(view[: _SIZE.size])
        if size > min(_MAX_TEXT, len(view)):
            raise BadValue("a Keras model that is too large")
        config, names, entries = json.loads(bytes(view[_SIZE.size : _SIZE.size + size]))
        stores = _stores(entries, view[_SIZE.size + size :])
    except (ValueError, TypeError, KeyError, RecursionError, struct.error) as error:
        raise error if isinstance(error, BadValue) else BadValue("a damaged Keras model") from None
    config = keras_rules.checked(config)
    try:
        return _made(copy.deepcopy(config), names, stores), config  # Keras takes apart what it is given
    except BadValue:
        raise
    except (ValueError, TypeError):
        # How it was compiled may not be readable (a loss of the author's own); the model itself still is.
        return _made({**copy.deepcopy(config), "compile_config": None}, names, stores), config


def _made(config: dict[str, Any], names: list[Any], stores: dict[int, dict[str, Any]]) -> Any:
    scope = _sharing_scope()
    if scope is None:
        raise BadValue("a Keras model for another version of Keras")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with scope():
            model = sys.modules["keras"].saving.deserialize_keras_object(config, safe_mode=True)
        owners = _owners(model) or []
        # A model that could not be compiled has no optimizer to give anything to.
        if [type(owner).__name__ for owner in owners] != names[: len(owners)] or len(names) - len(owners) not in (0, 1):
            raise BadValue("a Keras model with other layers than it names")
        for number, owner in enumerate(owners):
            owner.load_own_variables(stores.get(number, {}))
    return model


def _stores(entries: Any, rest: memoryview) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    start = 0
    for number, key, size in entries:
        if (
            type(number) is not int
            or type(key) is not str
            or type(size) is not int
            or not 0 <= size <= len(rest) - start
        ):
            raise BadValue("a Keras model whose weights are cut short")
        found.setdefault(number, {})[key] = arrays.read_array(bytes(rest[start : start + size]))
        start += size
    return found


def _owners(model: Any) -> list[Any] | None:
    """Return all that has variables of its own, always in the same order; None where that cannot be told apart."""
    owners = list(model._flatten_layers())
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None:
        if hasattr(optimizer, "inner_optimizer"):
            return None
        owners.append(optimizer)
    return owners if len({id(owner) for owner in owners}) == len(owners) else None


def _sharing_scope() -> Any:
    """Return what Keras puts around a whole model so that layers used twice stay one, None where it has none."""
    library = sys.modules.get("keras.src.saving.serialization_lib")
    return getattr(library, "ObjectSharingScope", None)
