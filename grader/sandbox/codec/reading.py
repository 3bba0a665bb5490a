"""Read values from bytes that may come from an adversary: known tags only, exact types, nothing is looked up."""

from __future__ import annotations

import collections
import json
import math
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from grader.sandbox.codec import (
    arrays,
    containers,
    exact,
    frames,
    instances,
    library,
    models,
    named_tuples,
    numbers,
    science,
    sharing,
)  # fmt: skip
from grader.sandbox.codec.bounds import BadValue, Bounds, Budget
from grader.sandbox.codec.shared import Shared
from grader.sandbox.codec.writing import IN_PLACE

Resolve = Callable[[dict[str, Any]], Any]
_MISSING = object()


def _no_references(description: dict[str, Any]) -> Any:
    raise BadValue("an object by reference where only data may stand")


class Reader:
    """Reads one message; `objects` then lists what has an identity in it, `models` the models, in order.

    Parameters
    ----------
    resolve : callable, optional
        Returns the object for a reference.
    bounds : Bounds
    classes : Classes, optional
        Classes whose objects come by value.
    lent : sequence of keras.Model
        Models that the writer was given; see `Writer`.
    shared : Shared, optional
        Objects that the writer may name by number.
    """

    def __init__(
        self,
        resolve: Resolve = _no_references,
        bounds: Bounds | None = None,
        classes: instances.Classes | None = None,
        lent: Sequence[Any] = (),
        shared: Shared | None = None,
    ):
        self._resolve, self._classes = resolve, classes or instances.Classes()
        self._shared = shared or Shared()
        self._budget = Budget(bounds or Bounds(), BadValue)
        self._blobs: list[memoryview] = []
        self._known_models = list(lent)
        self.objects: list[Any] = []
        self.strided: list[int] = []
        self.models: list[Any] = []

    def read(self, body: bytes) -> Any:
        """Return the value in `body`.

        Raises
        ------
        BadValue
        """
        return self._guarded(lambda tree: self._value(tree, 0), body)

    def message(
        self, body: bytes, before: Callable[[dict[str, Any]], object] = lambda about: None
    ) -> tuple[dict[str, Any], list[list[Any]]]:
        """Return what a message says about itself, and its groups of values.

        Parameters
        ----------
        body : bytes
        before : callable
            Is given what the message says about itself before the values are read.

        Raises
        ------
        BadValue
        """
        return self._guarded(lambda tree: self._message(tree, before), body)

    def _message(self, tree: Any, before: Callable[[dict[str, Any]], object]) -> tuple[dict[str, Any], list[list[Any]]]:
        about, groups = tree
        if type(about) is not dict or type(groups) is not list or not all(type(group) is list for group in groups):
            raise BadValue("it has no structure")
        before(about)
        return about, [[self._value(node, 0) for node in group] for group in groups]

    def _guarded(self, make: Callable[[Any], Any], body: bytes) -> Any:
        tree = self._opened(body)
        try:
            return make(tree)
        except BadValue:
            raise
        except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError, RecursionError) as error:
            raise BadValue(f"a part of it is missing or of the wrong kind ({type(error).__name__})") from None

    def _opened(self, body: bytes) -> Any:
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
        return parsed[0]

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

    # -- one value -----------------------------------------------------------------------------------------------------

    def _value(self, node: Any, depth: int) -> Any:
        kind = type(node)
        if kind is list:
            made: list[Any] = []
            self.objects.append(made)
            made.extend(self._entries(node, depth))
            return made
        if kind is not dict:
            return self._plain(node)
        tag = node["t"]
        make = _MAKERS.get(tag) if type(tag) is str else None
        if make is None:
            raise BadValue(f"an unknown kind of value {str(tag)[:40]!r}")
        return make(self, node, depth)

    def _plain(self, node: Any) -> Any:
        if type(node) is int and node.bit_length() > numbers.PLAIN_BITS:
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

    def _place(self) -> int:
        """Keep a place for an object that is not yet made."""
        self.objects.append(_MISSING)
        return len(self.objects) - 1

    def _put(self, place: int, made: Any) -> Any:
        self.objects[place] = made
        return made

    def _again(self, node: dict[str, Any], _: int) -> Any:
        index = node["i"]
        if type(index) is not int or not 0 <= index < len(self.objects) or self.objects[index] is _MISSING:
            raise BadValue("a part of it is missing")
        return self.objects[index]

    def _shared_one(self, node: dict[str, Any], _: int) -> Any:
        return self._shared.get(node["i"])

    # -- containers ----------------------------------------------------------------------------------------------------

    def _packed(self, node: dict[str, Any], _: int) -> list[Any]:
        content = self._blob(node)
        self._budget.spend_items(len(content) // 8)
        made = numbers.unpack(node["t"], content)
        if node.get("quiet") is not True:
            self.objects.append(made)
        return made

    def _tuple(self, node: dict[str, Any], depth: int) -> tuple[Any, ...]:
        place = self._place()
        values = self._entries(node["v"], depth)
        if "known" in node:
            return self._put(place, self._classes.named_tuple(node["known"], values))
        return self._put(place, named_tuples.make(node["n"], node["f"], values) if "f" in node else tuple(values))

    def _frozenset(self, node: dict[str, Any], depth: int) -> frozenset[Any]:
        place = self._place()
        return self._put(place, frozenset(self._entries(node["v"], depth)))

    def _set(self, node: dict[str, Any], depth: int) -> set[Any]:
        made: set[Any] = set()
        self.objects.append(made)
        made.update(self._entries(node["v"], depth))
        return made

    def _deque(self, node: dict[str, Any], depth: int) -> collections.deque[Any]:
        if node["m"] is not None and type(node["m"]) is not int:
            raise BadValue("a deque of an impossible length")
        made: collections.deque[Any] = collections.deque(maxlen=node["m"])
        self.objects.append(made)
        made.extend(self._entries(node["v"], depth))
        return made

    def _bytearray(self, node: dict[str, Any], _: int) -> bytearray:
        made = bytearray(self._blob(node))
        self.objects.append(made)
        return made

    def _mapping(self, node: dict[str, Any], depth: int) -> Any:
        made = containers.empty_mapping(node["t"])
        self.objects.append(made)
        if node["t"] == "default":
            made.default_factory = self._factory(node["f"], depth)
        containers.fill_mapping(made, self._entries(node["k"], depth), self._entries(node["v"], depth))
        return made

    def _factory(self, node: Any, depth: int) -> Any:
        factory = self._value(node, self._budget.enter(depth))
        if factory is not None and not callable(factory):
            raise BadValue("a dictionary whose default cannot be made")
        return factory

    def _view(self, node: dict[str, Any], depth: int) -> Any:
        entries, name = self._entries(node["v"], depth), node["n"]
        if name == "values":
            return dict(enumerate(entries)).values()
        return dict.fromkeys(entries).keys() if name == "keys" else dict(entries).items()

    # -- arrays --------------------------------------------------------------------------------------------------------

    def _array(self, node: dict[str, Any], depth: int) -> np.ndarray:
        if node.get("quiet") is True:
            return self._quiet_array(node, depth)
        made = self._quiet_array(node, depth)
        if "c" in node:
            made = _as_class(node["c"], made)
        self.objects.append(made)
        if node.get("s") is True:
            self.strided.append(id(made))
        made.flags.writeable = node.get("locked") is not True
        return made

    def _quiet_array(self, node: Any, depth: int) -> np.ndarray:
        if node["t"] == "array":
            return arrays.read_array(self._blob(node))
        return self._objects(node, depth, quiet=True)

    def _objects(self, node: dict[str, Any], depth: int, *, quiet: bool = False) -> np.ndarray:
        shape = node["shape"]
        count = math.prod(shape) if type(shape) is list and all(type(n) is int and n >= 0 for n in shape) else -1
        if not 0 <= count == len(node["v"]) or len(shape) > 32:
            raise BadValue("an array of objects of an impossible shape")
        quiet = quiet or node.get("quiet") is True
        flat = np.empty(count, dtype=object)
        try:
            made = flat.reshape(shape)
        except (ValueError, OverflowError):
            raise BadValue("an array of objects of an impossible shape") from None
        if not quiet:
            self.objects.append(made)
        for index, value in enumerate(self._entries(node["v"], depth)):
            flat[index] = value
        if not quiet:
            made.flags.writeable = node.get("locked") is not True
        return made

    def _part(self, node: dict[str, Any], depth: int) -> np.ndarray:
        place = self._place()
        known = self._value(node["of"], self._budget.enter(depth))
        if type(known) is not np.ndarray:
            raise BadValue("a part of an array that is not there")
        made = arrays.view_of(known, node["o"], tuple(node["shape"]), tuple(node["strides"]), _dtype(node["d"]))
        if node.get("locked") is True:
            made.flags.writeable = False
        return self._put(place, made)

    def _masked(self, node: dict[str, Any], depth: int) -> Any:
        place = self._place() if node.get("quiet") is not True else None
        inner = self._budget.enter(depth)
        data = self._quiet_array(node["v"], inner)
        mask = np.ma.nomask if node["m"] is None else self._quiet_array(node["m"], inner)
        made = np.ma.MaskedArray(data, mask=mask)
        if node["f"] is not None:
            made.fill_value = self._quiet_array(node["f"], inner)[()]
        return made if place is None else self._put(place, made)

    # -- everything else -----------------------------------------------------------------------------------------------

    def _parts(self, node: dict[str, Any], depth: int) -> list[Any]:
        inner = self._budget.enter(depth)
        self._budget.spend_items(len(node["v"]))
        return [self._inside(each, inner) for each in node["v"]]

    def _inside(self, node: Any, depth: int) -> Any:
        if type(node) is dict and node.get("t") in ("array", "objects"):
            return self._quiet_array(node, depth)
        return self._value(node, depth)

    def _made(self, node: dict[str, Any], depth: int) -> Any:
        tag = node["n"]
        place = self._place() if tag in IN_PLACE and node.get("quiet") is not True else None
        parts = self._parts(node, depth)
        if tag == "dict":
            made = dict(zip(*parts, strict=True))
        else:
            made = frames.rebuild(tag, parts) if tag in frames.TAGS else science.rebuild(tag, parts)
        return made if place is None else self._put(place, made)

    def _plain_dict(self, node: dict[str, Any], depth: int) -> dict[Any, Any]:
        keys, values = self._entries(node["k"], depth), self._entries(node["v"], depth)
        return dict(zip(keys, values, strict=True))

    def _pairs(self, node: dict[str, Any], depth: int) -> tuple[list[Any], list[Any], Any]:
        keys, values = self._entries(node["k"], depth), self._entries(node["v"], depth)
        return keys, values, self._factory(node["f"], depth)

    def _exact(self, node: dict[str, Any], depth: int) -> Any:
        return exact.make(node["t"], self._entries(node["v"], depth))

    def _generator(self, node: dict[str, Any], depth: int) -> np.random.Generator:
        place = self._place()
        state = self._value(node["v"], self._budget.enter(depth))
        if type(node["n"]) is not str:
            raise BadValue("an unknown random generator")
        return self._put(place, arrays.make_generator(node["n"], state))

    def _instance(self, node: dict[str, Any], depth: int) -> Any:
        self._budget.spend_reference()
        made = self._classes.empty(node["n"])
        self.objects.append(made)
        if "a" in node:
            made.args = tuple(self._entries(node["a"], depth))
        instances.set_state(made, self._value(node["v"], self._budget.enter(depth)))
        return made

    def _same_model(self, node: dict[str, Any], _: int) -> Any:
        if type(node["i"]) is not int or not 0 <= node["i"] < len(self._known_models):
            raise BadValue("a part of it is missing")
        return self._known_models[node["i"]]

    def _tensor(self, node: dict[str, Any], depth: int) -> Any:
        array = self._quiet_array(node["v"], self._budget.enter(depth))
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
        if type(node["v"]) is not dict:
            raise BadValue("an object by reference without a description")
        return self._resolve(node["v"])


def _as_class(name: Any, array: np.ndarray) -> np.ndarray:
    if name == "matrix" and array.ndim == 2:
        return array.view(np.matrix)
    if name == "record" and array.dtype.names:
        return array.view(np.recarray)
    raise BadValue("an array of an unknown kind")


def _dtype(description: Any) -> np.dtype:
    def plain(each: Any) -> Any:
        if type(each) is not list:
            return each
        return [
            tuple(tuple(x) if type(x) is list and i == 2 else plain(x) for i, x in enumerate(field)) for field in each
        ]

    try:
        return np.lib.format.descr_to_dtype(plain(description))
    except (TypeError, ValueError, KeyError, IndexError):
        raise BadValue("an array of an unknown type") from None


_Make = Callable[[Reader, dict[str, Any], int], Any]
_MAKERS: dict[str, _Make] = {
    "ellipsis": lambda reader, node, depth: Ellipsis,
    "not implemented": lambda reader, node, depth: NotImplemented,
    "nothing masked": lambda reader, node, depth: np.ma.masked,
    "int": lambda reader, node, depth: numbers.read_integer(reader._blob(node)),
    "ints": Reader._packed,
    "floats": Reader._packed,
    "tuple": Reader._tuple,
    "set": Reader._set,
    "frozenset": Reader._frozenset,
    "deque": Reader._deque,
    "bytes": lambda reader, node, depth: reader._blob(node),
    "bytearray": Reader._bytearray,
    "view": Reader._view,
    "array": Reader._array,
    "objects": Reader._objects,
    "part": Reader._part,
    "masked": Reader._masked,
    "scalar": lambda reader, node, depth: arrays.read_array(reader._blob(node))[()],
    "parts": Reader._parts,
    "made": Reader._made,
    "plain dict": Reader._plain_dict,
    "pairs": Reader._pairs,
    "generator": Reader._generator,
    "again": Reader._again,
    "shared": Reader._shared_one,
    "same model": Reader._same_model,
    "instance": Reader._instance,
    "member": lambda reader, node, depth: reader._classes.member(node["n"], node["v"]),
    "tensor": Reader._tensor,
    "variable": Reader._tensor,
    "weight": Reader._tensor,
    "model": Reader._model,
    "reference": Reader._reference,
    **dict.fromkeys(containers.MAPPINGS.values(), Reader._mapping),
    **dict.fromkeys(exact.MAKERS, Reader._exact),
    **dict.fromkeys(
        ("type", "dtype", "scalar type", "ufunc", "keras part"), lambda reader, node, depth: library.find(node)
    ),
}
