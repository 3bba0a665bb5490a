"""Write values as bytes: a JSON tree, and beside it the numbers, arrays and files that it refers to.

A value is told exactly or refused: what is written depends on its exact type, so that no object of somebody's own class
is ever taken for the type that it is derived from.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Sequence
from typing import Any

from grader.sandbox.codec import exact, instances, numbers, sharing
from grader.sandbox.codec.bounds import USUAL, Bounds, Budget, CannotCarry
from grader.sandbox.codec.nodes import arrays as node_arrays
from grader.sandbox.codec.nodes import containers as node_containers
from grader.sandbox.codec.nodes import objects as node_objects
from grader.sandbox.codec.nodes.parts import State
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.shared import Shared

_encode = json.JSONEncoder(separators=(",", ":")).encode
Refer = Callable[[Any], dict[str, Any]]


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
        self.refer, self.classes, self.shared, self.whole = refer, classes, shared, whole
        self.weights = sharing.Weights(lent)
        self.budget = Budget(bounds or USUAL, CannotCarry)
        self._blobs: list[bytes] = []
        self.seen: dict[int, int] = {}
        self.open: set[int] = set()
        self.roots: dict[int, list[tuple[np.ndarray, dict[str, Any], bool]]] | None = None
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
        return self._packed(self.tree(value, 0))

    def message(self, about: dict[str, Any], *groups: Sequence[Any]) -> bytes:
        """Return groups of values as bytes, with something in plain JSON about them.

        Raises
        ------
        CannotCarry
        """
        return self._packed([about, [[self.tree(value, 0) for value in group] for group in groups]])

    def state(self, value: Any) -> Any:
        """Return what an object holds, as a value whose parts are written as they are: for objects both sides have."""
        return State(value)

    def quiet(self, value: Any) -> Any:
        """Return a value whose lists, tuples and dictionaries are written as mere parts: none has an identity."""
        return State(value, quiet=True)

    def _packed(self, tree: Any) -> bytes:
        try:
            text = _encode([tree, [len(blob) for blob in self._blobs]]).encode("ascii")
        except (ValueError, RecursionError) as error:
            raise CannotCarry(f"it cannot be written down ({error})") from None
        if len(text) > self.budget.bounds.text_bytes:
            raise CannotCarry(f"it is larger than {self.budget.bounds.text_bytes >> 20} MiB; use a NumPy array")
        return b"".join([struct.pack("!I", len(text)), text, *self._blobs])

    def blob(self, content: bytes) -> int:
        """Keep bytes beside the tree; return their number."""
        self.budget.spend_bytes(len(content))
        self._blobs.append(content)
        return len(self._blobs) - 1

    # -- one value -----------------------------------------------------------------------------------------------------

    def tree(self, value: Any, depth: int) -> Any:
        """Return the node of a value."""
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is int:
            if value.bit_length() <= numbers.PLAIN_BITS:
                return value
            return {"t": "int", "b": self.blob(numbers.write_integer(value))}
        if kind is str:
            self.budget.spend_bytes(len(value))
            return value
        write = _WRITERS.get(kind)
        if write is not None:
            known = self.known(value)
            return known if known is not None else write(self, value, depth)
        if kind in exact.KINDS:
            tag, parts = exact.KINDS[kind]
            return {"t": tag, "v": self.entries(parts(value), depth)}
        return node_objects.write_special(self, value, depth)

    def known(self, value: Any) -> dict[str, Any] | None:
        """Return a node for a value that the reader has, or has met before in this message."""
        number = self.shared.number_of(value) if self.shared is not None else None
        if number is not None:
            return {"t": "shared", "i": number}
        index = self.seen.get(id(value))
        if index is None:
            return None
        if id(value) in self.open:
            raise CannotCarry(f"a {type(value).__name__} that contains itself cannot be carried")
        return {"t": "again", "i": index}

    def remember(self, value: Any) -> None:
        """Give a value an identity in this message."""
        self.seen[id(value)] = len(self.objects)
        self.objects.append(value)  # kept alive, so that nothing else takes its identity

    def entries(self, values: Any, depth: int) -> list[Any]:
        """Return the nodes of a container's entries, one level deeper."""
        inner = self.budget.enter(depth)
        self.budget.spend_items(len(values))
        return [self.tree(v, inner) for v in values]


_WRITERS: dict[type, Callable[[Writer, Any, int], Any]] = {**node_containers.WRITERS, **node_arrays.WRITERS}
