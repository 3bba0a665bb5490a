"""Write a value as bytes: a JSON tree, and beside it the arrays and files that it refers to."""

from __future__ import annotations

import enum
import json
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.sandbox.codec import arrays, frames, instances, library, models, sharing
from grader.sandbox.codec.bounds import Bounds, Budget, CannotCarry

Refer = Callable[[Any], dict[str, Any]]


def _no_references(value: Any) -> dict[str, Any]:
    raise CannotCarry(f"an object of type {type(value).__name__} cannot be carried")


class Writer:
    """Writes one value; `generators`, `models` and `instances` then list those that went by state, in order.

    Parameters
    ----------
    refer : callable, optional
        Describes an object that is not plain data, as JSON; without it such an object raises `CannotCarry`.
    bounds : Bounds
    classes : Classes, optional
        Classes whose objects go by value.
    lent : sequence of keras.Model
        Models that the reader has already: it gets these back, and others may share weights with them.
    """

    def __init__(
        self,
        refer: Refer = _no_references,
        bounds: Bounds | None = None,
        classes: instances.Classes | None = None,
        lent: Sequence[Any] = (),
    ):
        self._refer, self._classes = refer, classes
        self._weights = sharing.Weights(lent)
        self._budget = Budget(bounds or Bounds(), CannotCarry)
        self._blobs: list[bytes] = []
        self._seen: dict[int, int] = {}
        self.generators: list[np.random.Generator] = []
        self.models: list[Any] = []
        self.instances: list[Any] = []

    def write(self, value: Any) -> bytes:
        """Return the value as bytes.

        Raises
        ------
        CannotCarry
            If it is too large, too deep, or contains something that cannot be carried.
        """
        tree = self._tree(value, 0)
        try:
            text = json.dumps([tree, [len(blob) for blob in self._blobs]], separators=(",", ":")).encode("ascii")
        except (ValueError, RecursionError) as error:
            raise CannotCarry(f"it cannot be written down ({error})") from None
        if len(text) > self._budget.bounds.text_bytes:
            raise CannotCarry(f"it is larger than {self._budget.bounds.text_bytes >> 20} MiB; use a NumPy array")
        return b"".join([struct.pack("!I", len(text)), text, *self._blobs])

    def _blob(self, content: bytes) -> int:
        self._budget.spend_bytes(len(content))
        self._blobs.append(content)
        return len(self._blobs) - 1

    def _tree(self, value: Any, depth: int) -> Any:
        if value is None or value is True or value is False or value is Ellipsis:
            return {"t": "ellipsis"} if value is Ellipsis else value
        kind = type(value)
        if kind is float:
            return value
        if kind is int:
            return self._integer(value)
        if kind is str:
            self._budget.spend_bytes(len(value))
            return value
        if isinstance(value, np.generic):
            return {"t": "scalar", "b": self._blob(arrays.write_array(value))}
        if isinstance(value, np.ndarray):
            return self._array(value, depth)
        container = self._container(value, depth)
        if container is not None:
            return container
        return self._special(value, depth)

    def _integer(self, value: int) -> int:
        if value.bit_length() > self._budget.bounds.integer_bits:
            raise CannotCarry(f"a whole number of {value.bit_length():,} bits cannot be carried")
        return value

    def _array(self, value: np.ndarray, depth: int) -> Any:
        if value.dtype != object:
            # Counted before it is copied, so that a huge array costs nothing.
            if value.nbytes > self._budget.bounds.total_bytes:
                raise CannotCarry(f"an array of {value.nbytes >> 20} MiB is too large to be carried")
            locked = {} if value.flags.writeable else {"locked": True}
            return {"t": "array", "b": self._blob(arrays.write_array(value)), **locked}
        entries = self._entries(value.ravel().tolist(), depth)
        return {"t": "objects", "shape": list(value.shape), "v": entries}

    def _entries(self, values: Any, depth: int) -> list[Any]:
        inner = self._budget.enter(depth)
        self._budget.spend_items(len(values))
        return [self._tree(v, inner) for v in values]

    def _container(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return self._entries(value, depth)
        if isinstance(value, tuple):
            fields = getattr(value, "_fields", None)
            named = {"f": list(fields), "n": type(value).__name__} if isinstance(fields, tuple) else {}
            return {"t": "tuple", "v": self._entries(value, depth), **named}
        if isinstance(value, dict):
            keys, values = list(value.keys()), list(value.values())
            return {"t": "dict", "k": self._entries(keys, depth), "v": self._entries(values, depth)}
        if isinstance(value, set | frozenset):
            name = "frozenset" if isinstance(value, frozenset) else "set"
            return {"t": name, "v": self._entries(list(value), depth)}
        if isinstance(value, bytes | bytearray):
            return {"t": "bytes" if isinstance(value, bytes) else "bytearray", "b": self._blob(bytes(value))}
        return None

    def _special(self, value: Any, depth: int) -> Any:
        known = self._classes.name_of(value) if self._classes else None
        if known is not None:
            return self._instance(value, known, depth)
        if isinstance(value, complex):
            return {"t": "complex", "v": [value.real, value.imag]}
        if isinstance(value, range | slice):
            parts = self._entries([value.start, value.stop, value.step], depth)
            return {"t": type(value).__name__, "v": parts}
        if isinstance(value, bool | int | float | str):  # subclasses, such as an enumeration
            return self._tree(_exact(value), depth)
        if isinstance(value, np.random.Generator):
            return self._generator(value, depth)
        named = library.describe(value)
        if named is not None:
            return named
        framed = frames.columns(value)
        if framed is not None:
            return {"t": framed[0], "v": self._entries(framed[1], depth)}
        return self._learned(value, depth)

    def _instance(self, value: Any, name: str, depth: int) -> Any:
        if isinstance(value, enum.Enum):
            return {"t": "member", "n": name, "v": value.name}
        if id(value) in self._seen:
            return {"t": "same instance", "i": self._seen[id(value)]}
        self._budget.spend_reference()
        self._seen[id(value)] = len(self.instances)
        self.instances.append(value)
        return {"t": "instance", "n": name, "v": self._tree(instances.state_of(value), self._budget.enter(depth))}

    def _generator(self, value: np.random.Generator, depth: int) -> Any:
        if id(value) in self._seen:
            return {"t": "again", "i": self._seen[id(value)]}
        self._seen[id(value)] = len(self.generators)
        self.generators.append(value)
        bits = value.bit_generator
        return {"t": "generator", "n": type(bits).__name__, "v": self._tree(bits.state, self._budget.enter(depth))}

    def _learned(self, value: Any, depth: int) -> Any:
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None:
            is_variable = isinstance(value, tensorflow.Variable)
            if is_variable or (isinstance(value, tensorflow.Tensor) and hasattr(value, "numpy")):
                array = np.asarray(value.numpy())
                return {"t": "variable" if is_variable else "tensor", "v": self._array(array, depth)}
        if models.is_variable(value):
            return {"t": "weight", "v": self._array(np.asarray(value), depth)}
        if models.is_model(value):
            return self._model(value)
        self._budget.spend_reference()
        return {"t": "reference", "v": self._refer(value)}

    def _model(self, value: Any) -> Any:
        known = self._weights.number(value)
        if known is not None:
            return {"t": "same model", "i": known}
        content = models.write(value, self._budget.bounds.total_bytes)
        if content is None:  # it contains the author's own classes: these can only be called where they live
            self._budget.spend_reference()
            return {"t": "reference", "v": self._refer(value)}
        self.models.append(value)
        places = self._weights.places(value)
        shared = {"s": places} if any(place is not None for place in places) else {}
        return {"t": "model", "b": self._blob(content), **shared}


def _exact(value: Any) -> int | float | str:
    """Return the plain value inside a subclass, without asking the subclass."""
    if isinstance(value, str):
        return str.__getitem__(value, slice(None))
    return float.__float__(value) if isinstance(value, float) else int.__int__(value)
