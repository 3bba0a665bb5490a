"""Read values from bytes that may come from an adversary: known tags only, exact types, nothing is looked up."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Collection, Sequence
from typing import Any

from grader.sandbox.codec import instances, numbers
from grader.sandbox.codec.bounds import BLANKS, EMPTY, USUAL, BadValue, Bounds, Budget
from grader.sandbox.codec.nodes import arrays as node_arrays
from grader.sandbox.codec.nodes import containers as node_containers
from grader.sandbox.codec.nodes import objects as node_objects
from grader.sandbox.codec.nodes import parts as node_parts
from grader.sandbox.codec.shared import Shared

_decode = json.JSONDecoder().raw_decode  # all that `json.loads` would do beside it is looking for white space
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
    blanks : collection of str
        Whether entries may be masked (`MASKED`) or missing (`MISSING`), which comparisons pass over, and arrays of
        two and more dimensions without entries (`EMPTY`).
    """

    def __init__(
        self,
        resolve: Resolve = _no_references,
        bounds: Bounds | None = None,
        classes: instances.Classes | None = None,
        lent: Sequence[Any] = (),
        shared: Shared | None = None,
        blanks: Collection[str] = BLANKS,
    ):
        self.blanks = blanks
        self.resolve, self.classes = resolve, classes or instances.Classes()
        self.shared = shared or Shared()
        self.budget = Budget(bounds or USUAL, BadValue)
        self._blobs: list[memoryview] = []
        self.known_models = list(lent)
        self.objects: list[Any] = []
        self.strided: list[int] = []
        self.models: list[Any] = []

    def read(self, body: bytes) -> Any:
        """Return the value in `body`.

        Raises
        ------
        BadValue
        """
        return self._guarded(lambda tree: self.value(tree, 0), body)

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
        return about, [[self.value(node, 0) for node in group] for group in groups]

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
        if size > min(len(view) - 4, self.budget.bounds.text_bytes):
            raise BadValue("it is cut short or too large")
        try:
            text = bytes(view[4 : 4 + size]).decode("ascii")
            parsed, end = _decode(text)
            if end != len(text):
                raise ValueError("there is more than one value")
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
            self.budget.spend_bytes(size)
            self._blobs.append(rest[start : start + size])
            start += size

    def blob(self, node: dict[str, Any]) -> bytes:
        """Return the bytes that a node refers to."""
        index = node["b"]
        if type(index) is not int or index < 0:
            raise BadValue("a part of it is missing")
        return bytes(self._blobs[index])

    # -- one value -----------------------------------------------------------------------------------------------------

    def value(self, node: Any, depth: int) -> Any:
        """Return the value of a node."""
        kind = type(node)
        if kind is list:
            made: list[Any] = []
            self.objects.append(made)
            made.extend(self.entries(node, depth))
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
            self.budget.spend_bytes(len(node))
        return node

    def entries(self, nodes: Any, depth: int) -> list[Any]:
        """Return the values of a container's nodes, one level deeper."""
        if type(nodes) is not list:
            raise BadValue("a container without entries")
        inner = self.budget.enter(depth)
        self.budget.spend_items(len(nodes))
        return [self.value(node, inner) for node in nodes]

    def place(self) -> int:
        """Keep a place for an object that is not yet made."""
        self.objects.append(_MISSING)
        return len(self.objects) - 1

    def put(self, place: int, made: Any) -> Any:
        """Put an object into the place that was kept for it."""
        self.objects[place] = made
        return made

    def see_blanks(self, kind: str, *, there: bool) -> None:
        """Refuse entries of a kind that comparisons pass over, where nobody asked for such.

        Raises
        ------
        BadValue
        """
        if there and kind not in self.blanks:
            what = "it has no entries at all" if kind == EMPTY else f"some of its entries are {kind}"
            raise BadValue(f"{what}, and the test asks for values: return every one")

    def _again(self, node: dict[str, Any], _: int) -> Any:
        index = node["i"]
        if type(index) is not int or not 0 <= index < len(self.objects) or self.objects[index] is _MISSING:
            raise BadValue("a part of it is missing")
        return self.objects[index]

    def _shared_one(self, node: dict[str, Any], _: int) -> Any:
        return self.shared.get(node["i"])


_MAKERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "again": Reader._again,
    "shared": Reader._shared_one,
    **node_containers.MAKERS,
    **node_arrays.MAKERS,
    **node_parts.MAKERS,
    **node_objects.MAKERS,
}
