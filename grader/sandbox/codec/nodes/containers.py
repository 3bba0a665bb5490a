"""Lists, tuples, sets, dictionaries and their views, bytes, files in memory."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.sandbox.codec import containers, named_tuples, numbers, streams
from grader.sandbox.codec.bounds import BadValue

if TYPE_CHECKING:
    from grader.sandbox.codec.reading import Reader
    from grader.sandbox.codec.writing import Writer

_VIEWS = {type({}.keys()): "keys", type({}.values()): "values", type({}.items()): "items"}


def _write_list(writer: Writer, value: list[Any], depth: int) -> Any:
    writer.remember(value)
    return write_entries(writer, value, depth)


def write_entries(writer: Writer, value: list[Any], depth: int) -> Any:
    """Return nodes for the entries of a list, packed where they are many numbers of one kind."""
    packed = numbers.pack(value) if len(value) >= numbers.MANY else None
    if packed is not None:
        writer.budget.spend_items(len(value))
        return {"t": packed[0], "b": writer.blob(packed[1])}
    return writer.entries(value, depth)


def write_tuple(writer: Writer, value: tuple[Any, ...], depth: int, **more: Any) -> Any:
    """Return the node of a tuple; `more` says which named one it is."""
    writer.remember(value)
    writer.open.add(id(value))
    node = {"t": "tuple", "v": writer.entries(value, depth), **more}
    writer.open.discard(id(value))
    return node


def _write_frozenset(writer: Writer, value: frozenset[Any], depth: int) -> Any:
    writer.remember(value)
    writer.open.add(id(value))
    node = {"t": "frozenset", "v": writer.entries(list(value), depth)}
    writer.open.discard(id(value))
    return node


def _write_set(writer: Writer, value: set[Any], depth: int) -> Any:
    writer.remember(value)
    return {"t": "set", "v": writer.entries(list(value), depth)}


def _write_deque(writer: Writer, value: collections.deque[Any], depth: int) -> Any:
    writer.remember(value)
    return {"t": "deque", "m": value.maxlen, "v": writer.entries(list(value), depth)}


def _write_bytes(writer: Writer, value: bytes | bytearray, _: int) -> Any:
    if type(value) is bytearray:
        writer.remember(value)
    return {"t": type(value).__name__, "b": writer.blob(bytes(value))}


def _write_stream(writer: Writer, value: streams.Stream, depth: int) -> Any:
    streams.check(value)
    writer.remember(value)
    return {"t": "stream", "n": streams.TAGS[type(value)], "v": writer.entries(streams.state_of(value), depth)}


def _write_mapping(writer: Writer, value: Any, depth: int) -> Any:
    writer.remember(value)
    more = {}
    if type(value) is collections.defaultdict:
        more["f"] = writer.tree(value.default_factory, writer.budget.enter(depth))
    keys, values = containers.pairs_of(value)
    tag = containers.MAPPINGS[type(value)]
    return {"t": tag, "k": writer.entries(keys, depth), "v": writer.entries(values, depth), **more}


def _write_view(writer: Writer, value: Any, depth: int) -> Any:
    return {"t": "view", "n": _VIEWS[type(value)], "v": writer.entries(list(value), depth)}


def _read_packed(reader: Reader, node: dict[str, Any], _: int) -> list[Any]:
    content = reader.blob(node)
    reader.budget.spend_items(len(content) // 8)
    made = numbers.unpack(node["t"], content)
    if node.get("quiet") is not True:
        reader.objects.append(made)
    return made


def _read_tuple(reader: Reader, node: dict[str, Any], depth: int) -> tuple[Any, ...]:
    place = reader.place()
    values = reader.entries(node["v"], depth)
    if "known" in node:
        return reader.put(place, reader.classes.named_tuple(node["known"], values))
    return reader.put(place, named_tuples.make(node["n"], node["f"], values) if "f" in node else tuple(values))


def _read_frozenset(reader: Reader, node: dict[str, Any], depth: int) -> frozenset[Any]:
    place = reader.place()
    return reader.put(place, frozenset(reader.entries(node["v"], depth)))


def _read_set(reader: Reader, node: dict[str, Any], depth: int) -> set[Any]:
    made: set[Any] = set()
    reader.objects.append(made)
    made.update(reader.entries(node["v"], depth))
    return made


def _read_deque(reader: Reader, node: dict[str, Any], depth: int) -> collections.deque[Any]:
    if node["m"] is not None and type(node["m"]) is not int:
        raise BadValue("a deque of an impossible length")
    made: collections.deque[Any] = collections.deque(maxlen=node["m"])
    reader.objects.append(made)
    made.extend(reader.entries(node["v"], depth))
    return made


def _read_bytearray(reader: Reader, node: dict[str, Any], _: int) -> bytearray:
    made = bytearray(reader.blob(node))
    reader.objects.append(made)
    return made


def _read_stream(reader: Reader, node: dict[str, Any], depth: int) -> streams.Stream:
    made = streams.made(node["n"])
    reader.objects.append(made)
    streams.put(made, reader.entries(node["v"], depth))
    return made


def _read_mapping(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    made = containers.empty_mapping(node["t"])
    reader.objects.append(made)
    if node["t"] == "default":
        made.default_factory = read_factory(reader, node["f"], depth)
    containers.fill_mapping(made, reader.entries(node["k"], depth), reader.entries(node["v"], depth))
    return made


def read_factory(reader: Reader, node: Any, depth: int) -> Any:
    """Return what makes the values that a dictionary lacks."""
    factory = reader.value(node, reader.budget.enter(depth))
    if factory is not None and not callable(factory):
        raise BadValue("a dictionary whose default cannot be made")
    return factory


def _read_view(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    entries, name = reader.entries(node["v"], depth), node["n"]
    if name == "values":
        return dict(enumerate(entries)).values()
    return dict.fromkeys(entries).keys() if name == "keys" else dict(entries).items()


WRITERS: dict[type, Callable[[Writer, Any, int], Any]] = {
    list: _write_list,
    tuple: write_tuple,
    set: _write_set,
    frozenset: _write_frozenset,
    collections.deque: _write_deque,
    bytes: _write_bytes,
    bytearray: _write_bytes,
    **dict.fromkeys(streams.TAGS, _write_stream),
    **dict.fromkeys(containers.MAPPINGS, _write_mapping),
    **dict.fromkeys(_VIEWS, _write_view),
}
MAKERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "int": lambda reader, node, depth: numbers.read_integer(reader.blob(node)),
    "ints": _read_packed,
    "floats": _read_packed,
    "tuple": _read_tuple,
    "set": _read_set,
    "frozenset": _read_frozenset,
    "deque": _read_deque,
    "bytes": lambda reader, node, depth: reader.blob(node),
    "bytearray": _read_bytearray,
    "stream": _read_stream,
    "view": _read_view,
    **dict.fromkeys(containers.MAPPINGS.values(), _read_mapping),
}
