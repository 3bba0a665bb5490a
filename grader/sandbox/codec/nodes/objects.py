"""Objects: those of known classes by value, what has a name everywhere, tensors and models, all others by reference."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.sandbox.codec import (
    arrays,
    exact,
    frames,
    generators,
    instances,
    library,
    models,
    named_tuples,
    science,
    sharing,
)
from grader.sandbox.codec.bounds import BadValue
from grader.sandbox.codec.nodes import arrays as node_arrays
from grader.sandbox.codec.nodes import containers as node_containers
from grader.sandbox.codec.nodes import parts as node_parts
from grader.sandbox.codec.numpy_here import np

if TYPE_CHECKING:
    from grader.sandbox.codec.reading import Reader
    from grader.sandbox.codec.writing import Writer


def write_special(writer: Writer, value: Any, depth: int) -> Any:
    """Return the node of a value whose exact type has no writer of its own."""
    if value is Ellipsis:
        return {"t": "ellipsis"}
    if value is np.ma.masked:
        return {"t": "nothing masked"}
    if value is NotImplemented:
        return {"t": "not implemented"}
    if isinstance(value, node_parts.State):
        return (
            node_parts.write_inside(writer, node_parts.flat(value.value), depth)
            if value.quiet
            else node_parts.write_state(writer, value.value, depth)
        )
    kind = type(value)
    if isinstance(value, np.generic) and kind.__module__ == "numpy":
        return {"t": "scalar", "b": writer.blob(arrays.write_array(value))}
    known = writer.known(value)
    if known is not None:
        return known
    name = writer.classes.name_of(value) if writer.classes else None
    if name is not None:
        return _write_instance(writer, value, name, depth)
    if isinstance(value, tuple) and (fields := named_tuples.fields_of(value)) is not None:
        return node_containers.write_tuple(writer, value, depth, f=list(fields), n=kind.__name__)
    if generators.is_generator(value):
        return _write_generator(writer, value, depth)
    named = library.describe(value)
    if named is not None:
        return named
    parts = frames.parts_of(value) or science.parts_of(value)
    if parts is not None:
        if parts[0] in node_parts.IN_PLACE:
            writer.remember(value)
        return node_parts.write_inside(writer, parts, depth)
    return _write_learned(writer, value, depth)


def _write_instance(writer: Writer, value: Any, name: str, depth: int) -> Any:
    if isinstance(value, enum.Enum):
        return {"t": "member", "n": name, "v": value.name}
    if isinstance(value, tuple):
        return node_containers.write_tuple(writer, value, depth, known=name)
    writer.budget.spend_reference()
    writer.remember(value)
    inner = writer.budget.enter(depth)
    more = {"a": writer.entries(value.args, depth)} if isinstance(value, BaseException) else {}
    return {"t": "instance", "n": name, "v": node_parts.write_inside(writer, instances.state_of(value), inner), **more}


def _write_generator(writer: Writer, value: Any, depth: int) -> Any:
    writer.remember(value)
    state = node_parts.flat(generators.state_of(value))
    return {"t": "generator", "n": generators.kind_of(value), "v": node_parts.write_inside(writer, state, depth)}


def _write_learned(writer: Writer, value: Any, depth: int) -> Any:
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is not None:
        is_variable = isinstance(value, tensorflow.Variable)
        if is_variable or (isinstance(value, tensorflow.Tensor) and hasattr(value, "numpy")):
            array = np.asarray(value.numpy())
            return {"t": "variable" if is_variable else "tensor", "v": node_arrays.write_array(writer, array, depth)}
    if models.is_variable(value):
        return {"t": "weight", "v": node_arrays.write_array(writer, np.asarray(value), depth)}
    if models.is_model(value):
        return _write_model(writer, value)
    writer.budget.spend_reference()
    return {"t": "reference", "v": writer.refer(value)}


def _write_model(writer: Writer, value: Any) -> Any:
    known = writer.weights.number(value)
    if known is not None:
        return {"t": "same model", "i": known}
    content = models.write(value, writer.budget.bounds.total_bytes)
    if content is None:  # it contains the author's own classes: these can only be called where they live
        writer.budget.spend_reference()
        return {"t": "reference", "v": writer.refer(value)}
    writer.models.append(value)
    places = writer.weights.places(value)
    shared = {"s": places} if any(place is not None for place in places) else {}
    return {"t": "model", "b": writer.blob(content), **shared}


def _read_exact(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    return exact.make(node["t"], reader.entries(node["v"], depth))


def _read_generator(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    place = reader.place()
    state = reader.value(node["v"], reader.budget.enter(depth))
    if type(node["n"]) is not str:
        raise BadValue("an unknown random generator")
    return reader.put(place, generators.made(node["n"], state))


def _read_instance(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    reader.budget.spend_reference()
    made = reader.classes.empty(node["n"])
    reader.objects.append(made)
    if "a" in node:
        made.args = tuple(reader.entries(node["a"], depth))
    instances.set_state(made, reader.value(node["v"], reader.budget.enter(depth)))
    return made


def _read_same_model(reader: Reader, node: dict[str, Any], _: int) -> Any:
    if type(node["i"]) is not int or not 0 <= node["i"] < len(reader.known_models):
        raise BadValue("a part of it is missing")
    return reader.known_models[node["i"]]


def _read_tensor(reader: Reader, node: dict[str, Any], depth: int) -> Any:
    array = node_arrays.read_quiet_array(reader, node["v"], reader.budget.enter(depth))
    tensorflow = sys.modules.get("tensorflow")
    if tensorflow is None or node["t"] == "weight":
        return array
    try:
        return tensorflow.Variable(array) if node["t"] == "variable" else tensorflow.constant(array)
    except (ValueError, TypeError) as error:
        raise BadValue(f"a tensor that cannot be made ({type(error).__name__})") from None


def _read_model(reader: Reader, node: dict[str, Any], _: int) -> Any:
    made = models.read(reader.blob(node), reader.budget.bounds.total_bytes)
    if "s" in node:
        sharing.tie(made, node["s"], reader.known_models)
    reader.known_models.append(made)
    reader.models.append(made)
    return made


def _read_reference(reader: Reader, node: dict[str, Any], _: int) -> Any:
    reader.budget.spend_reference()
    if type(node["v"]) is not dict:
        raise BadValue("an object by reference without a description")
    return reader.resolve(node["v"])


MAKERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "ellipsis": lambda reader, node, depth: Ellipsis,
    "not implemented": lambda reader, node, depth: NotImplemented,
    "generator": _read_generator,
    "same model": _read_same_model,
    "instance": _read_instance,
    "member": lambda reader, node, depth: reader.classes.member(node["n"], node["v"]),
    "tensor": _read_tensor,
    "variable": _read_tensor,
    "weight": _read_tensor,
    "model": _read_model,
    "reference": _read_reference,
    **dict.fromkeys(exact.MAKERS, _read_exact),
    **dict.fromkeys(
        ("type", "dtype", "scalar type", "ufunc", "keras part"), lambda reader, node, depth: library.find(node)
    ),
}
