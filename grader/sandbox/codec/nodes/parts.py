"""Values made of parts, such as tables and sparse matrices; and what an object that both sides have holds now."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.sandbox.codec import containers, frames, generators, instances, science, streams
from grader.sandbox.codec.bounds import MISSING
from grader.sandbox.codec.nodes import arrays as node_arrays
from grader.sandbox.codec.nodes import containers as node_containers
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.codec.paired import paired

if TYPE_CHECKING:
    from grader.sandbox.codec.reading import Reader
    from grader.sandbox.codec.writing import Writer

# Values made of parts that can be changed in place.
IN_PLACE = frozenset({"table", "column"}) | science.TAGS


class State:
    """Marks an object of which only what it holds is written, or a value without any identity in it."""

    __slots__ = ("quiet", "value")

    def __init__(self, value: Any, *, quiet: bool = False):
        self.value, self.quiet = value, quiet


def write_inside(writer: Writer, part: Any, depth: int) -> Any:
    """Return a part of a table or the like: another tagged one, a list of parts, an array, or any value."""
    if type(part) is tuple and len(part) == 2 and type(part[1]) is list:
        inner = writer.budget.enter(depth)
        return {"t": "made", "n": part[0], "v": [write_inside(writer, each, inner) for each in part[1]]}
    if type(part) is list:
        inner = writer.budget.enter(depth)
        writer.budget.spend_items(len(part))
        return {"t": "parts", "v": [write_inside(writer, each, inner) for each in part]}
    if type(part) is np.ndarray:
        return node_arrays.write_array(writer, part, depth)
    if type(part) is dict:  # made for this message only: not to be remembered
        keys, values = list(part), list(part.values())
        return {"t": "plain dict", "k": writer.entries(keys, depth), "v": writer.entries(values, depth)}
    return writer.tree(part, depth)


def write_state(writer: Writer, value: Any, depth: int) -> Any:
    """Return what an object that both sides have holds now."""
    kind = type(value)
    if kind in containers.MAPPINGS:
        keys, values = containers.pairs_of(value)
        factory = value.default_factory if kind is collections.defaultdict else None
        inner = writer.budget.enter(depth)
        parts = [writer.entries(keys, depth), writer.entries(values, depth), writer.tree(factory, inner)]
        return {"t": "pairs", "k": parts[0], "v": parts[1], "f": parts[2]}
    if kind is bytearray:
        return {"t": "bytes", "b": writer.blob(bytes(value))}
    if kind in containers.SEQUENCES:
        entries = node_containers.write_entries(writer, list(value), depth)
        return {"t": "parts", "v": entries} if type(entries) is list else {**entries, "quiet": True}
    if streams.is_stream(value):
        return {"t": "parts", "v": writer.entries(streams.state_of(value), depth)}
    if isinstance(value, np.ma.MaskedArray):
        return {**node_arrays.write_masked(writer, value, depth), "quiet": True}
    if isinstance(value, np.ndarray):
        return {**node_arrays.write_array(writer, np.asarray(value), depth), "quiet": True}
    if generators.is_generator(value):
        return write_inside(writer, flat(generators.state_of(value)), depth)
    parts = frames.parts_of(value) or science.parts_of(value)
    if parts is not None:
        return {**write_inside(writer, parts, depth), "quiet": True}
    return write_inside(writer, instances.state_of(value), depth)


def _read_parts(reader: Reader, node: dict[str, Any], depth: int) -> list[Any]:
    inner = reader.budget.enter(depth)
    reader.budget.spend_items(len(node["v"]))
    return [_read_inside(reader, each, inner) for each in node["v"]]


def _read_inside(reader: Reader, node: Any, depth: int) -> Any:
    if type(node) is dict and node.get("t") in ("array", "objects"):
        return node_arrays.read_quiet_array(reader, node, depth)
    return reader.value(node, depth)


def _read_made(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    tag = node["n"]
    place = reader.place() if tag in IN_PLACE and node.get("quiet") is not True else None
    parts = _read_parts(reader, node, depth)
    if tag == "dict":
        made = dict(paired(*parts))
    else:
        made = frames.rebuild(tag, parts) if tag in frames.TAGS else science.rebuild(tag, parts)
        reader.see_blanks(MISSING, there=frames.has_missing(tag, made))
    return made if place is None else reader.put(place, made)


def _read_plain_dict(reader: Reader, node: dict[str, Any], depth: int) -> dict[Any, Any]:
    keys, values = reader.entries(node["k"], depth), reader.entries(node["v"], depth)
    return dict(paired(keys, values))


def _read_pairs(reader: Reader, node: dict[str, Any], depth: int) -> tuple[list[Any], list[Any], Any]:
    keys, values = reader.entries(node["k"], depth), reader.entries(node["v"], depth)
    return keys, values, node_containers.read_factory(reader, node["f"], depth)


def flat(value: Any) -> Any:
    """Return plain containers as parts that are not remembered."""
    if type(value) is dict:
        return ("dict", [[*value], [flat(each) for each in value.values()]])
    return [flat(each) for each in value] if type(value) in (list, tuple) else value


MAKERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "parts": _read_parts,
    "made": _read_made,
    "plain dict": _read_plain_dict,
    "pairs": _read_pairs,
}
