"""Iterators, generators and coroutines of the session: every step is taken there, when a test asks for it."""

from __future__ import annotations

import collections.abc
import types
from collections.abc import Generator
from typing import Any

from grader.sandbox.ipc.rpc import RpcPeer
from grader.sandbox.judge.proxies import StandIn, ask
from grader.sandbox.judge.refusals import refused

_KINDS = {
    kind.__name__: kind
    for kind in (
        map,
        filter,
        zip,
        enumerate,
        reversed,
        *(type(iter(each)) for each in ([], (), {}, set(), "", range(0))),
    )
}


def make(rpc: RpcPeer, description: dict[str, Any]) -> StandIn:
    """Return the stand-in for an iterator, generator or coroutine that the session describes."""
    kinds = {"generator": GeneratorProxy, "coroutine": CoroutineProxy}
    return kinds.get(description["kind"], IteratorProxy)(rpc, description)


def _step(proxy: StandIn, what: str, arguments: list[Any]) -> Any:
    step = ask(proxy, what, arguments)
    if type(step) is not tuple or len(step) != 2:
        raise refused("an iterator that does not say whether it has ended")
    ended, value = step
    if ended is not True:
        return value
    raise StopIteration(value) if value is not None else StopIteration


class IteratorProxy(StandIn):
    """An iterator of the session."""

    __slots__ = ()
    __doc__ = StandIn.__dict__["__doc__"]

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return _KINDS.get(self._StandIn__type, IteratorProxy)

    def __iter__(self) -> IteratorProxy:
        return self

    def __next__(self) -> Any:
        return _step(self, "next", [])


class GeneratorProxy(IteratorProxy):
    """A generator of the session."""

    __slots__ = ()
    __doc__ = StandIn.__dict__["__doc__"]

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return types.GeneratorType

    def send(self, value: Any) -> Any:
        """Send a value into it."""
        return _step(self, "send", [value])

    def throw(self, *error: Any) -> Any:
        """Raise an exception in it."""
        return _step(self, "throw", list(error))

    def close(self) -> None:
        """End it."""
        ask(self, "close")


class CoroutineProxy(StandIn):
    """A coroutine of the session; it runs there to its end when it is awaited."""

    __slots__ = ()
    __doc__ = StandIn.__dict__["__doc__"]

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return types.CoroutineType

    def __await__(self) -> Generator[Any, Any, Any]:
        return ask(self, "await")
        yield

    def send(self, _: Any) -> Any:
        """Run it to its end."""
        raise StopIteration(ask(self, "await"))

    def throw(self, *error: Any) -> Any:
        """Raise an exception in it, before it has run."""
        self.close()
        raise error[1] if len(error) > 1 and error[1] is not None else error[0]

    def close(self) -> None:
        """End it without running it."""
        ask(self, "close")


collections.abc.Coroutine.register(CoroutineProxy)
