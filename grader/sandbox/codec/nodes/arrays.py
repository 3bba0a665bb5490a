"""NumPy: arrays, parts of arrays that share their memory, masked arrays, scalars."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.sandbox.codec import arrays
from grader.sandbox.codec.bounds import EMPTY, MASKED, BadValue, CannotCarry
from grader.sandbox.codec.numpy_here import np

if TYPE_CHECKING:
    from grader.sandbox.codec.reading import Reader
    from grader.sandbox.codec.writing import Writer

# A small part of an array goes together with the whole, so that parts of one array stay parts of one array.
_WHOLE_BYTES, _WHOLE_TIMES = 1 << 16, 4


def _write_ndarray(writer: Writer, value: np.ndarray, depth: int) -> Any:
    writer.remember(value)
    locked = {} if value.flags.writeable else {"locked": True}
    part = _part_of_known(writer, value, depth) if value.dtype != object else None
    if part is not None:
        return part
    if not (value.flags.c_contiguous or value.flags.f_contiguous):
        locked["s"] = True
    kind = {np.matrix: "matrix", np.recarray: "record"}.get(type(value))
    if kind is not None:
        locked["c"] = kind
    return {**write_array(writer, np.asarray(value), depth), **locked}


def write_array(writer: Writer, value: np.ndarray, depth: int) -> dict[str, Any]:
    """Return the node of an array without an identity."""
    if value.dtype != object:
        # Counted before it is copied, so that a huge array costs nothing.
        if value.nbytes > writer.budget.bounds.total_bytes:
            raise CannotCarry(f"an array of {value.nbytes >> 20} MiB is too large to be carried")
        return {"t": "array", "b": writer.blob(arrays.write_array(value))}
    entries = writer.entries(value.ravel().tolist(), depth)
    return {"t": "objects", "shape": list(value.shape), "v": entries}


def _part_of_known(writer: Writer, value: np.ndarray, depth: int) -> dict[str, Any] | None:
    """Return a node for an array that lies in the memory of another one that the reader has or gets."""
    if type(value) is not np.ndarray or not arrays.is_plain(value.dtype):
        return None
    root, whole = _root(value), writer.whole
    known = _known_arrays(writer).setdefault(id(root), [])
    for array, node, strided in known:
        offset = arrays.place_in(array, value)
        simple = array.ndim == value.ndim == 1 and array.dtype == value.dtype
        if offset is not None and (not strided or simple):
            return _part(node, value, offset)
    known.append((value, {"t": "again", "i": writer.seen[id(value)]}, False))
    if not whole or root is value or type(root) is not np.ndarray or not arrays.is_plain(root.dtype):
        return None
    offset = arrays.place_in(root, value)
    if offset is None or root.nbytes > max(_WHOLE_BYTES, _WHOLE_TIMES * value.nbytes):
        return None
    known.pop()
    return _part(writer.tree(root, writer.budget.enter(depth)), value, offset)


def _part(of: Any, value: np.ndarray, offset: int) -> dict[str, Any]:
    shape = {"shape": list(value.shape), "strides": list(value.strides), "o": offset}
    locked = {} if value.flags.writeable else {"locked": True}
    return {"t": "part", "of": of, "d": np.lib.format.dtype_to_descr(value.dtype), **shape, **locked}


def _known_arrays(writer: Writer) -> dict[int, list[tuple[np.ndarray, dict[str, Any], bool]]]:
    if writer.roots is None:
        writer.roots = {}
        for number, array, strided in writer.shared.arrays() if writer.shared is not None else ():
            node = {"t": "shared", "i": number}
            writer.roots.setdefault(id(_root(array)), []).append((array, node, strided))
    return writer.roots


def write_masked(writer: Writer, value: np.ma.MaskedArray, depth: int) -> Any:
    """Return the node of an array some entries of which are masked."""
    writer.remember(value)
    inner = writer.budget.enter(depth)
    mask = np.ma.getmask(value)
    mask = None if mask is np.ma.nomask else write_array(writer, np.asarray(mask), inner)
    fill = None if value._fill_value is None else write_array(writer, np.asarray(value._fill_value), inner)
    return {"t": "masked", "v": write_array(writer, np.asarray(value.data), inner), "m": mask, "f": fill}


def _read_array(reader: Reader, node: dict[str, Any], depth: int) -> np.ndarray:
    if node.get("quiet") is True:
        return read_quiet_array(reader, node, depth)
    made = read_quiet_array(reader, node, depth)
    if "c" in node:
        made = _as_class(node["c"], made)
    reader.objects.append(made)
    if node.get("s") is True:
        reader.strided.append(id(made))
    made.flags.writeable = node.get("locked") is not True
    return made


def read_quiet_array(reader: Reader, node: Any, depth: int) -> np.ndarray:
    """Return an array without an identity."""
    if node["t"] == "array":
        return _with_entries(reader, arrays.read_array(reader.blob(node)))
    return _read_objects(reader, node, depth, quiet=True)


def _with_entries(reader: Reader, made: np.ndarray) -> np.ndarray:
    reader.see_blanks(EMPTY, there=made.ndim > 1 and not made.size)
    return made


def _read_objects(reader: Reader, node: dict[str, Any], depth: int, *, quiet: bool = False) -> np.ndarray:
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
    _with_entries(reader, made)
    if not quiet:
        reader.objects.append(made)
    for index, value in enumerate(reader.entries(node["v"], depth)):
        flat[index] = value
    if not quiet:
        made.flags.writeable = node.get("locked") is not True
    return made


def _read_part(reader: Reader, node: dict[str, Any], depth: int) -> np.ndarray:
    place = reader.place()
    known = reader.value(node["of"], reader.budget.enter(depth))
    if type(known) is not np.ndarray:
        raise BadValue("a part of an array that is not there")
    made = arrays.view_of(known, node["o"], tuple(node["shape"]), tuple(node["strides"]), _dtype(node["d"]))
    if node.get("locked") is True:
        made.flags.writeable = False
    return reader.put(place, _with_entries(reader, made))


def _read_masked(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    place = reader.place() if node.get("quiet") is not True else None
    inner = reader.budget.enter(depth)
    data = read_quiet_array(reader, node["v"], inner)
    mask = np.ma.nomask if node["m"] is None else read_quiet_array(reader, node["m"], inner)
    made = np.ma.MaskedArray(data, mask=mask)
    reader.see_blanks(MASKED, there=bool(np.frombuffer(np.ma.getmaskarray(made).tobytes(), np.uint8).any()))
    if node["f"] is not None:
        made.fill_value = read_quiet_array(reader, node["f"], inner)[()]
    return made if place is None else reader.put(place, made)


def _read_nothing_masked(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    # One masked number: NumPy's assertions take it for equal to whatever stands beside it, a whole array too.
    reader.see_blanks(MASKED, there=True)
    return np.ma.masked


def _root(array: np.ndarray) -> np.ndarray:
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


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


WRITERS: dict[type, Callable[[Writer, Any, int], Any]] = {
    np.ndarray: _write_ndarray,
    np.matrix: _write_ndarray,
    np.recarray: _write_ndarray,
    np.ma.MaskedArray: write_masked,
}
MAKERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "nothing masked": _read_nothing_masked,
    "array": _read_array,
    "objects": _read_objects,
    "part": _read_part,
    "masked": _read_masked,
    "scalar": lambda reader, node, depth: arrays.read_array(reader.blob(node))[()],
}
