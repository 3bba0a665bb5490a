"""What a judge may ask of a session: names, calls, attributes; and how the session's objects are described."""

from __future__ import annotations

import asyncio
import inspect
import types
from collections.abc import Callable, Coroutine, Generator, Iterator
from typing import Any

from grader.sandbox.codec import CannotCarry, Writer
from grader.sandbox.ipc import errors
from grader.sandbox.ipc.known_classes import place_of
from grader.sandbox.ipc.rpc import RpcPeer

_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def describe(rpc: RpcPeer, value: Any) -> dict[str, Any]:
    """Return what a judge is told about an object that stays in the session."""
    name = getattr(value, "__name__", None)
    told = {
        "kind": _kind_of(value),
        "name": name[:200] if isinstance(name, str) else "",
        "type": type(value).__name__[:200],
    }
    if told["kind"] == "exception":
        told["error"] = errors.described(value)
        if type(value).__module__ == "__main__":
            told["error"]["class"] = rpc.refer(type(value))
    elif told["kind"] == "exception class":
        told["bases"] = [_base(rpc, base) for base in value.__bases__]
    elif told["kind"] in ("object", "callable"):
        told["of"] = place_of(type(value))
    return told


def _kind_of(value: Any) -> str:
    if isinstance(value, type):
        return "exception class" if issubclass(value, BaseException) else "class"
    for kind, known in (
        (types.ModuleType, "module"),
        (_FUNCTIONS, "function"),
        (Generator, "generator"),
        (Coroutine, "coroutine"),
        (BaseException, "exception"),
        (Iterator, "iterator"),
    ):
        if isinstance(value, kind):
            return known
    return "callable" if callable(value) else "object"


def _base(rpc: RpcPeer, base: type) -> Any:
    return rpc.refer(base) if base.__module__ == "__main__" else [base.__module__, base.__qualname__]


def stand_in(rpc: RpcPeer, description: dict[str, Any]) -> Callable[..., Any]:
    """Return a function that calls a function of the judge (`numeric_gradient(f, x)` is given such an `f`)."""
    number = description["id"]
    if description.get("kind") == "iterator":
        return _iterate(rpc, number)

    def callback(*args: Any, **kwargs: Any) -> Any:
        return asked(rpc, "call", number, args, kwargs)

    name = description.get("name")
    callback.__name__ = callback.__qualname__ = name if isinstance(name, str) and name else "callback"
    return callback


def _iterate(rpc: RpcPeer, number: int) -> Any:
    while True:
        found = asked(rpc, "next", number)
        if not found:
            return
        yield found[0]


def asked(rpc: RpcPeer, what: str, number: int, arguments: Any = (), keywords: dict[str, Any] | None = None) -> Any:
    """Ask the judge; an exception of a test's function is raised here by its type alone."""
    try:
        return rpc.ask(what, arguments, keywords, id=number)
    except errors.RemoteError as error:
        kind, _ = errors.nearest_class(error.description)
        raised = (kind or Exception)()
        raised._raised_by_test = error.description.get("token")  # type: ignore[attr-defined]
    raise raised from None


def handlers(
    namespace: dict[str, Any], rpc: Callable[[], RpcPeer], told: Callable[[str, Any], None] = lambda name, value: None
) -> dict[str, Any]:
    """Return the session's answers.

    Parameters
    ----------
    namespace : dict
        The notebook's variables.
    rpc : callable
        Returns the rpc (it is made after its handlers).
    told : callable
        Is given each name that was asked for, and what it stands for.
    """

    def own(header: dict[str, Any]) -> Any:
        return rpc().resolve({"home": "session", "id": header.get("id")})

    def names(header: dict[str, Any], wanted: list[Any], _: Any) -> dict[str, Any]:
        found = {name: _told(rpc(), namespace[name]) for name in wanted if name in namespace}
        for name, entry in found.items():
            if "value" in entry:
                told(name, entry["value"])
        return found

    def classes(header: dict[str, Any], wanted: list[Any], _: Any) -> None:
        for name in wanted:
            kind = namespace.get(name)
            if isinstance(kind, type):
                rpc().classes.add(name, kind)

    found = {
        what: (lambda header, args, kwargs, do=do: do(own(header), *args, **kwargs))
        for what, do in _OF_AN_OBJECT.items()
    }
    return {
        "names": names,
        "classes": classes,
        "call": lambda header, args, kwargs: own(header)(*args, **kwargs),
        **found,
    }


def _told(rpc: RpcPeer, value: Any) -> dict[str, Any]:
    """Return what a name stands for, or why it cannot be handed over."""
    if isinstance(value, types.ModuleType):
        return {"module": value.__name__}
    try:
        # Tried one by one, so that a name that cannot be carried does not take the others with it.
        Writer(rpc.refer, classes=rpc.classes).write(value)
    except CannotCarry as error:
        return {"cannot": str(error)}
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        # An import that the exercise asks for: the judge has the same.
        return {"value": value, "of": [str(value.__module__), str(value.__qualname__)]}
    return {"value": value}


def _next(iterator: Any) -> tuple[bool, Any]:
    return _stepped(lambda: next(iterator))


def _send(generator: Any, value: Any) -> tuple[bool, Any]:
    return _stepped(lambda: generator.send(value))


def _throw(generator: Any, *error: Any) -> tuple[bool, Any]:
    return _stepped(lambda: generator.throw(*error))


def _stepped(step: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return False, step()
    except StopIteration as end:
        return True, end.value


def _text(value: Any, what: str, how: str = "") -> str:
    text = {"repr": repr, "str": str}[what](value) if what != "format" else format(value, how)
    return str.__str__(text)


def _function(value: Any) -> dict[str, Any]:
    """Return what a judge needs to look at a function: source, defaults, annotations."""
    function = value.__func__ if isinstance(value, types.MethodType) else value
    return {
        "source": inspect.getsource(function),
        "name": function.__code__.co_name,
        "qualname": function.__qualname__,
        "defaults": function.__defaults__,
        "kwdefaults": function.__kwdefaults__,
        "annotations": dict(function.__annotations__),
    }


def _await(value: Any) -> Any:
    """Run a coroutine to its end, beside the loop in which this session lives."""
    outer = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(value)
    finally:
        loop.close()
        asyncio._set_running_loop(outer)


_OF_AN_OBJECT: dict[str, Callable[..., Any]] = {
    "get": getattr,
    "set": setattr,
    "delete": delattr,
    "item": lambda value, key: value[key],
    "set item": lambda value, key, entry: value.__setitem__(key, entry),
    "delete item": lambda value, key: value.__delitem__(key),
    "iterate": iter,
    "length": len,
    "next": _next,
    "send": _send,
    "throw": _throw,
    "close": lambda value: value.close(),
    "await": _await,
    "text": _text,
    "dir": lambda value: [str.__str__(name) for name in dir(value)],
    "function": _function,
    "source": lambda value: str.__str__(inspect.getsource(value)),
}
