"""Write values as bytes: a JSON tree, and beside it the numbers, arrays and files that it refers to.

A value is told exactly or refused: what is written depends on its exact type, so that no object of somebody's own class
is ever taken for the type that it is derived from.
"""

from __future__ import annotations

import collections
import enum
import json
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
from grader.sandbox.codec.bounds import Bounds, Budget, CannotCarry
from grader.sandbox.codec.shared import Shared

Refer = Callable[[Any], dict[str, Any]]
_VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}
# Values made of parts that can be changed in place.
IN_PLACE = frozenset({"table", "column"}) | science.TAGS
# A small part of an array goes together with the whole, so that parts of one array stay parts of one array.
_WHOLE_BYTES, _WHOLE_TIMES = 1 << 16, 4


def _no_references(value: Any) -> dict[str, Any]:
    raise CannotCarry(f"an object of type {type(value).__name__} cannot be carried")


class Writer:
    """Writes one message; `objects` then lists what has an identity in it, `models` the models, in order.

    Parameters
    ----------
    refer : callable, optional
        Describes an object that is not plain data, as JSON; without it such an object raises `CannotCarry`.
    bounds : Bounds
    classes : Classes, optional
        Classes whose objects go by value.
    lent : sequence of keras.Model
        Models that the reader has already: it gets these back, and others may share weights with them.
    shared : Shared, optional
        Objects that the reader has already.
    whole : bool
        Let parts of arrays go with the array they are parts of: only where nothing in it is a secret.
    """

    def __init__(
        self,
        refer: Refer = _no_references,
        bounds: Bounds | None = None,
        classes: instances.Classes | None = None,
        lent: Sequence[Any] = (),
        shared: Shared | None = None,
        *,
        whole: bool = False,
    ):
        self._refer, self._classes, self._shared, self._whole = refer, classes, shared, whole
        self._weights = sharing.Weights(lent)
        self._budget = Budget(bounds or Bounds(), CannotCarry)
        self._blobs: list[bytes] = []
        self._seen: dict[int, int] = {}
        self._open: set[int] = set()
        self._roots: dict[int, list[tuple[np.ndarray, dict[str, Any], bool]]] | None = None
        self.objects: list[Any] = []
        self.strided: list[int] = []
        self.models: list[Any] = []

    def write(self, value: Any) -> bytes:
        """Return one value as bytes.

        Raises
        ------
        CannotCarry
            If it is too large, too deep, or contains something that cannot be carried.
        """
        return self._packed(self._tree(value, 0))

    def message(self, about: dict[str, Any], *groups: Sequence[Any]) -> bytes:
        """Return groups of values as bytes, with something in plain JSON about them.

        Raises
        ------
        CannotCarry
        """
        return self._packed([about, [[self._tree(value, 0) for value in group] for group in groups]])

    def state(self, value: Any) -> Any:
        """Return what an object holds, as a value whose parts are written as they are: for objects both sides have."""
        return _State(value)

    def quiet(self, value: Any) -> Any:
        """Return a value whose lists, tuples and dictionaries are written as mere parts: none has an identity."""
        return _State(value, quiet=True)

    def _packed(self, tree: Any) -> bytes:
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

    # -- one value -----------------------------------------------------------------------------------------------------

    def _tree(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            if value.bit_length() <= numbers.PLAIN_BITS:
                return value
            return {"t": "int", "b": self._blob(numbers.write_integer(value))}
        if kind is str:
            self._budget.spend_bytes(len(value))
            return value
        write = _WRITERS.get(kind)
        if write is not None:
            known = self._known(value)
            return known if known is not None else write(self, value, depth)
        if kind in exact.KINDS:
            tag, parts = exact.KINDS[kind]
            return {"t": tag, "v": self._entries(parts(value), depth)}
        return self._special(value, depth)

    def _known(self, value: Any) -> dict[str, Any] | None:
        """Return a node for a value that the reader has, or has met before in this message."""
        number = self._shared.number_of(value) if self._shared is not None else None
        if number is not None:
            return {"t": "shared", "i": number}
        index = self._seen.get(id(value))
        if index is None:
            return None
        if id(value) in self._open:
            raise CannotCarry(f"a {type(value).__name__} that contains itself cannot be carried")
        return {"t": "again", "i": index}

    def _remember(self, value: Any) -> None:
        self._seen[id(value)] = len(self.objects)
        self.objects.append(value)  # kept alive, so that nothing else takes its identity

    def _entries(self, values: Any, depth: int) -> list[Any]:
        inner = self._budget.enter(depth)
        self._budget.spend_items(len(values))
        return [self._tree(v, inner) for v in values]

    # -- containers ----------------------------------------------------------------------------------------------------

    def _list(self, value: list[Any], depth: int) -> Any:
        self._remember(value)
        return self._list_of(value, depth)

    def _list_of(self, value: list[Any], depth: int) -> Any:
        packed = numbers.pack(value) if len(value) >= numbers.MANY else None
        if packed is not None:
            self._budget.spend_items(len(value))
            return {"t": packed[0], "b": self._blob(packed[1])}
        return self._entries(value, depth)

    def _tuple(self, value: tuple[Any, ...], depth: int, **more: Any) -> Any:
        self._remember(value)
        self._open.add(id(value))
        node = {"t": "tuple", "v": self._entries(value, depth), **more}
        self._open.discard(id(value))
        return node

    def _frozenset(self, value: frozenset[Any], depth: int) -> Any:
        self._remember(value)
        self._open.add(id(value))
        node = {"t": "frozenset", "v": self._entries(list(value), depth)}
        self._open.discard(id(value))
        return node

    def _set(self, value: set[Any], depth: int) -> Any:
        self._remember(value)
        return {"t": "set", "v": self._entries(list(value), depth)}

    def _deque(self, value: collections.deque[Any], depth: int) -> Any:
        self._remember(value)
        return {"t": "deque", "m": value.maxlen, "v": self._entries(list(value), depth)}

    def _bytes(self, value: bytes | bytearray, _: int) -> Any:
        if type(value) is bytearray:
            self._remember(value)
        return {"t": type(value).__name__, "b": self._blob(bytes(value))}

    def _mapping(self, value: Any, depth: int) -> Any:
        self._remember(value)
        more = {}
        if type(value) is collections.defaultdict:
            more["f"] = self._tree(value.default_factory, self._budget.enter(depth))
        keys, values = containers.pairs_of(value)
        tag = containers.MAPPINGS[type(value)]
        return {"t": tag, "k": self._entries(keys, depth), "v": self._entries(values, depth), **more}

    def _view(self, value: Any, depth: int) -> Any:
        return {"t": "view", "n": _VIEWS[type(value)], "v": self._entries(list(value), depth)}

    # -- arrays --------------------------------------------------------------------------------------------------------

    def _ndarray(self, value: np.ndarray, depth: int) -> Any:
        self._remember(value)
        locked = {} if value.flags.writeable else {"locked": True}
        part = self._part_of_known(value, depth) if value.dtype != object else None
        if part is not None:
            return part
        if not (value.flags.c_contiguous or value.flags.f_contiguous):
            locked["s"] = True
        kind = {np.matrix: "matrix", np.recarray: "record"}.get(type(value))
        if kind is not None:
            locked["c"] = kind
        return {**self._array(np.asarray(value), depth), **locked}

    def _array(self, value: np.ndarray, depth: int) -> dict[str, Any]:
        if value.dtype != object:
            # Counted before it is copied, so that a huge array costs nothing.
            if value.nbytes > self._budget.bounds.total_bytes:
                raise CannotCarry(f"an array of {value.nbytes >> 20} MiB is too large to be carried")
            return {"t": "array", "b": self._blob(arrays.write_array(value))}
        entries = self._entries(value.ravel().tolist(), depth)
        return {"t": "objects", "shape": list(value.shape), "v": entries}

    def _part_of_known(self, value: np.ndarray, depth: int) -> dict[str, Any] | None:
        """Return a node for an array that lies in the memory of another one that the reader has or gets."""
        if type(value) is not np.ndarray or not arrays.is_plain(value.dtype):
            return None
        root, whole = _root(value), self._whole
        known = self._known_arrays().setdefault(id(root), [])
        for array, node, strided in known:
            offset = arrays.place_in(array, value)
            simple = array.ndim == value.ndim == 1 and array.dtype == value.dtype
            if offset is not None and (not strided or simple):
                return self._part(node, value, offset)
        known.append((value, {"t": "again", "i": self._seen[id(value)]}, False))
        if not whole or root is value or type(root) is not np.ndarray or not arrays.is_plain(root.dtype):
            return None
        offset = arrays.place_in(root, value)
        if offset is None or root.nbytes > max(_WHOLE_BYTES, _WHOLE_TIMES * value.nbytes):
            return None
        known.pop()
        return self._part(self._tree(root, self._budget.enter(depth)), value, offset)

    @staticmethod
    def _part(of: Any, value: np.ndarray, offset: int) -> dict[str, Any]:
        shape = {"shape": list(value.shape), "strides": list(value.strides), "o": offset}
        locked = {} if value.flags.writeable else {"locked": True}
        return {"t": "part", "of": of, "d": np.lib.format.dtype_to_descr(value.dtype), **shape, **locked}

    def _known_arrays(self) -> dict[int, list[tuple[np.ndarray, dict[str, Any], bool]]]:
        if self._roots is None:
            self._roots = {}
            for number, array, strided in self._shared.arrays() if self._shared is not None else ():
                node = {"t": "shared", "i": number}
                self._roots.setdefault(id(_root(array)), []).append((array, node, strided))
        return self._roots

    def _masked(self, value: np.ma.MaskedArray, depth: int) -> Any:
        self._remember(value)
        inner = self._budget.enter(depth)
        mask = np.ma.getmask(value)
        mask = None if mask is np.ma.nomask else self._array(np.asarray(mask), inner)
        fill = None if value._fill_value is None else self._array(np.asarray(value._fill_value), inner)
        return {"t": "masked", "v": self._array(np.asarray(value.data), inner), "m": mask, "f": fill}

    # -- everything else -----------------------------------------------------------------------------------------------

    def _special(self, value: Any, depth: int) -> Any:
        if value is Ellipsis:
            return {"t": "ellipsis"}
        if value is np.ma.masked:
            return {"t": "nothing masked"}
        if value is NotImplemented:
            return {"t": "not implemented"}
        if isinstance(value, _State):
            return self._inside(_flat(value.value), depth) if value.quiet else self._state(value.value, depth)
        kind = type(value)
        if isinstance(value, np.generic) and kind.__module__ == "numpy":
            return {"t": "scalar", "b": self._blob(arrays.write_array(value))}
        known = self._known(value)
        if known is not None:
            return known
        name = self._classes.name_of(value) if self._classes else None
        if name is not None:
            return self._instance(value, name, depth)
        if isinstance(value, tuple) and (fields := named_tuples.fields_of(value)) is not None:
            return self._tuple(value, depth, f=list(fields), n=kind.__name__)
        if type(value) is np.random.Generator:
            return self._generator(value, depth)
        named = library.describe(value)
        if named is not None:
            return named
        parts = frames.parts_of(value) or science.parts_of(value)
        if parts is not None:
            if parts[0] in IN_PLACE:
                self._remember(value)
            return self._inside(parts, depth)
        return self._learned(value, depth)

    def _inside(self, part: Any, depth: int) -> Any:
        """Return a part of a table or the like: another tagged one, a list of parts, an array, or any value."""
        if type(part) is tuple and len(part) == 2 and type(part[1]) is list:
            inner = self._budget.enter(depth)
            return {"t": "made", "n": part[0], "v": [self._inside(each, inner) for each in part[1]]}
        if type(part) is list:
            inner = self._budget.enter(depth)
            self._budget.spend_items(len(part))
            return {"t": "parts", "v": [self._inside(each, inner) for each in part]}
        if type(part) is np.ndarray:
            return self._array(part, depth)
        if type(part) is dict:  # made for this message only: not to be remembered
            keys, values = list(part), list(part.values())
            return {"t": "plain dict", "k": self._entries(keys, depth), "v": self._entries(values, depth)}
        return self._tree(part, depth)

    def _instance(self, value: Any, name: str, depth: int) -> Any:
        if isinstance(value, enum.Enum):
            return {"t": "member", "n": name, "v": value.name}
        if isinstance(value, tuple):
            return self._tuple(value, depth, known=name)
        self._budget.spend_reference()
        self._remember(value)
        inner = self._budget.enter(depth)
        more = {"a": self._entries(value.args, depth)} if isinstance(value, BaseException) else {}
        return {"t": "instance", "n": name, "v": self._inside(instances.state_of(value), inner), **more}

    def _generator(self, value: np.random.Generator, depth: int) -> Any:
        self._remember(value)
        bits = value.bit_generator
        return {"t": "generator", "n": type(bits).__name__, "v": self._inside(_flat(bits.state), depth)}

    def _state(self, value: Any, depth: int) -> Any:
        """Return what an object that both sides have holds now."""
        kind = type(value)
        if kind in containers.MAPPINGS:
            keys, values = containers.pairs_of(value)
            factory = value.default_factory if kind is collections.defaultdict else None
            inner = self._budget.enter(depth)
            parts = [self._entries(keys, depth), self._entries(values, depth), self._tree(factory, inner)]
            return {"t": "pairs", "k": parts[0], "v": parts[1], "f": parts[2]}
        if kind is bytearray:
            return {"t": "bytes", "b": self._blob(bytes(value))}
        if kind in containers.SEQUENCES:
            entries = self._list_of(list(value), depth)
            return {"t": "parts", "v": entries} if type(entries) is list else {**entries, "quiet": True}
        if isinstance(value, np.ma.MaskedArray):
            return {**self._masked(value, depth), "quiet": True}
        if isinstance(value, np.ndarray):
            return {**self._array(np.asarray(value), depth), "quiet": True}
        if isinstance(value, np.random.Generator):
            return self._inside(_flat(value.bit_generator.state), depth)
        parts = frames.parts_of(value) or science.parts_of(value)
        if parts is not None:
            return {**self._inside(parts, depth), "quiet": True}
        return self._inside(instances.state_of(value), depth)

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


class _State:
    """Marks an object of which only what it holds is written, or a value without any identity in it."""

    __slots__ = ("quiet", "value")

    def __init__(self, value: Any, *, quiet: bool = False):
        self.value, self.quiet = value, quiet


def _root(array: np.ndarray) -> np.ndarray:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def _flat(value: Any) -> Any:
    """Return plain containers as parts that are not remembered."""
    if type(value) is dict:
        return ("dict", [[*value], [_flat(each) for each in value.values()]])
    return [_flat(each) for each in value] if type(value) in (list, tuple) else value


_WRITERS: dict[type, Callable[[Writer, Any, int], Any]] = {
    list: Writer._list,
    tuple: Writer._tuple,
    set: Writer._set,
    frozenset: Writer._frozenset,
    collections.deque: Writer._deque,
    bytes: Writer._bytes,
    bytearray: Writer._bytes,
    np.ndarray: Writer._ndarray,
    np.matrix: Writer._ndarray,
    np.recarray: Writer._ndarray,
    np.ma.MaskedArray: Writer._masked,
    **dict.fromkeys(containers.MAPPINGS, Writer._mapping),
    **dict.fromkeys(_VIEWS, Writer._view),
}
