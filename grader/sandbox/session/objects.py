"""What a judge may ask of a session: names, calls, attributes; and how the session's objects are described."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from typing import Any

from grader.sandbox.ipc.rpc import RpcPeer


def describe(value: Any) -> dict[str, Any]:
    """Return what a judge is told about an object that stays in the session."""
    if inspect.isclass(value):
        kind = "class"
    elif isinstance(value, types.ModuleType):
        kind = "module"
    elif isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType):
        kind = "function"
    else:
        kind = "callable" if callable(value) else "object"
    name = getattr(value, "__name__", None)
    return {
        "kind": kind,
        "name": name[:200] if isinstance(name, str) else "",
        "type": type(value).__name__[:200],
    }


def stand_in(rpc: RpcPeer, description: dict[str, Any]) -> Callable[..., Any]:
    """Return a function that calls a function of the judge (`numeric_gradient(f, x)` is given such an `f`)."""
    number = description["id"]
    if description.get("kind") == "iterator":
        return _iterate(rpc, number)

    def callback(*args: Any, **kwargs: Any) -> Any:
        return rpc.ask("call", [list(args), kwargs], id=number)

    name = description.get("name")
    callback.__name__ = callback.__qualname__ = name if isinstance(name, str) and name else "callback"
    return callback


def _iterate(rpc: RpcPeer, number: int) -> Any:
    while True:
        found = rpc.ask("next", None, id=number)
        if not found:
            return
        yield found[0]


def handlers(namespace: dict[str, Any], rpc: Callable[[], RpcPeer]) -> dict[str, Any]:
    """Return the session's answers.

    Parameters
    ----------
    namespace : dict
        The notebook's variables.
    rpc : callable
        Returns the rpc (it is made after its handlers).
    """

    def own(header: dict[str, Any]) -> Any:
        return rpc().resolve({"home": "session", "id": header.get("id")})

    def names(header: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
        from grader.sandbox.codec import CannotCarry, Writer

        found: dict[str, Any] = {}
        for name in wanted:
            if name not in namespace:
                continue
            value = namespace[name]
            if isinstance(value, types.ModuleType):
                found[name] = {"module": value.__name__}
                continue
            try:
                # Tried one by one, so that a name that cannot be carried does not take the others with it.
                Writer(rpc().refer, classes=rpc().classes).write(value)
                found[name] = {"value": value}
            except CannotCarry as error:
                found[name] = {"cannot": str(error)}
        return found

    def call(header: dict[str, Any], arguments: list[Any]) -> Any:
        args, kwargs = arguments
        target = own(header)
        return target(*args, **kwargs)

    def get(header: dict[str, Any], name: str) -> Any:
        target = own(header)
        return getattr(target, name)

    def put(header: dict[str, Any], arguments: list[Any]) -> None:
        name, value = arguments
        target = own(header)
        setattr(target, name, value)

    def classes(header: dict[str, Any], wanted: list[str]) -> None:
        for name in wanted:
            kind = namespace.get(name)
            if isinstance(kind, type):
                rpc().classes.add(name, kind)

    return {"names": names, "call": call, "get": get, "set": put, "classes": classes}
