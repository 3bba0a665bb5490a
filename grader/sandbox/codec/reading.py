"""Read a value from bytes that may come from an adversary: known tags only, exact types, nothing is looked up."""

from __future__ import annotations

import collections
import json
import keyword
import math
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.sandbox.codec import arrays, frames, instances, library, models, sharing
from grader.sandbox.codec.bounds import VERDICTS, BadValue, Bounds, Budget

Resolve = Callable[[dict[str, Any]], Any]


def _no_references(description: dict[str, Any]) -> Any:
    raise BadValue("an object by reference where only data may stand")


class Reader:
    """Reads one value; `generators`, `models` and `instances` then list those it contains, in the order of the tree.

    Parameters
    ----------
    resolve : callable, optional
        Returns the object for a reference.
    bounds : Bounds
    classes : Classes, optional
        Classes whose objects come by value.
    lent : sequence of keras.Model
        Models that the writer was given; see `Writer`.
    """

    def __init__(
        self,
        resolve: Resolve = _no_references,
        bounds: Bounds | None = None,
        classes: instances.Classes | None = None,
        lent: Sequence[Any] = (),
    ):
        self._resolve, self._classes = resolve, classes or instances.Classes()
        self._budget = Budget(bounds or Bounds(), BadValue)
        self._blobs: list[memoryview] = []
        self._known_models = list(lent)
        self.generators: list[np.random.Generator] = []
        self.models: list[Any] = []
        self.instances: list[Any] = []

    def read(self, body: bytes) -> Any:
        """Return the value.

        Raises
        ------
        BadValue
        """
        view = memoryview(body)
        if len(view) < 4:
            raise BadValue("it is cut short")
        (size,) = struct.unpack("!I", view[:4])
        if size > min(len(view) - 4, self._budget.bounds.text_bytes):
            raise BadValue("it is cut short or too large")
        try:
            parsed = json.loads(bytes(view[4 : 4 + size]))
        except (ValueError, RecursionError) as error:
            raise BadValue(f"it is no JSON ({type(error).__name__})") from None
        if not (isinstance(parsed, list) and len(parsed) == 2 and isinstance(parsed[1], list)):
            raise BadValue("it has no structure")
        self._cut(view[4 + size :], parsed[1])
        try:
            return self._value(parsed[0], 0)
        except BadValue:
            raise
        except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
            raise BadValue(f"a part of it is missing or of the wrong kind ({type(error).__name__})") from None

    def _cut(self, rest: memoryview, sizes: list[Any]) -> None:
        start = 0
        for size in sizes:
            if type(size) is not int or size < 0 or start + size > len(rest):
                raise BadValue("it is cut short")
            self._budget.spend_bytes(size)
            self._blobs.append(rest[start : start + size])
            start += size

    def _blob(self, node: dict[str, Any]) -> bytes:
        index = node["b"]
        if type(index) is not int or index < 0:
            raise BadValue("a part of it is missing")
        return bytes(self._blobs[index])

    def _value(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind is list:
            return self._entries(node, depth)
        if kind is not dict:
            return self._plain(node)
        tag = node["t"]
        make = _MAKERS.get(tag) if isinstance(tag, str) else None
        if make is None:
            raise BadValue(f"an unknown kind of value {str(tag)[:40]!r}")
        return make(self, node, depth)

    def _plain(self, node: Any) -> Any:
        if type(node) is int and node.bit_length() > self._budget.bounds.integer_bits:
            raise BadValue("a whole number that is too large")
        if type(node) is str:
            self._budget.spend_bytes(len(node))
        return node

    def _entries(self, nodes: Any, depth: int) -> list[Any]:
        if type(nodes) is not list:
            raise BadValue("a container without entries")
        inner = self._budget.enter(depth)
        self._budget.spend_items(len(nodes))
        return [self._value(node, inner) for node in nodes]

    def _tuple(self, node: dict[str, Any], depth: int) -> tuple[Any, ...]:
        values = self._entries(node["v"], depth)
        if "f" not in node:
            return tuple(values)
        names, name = node["f"], node["n"]
        if not isinstance(names, list) or len(names) != len(values) or len(names) > 64:
            raise BadValue("a named tuple whose names do not fit")
        for each in (name, *names):
            if not isinstance(each, str) or not each.isidentifier() or keyword.iskeyword(each) or len(each) > 80:
                raise BadValue("a named tuple with an impossible name")
        if len(set(names)) != len(names) or any(each.startswith("_") for each in names):
            raise BadValue("a named tuple with an impossible name")
        if any(each in VERDICTS and callable(value) for each, value in zip(names, values, strict=True)):
            raise BadValue("a named tuple with a function in the place of a method that decides tests")
        return collections.namedtuple(name, names)(*values)  # type: ignore[misc]

    def _dict(self, node: dict[str, Any], depth: int) -> dict[Any, Any]:
        keys, values = self._entries(node["k"], depth), self._entries(node["v"], depth)
        if len(keys) != len(values):
            raise BadValue("a dictionary whose keys do not fit its values")
        return dict(zip(keys, values, strict=True))

    def _objects(self, node: dict[str, Any], depth: int) -> np.ndarray:
        shape, values = node["shape"], self._entries(node["v"], depth)
        fits = isinstance(shape, list) and len(shape) <= 32 and all(type(n) is int and n >= 0 for n in shape)
        if not fits or math.prod(shape) != len(values):
            raise BadValue("an array of objects of an impossible shape")
        flat = np.empty(len(values), dtype=object)
        for index, value in enumerate(values):
            flat[index] = value
        try:
            return flat.reshape(shape)
        except (ValueError, OverflowError):
            raise BadValue("an array of objects of an impossible shape") from None

    def _range(self, node: dict[str, Any], depth: int) -> range | slice:
        parts = self._entries(node["v"], depth)
        try:
            return slice(*parts) if node["t"] == "slice" else range(*parts)
        except ValueError:
            raise BadValue("an impossible range") from None

    def _complex(self, node: dict[str, Any], _: int) -> complex:
        real, imaginary = node["v"]
        if type(real) is not float or type(imaginary) is not float:
            raise BadValue("a complex number without parts")
        return complex(real, imaginary)

    def _generator(self, node: dict[str, Any], depth: int) -> np.random.Generator:
        state = self._value(node["v"], self._budget.enter(depth))
        if not isinstance(node["n"], str):
            raise BadValue("an unknown random generator")
        made = arrays.make_generator(node["n"], state)
        self.generators.append(made)
        return made

    def _instance(self, node: dict[str, Any], depth: int) -> Any:
        self._budget.spend_reference()
        made = self._classes.empty(node["n"])
        self.instances.append(made)
        instances.set_state(made, self._value(node["v"], self._budget.enter(depth)))
        return made

    def _again(self, node: dict[str, Any], _: int) -> Any:
        known = {"again": self.generators, "same model": self._known_models}.get(node["t"], self.instances)
        if type(node["i"]) is not int or not 0 <= node["i"] < len(known):
            raise BadValue("a part of it is missing")
        return known[node["i"]]

    def _tensor(self, node: dict[str, Any], depth: int) -> Any:
        array = self._value(node["v"], self._budget.enter(depth))
        if not isinstance(array, np.ndarray):
            raise BadValue("a tensor without numbers")
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is None or node["t"] == "weight":
            return array
        try:
            return tensorflow.Variable(array) if node["t"] == "variable" else tensorflow.constant(array)
        except (ValueError, TypeError) as error:
            raise BadValue(f"a tensor that cannot be made ({type(error).__name__})") from None

    def _model(self, node: dict[str, Any], _: int) -> Any:
        made = models.read(self._blob(node), self._budget.bounds.total_bytes)
        if "s" in node:
            sharing.tie(made, node["s"], self._known_models)
        self._known_models.append(made)
        self.models.append(made)
        return made

    def _reference(self, node: dict[str, Any], _: int) -> Any:
        self._budget.spend_reference()
        if not isinstance(node["v"], dict):
            raise BadValue("an object by reference without a description")
        return self._resolve(node["v"])


def _hashed(make: type) -> Callable[[Reader, dict[str, Any], int], Any]:
    return lambda reader, node, depth: make(reader._entries(node["v"], depth))


_MAKERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "ellipsis": lambda reader, node, depth: Ellipsis,
    "tuple": Reader._tuple,
    "set": _hashed(set),
    "frozenset": _hashed(frozenset),
    "dict": Reader._dict,
    "bytes": lambda reader, node, depth: reader._blob(node),
    "bytearray": lambda reader, node, depth: bytearray(reader._blob(node)),
    "complex": Reader._complex,
    "range": Reader._range,
    "slice": Reader._range,
    "array": lambda reader, node, depth: arrays.read_array(reader._blob(node), locked=node.get("locked") is True),
    "scalar": lambda reader, node, depth: arrays.read_array(reader._blob(node))[()],
    "objects": Reader._objects,
    "table": lambda reader, node, depth: frames.rebuild("table", reader._entries(node["v"], depth)),
    "column": lambda reader, node, depth: frames.rebuild("column", reader._entries(node["v"], depth)),
    "generator": Reader._generator,
    "again": Reader._again,
    "same model": Reader._again,
    "same instance": Reader._again,
    "instance": Reader._instance,
    "member": lambda reader, node, depth: reader._classes.member(node["n"], node["v"]),
    "tensor": Reader._tensor,
    "variable": Reader._tensor,
    "weight": Reader._tensor,
    "model": Reader._model,
    "reference": Reader._reference,
    **dict.fromkeys(
        ("type", "dtype", "scalar type", "ufunc", "keras part"), lambda reader, node, depth: library.find(node)
    ),
}
