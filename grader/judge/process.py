"""The loop of a judge: runs test cells with an instructor's own names and values of the session."""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.codec import CannotCarry, Reader
from grader.dialogue.channel import Channel, ChannelClosed
from grader.dialogue.exchange import Exchange, RemoteError
from grader.judge import names, proxies
from grader.session.interrupts import Interrupts
from grader.session.outputs import Outputs
from grader.session.process import SHELL, write_files
from grader.session.shell import connect, run_cell

# A module that only an answer cell imports is taken under its usual names alone, so that no other can pose as it.
_USUAL_NAMES = {"np": "numpy", "plt": "matplotlib.pyplot", "pd": "pandas", "tf": "tensorflow", "mpl": "matplotlib"}
_USUAL_MODULES = {"numpy", "scipy", "matplotlib", "pandas", "tensorflow", "keras", "sklearn", "math", "random", "time"}


class CannotJudge(TypeError):
    """A name of the session cannot be used in a test; the message says why."""


def serve(channel: Channel, header: dict[str, Any]) -> None:
    """Serve until the grader closes the channel."""
    judge = Judge(channel)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    channel.send({"op": "ready"})
    loop.run_until_complete(judge.run())
    os._exit(0)


class Judge:
    """Runs the test cells of one notebook; what a test cell defines, later ones can use."""

    def __init__(self, channel: Channel):
        self.interrupts = Interrupts()
        self.interrupts.install()
        channel.guard = self.interrupts.held
        self.channel = channel
        self.outputs = Outputs(channel)
        self.shell = SHELL
        connect(self.shell, self.outputs)
        sys.modules["__main__"] = self.shell.user_module
        self.exchange = Exchange(channel, "judge", proxies.make, describe, {"call": self._call, "next": self._next})
        self._lent: set[str] = set()

    async def run(self) -> None:
        """Take one test after another."""
        while True:
            try:
                header, body = self.channel.receive()
            except ChannelClosed:
                return
            if header["op"] == "test":
                await self._test(header["code"], header.get("definitions", []))
            elif header["op"] == "files":
                self.channel.send({"op": "done", "error": write_files(Reader().read(body))})
            await asyncio.sleep(0)

    async def _test(self, code: str, sources: list[str]) -> None:
        self.interrupts.forget()
        error = ""
        try:
            self._provide(code, names.definitions(sources))
            with self.interrupts.allowed():
                result = await run_cell(self.shell, code)
            failure = result.error_before_exec or result.error_in_exec
            if failure is not None:
                error = f"{type(failure).__name__}: {failure}".strip(": ")
        except (KeyboardInterrupt, asyncio.CancelledError) as stopped:
            error = type(stopped).__name__
        except (RemoteError, CannotCarry, ChannelClosed) as problem:
            error = str(proxies.translated(problem.description) if isinstance(problem, RemoteError) else problem)
        self.outputs.flush()
        self.exchange.forget_objects()
        self.channel.send({"op": "done", "error": error[:2000], "count": self.shell.execution_count - 1})

    def _provide(self, code: str, known: dict[str, str]) -> None:
        """Put the names that a test needs into its namespace: the instructor's own first, else the session's."""
        namespace = self.shell.user_ns
        # What an earlier test borrowed may have changed since; what it defined itself stays.
        for name in self._lent:
            namespace.pop(name, None)
        self._lent = set()
        wanted = names.free_names(self.shell.transform_cell(code))
        missing: list[str] = []
        for name in wanted:
            if name in namespace or name in missing:
                continue
            if name in known:
                # Defined anew each time: a later cell of the instructor may have replaced it.
                self._lent.add(name)
                self.shell.ex(known[name])
                wanted += names.free_names(known[name])
            elif name in _USUAL_NAMES and (module := _importable(_USUAL_NAMES[name])) is not None:
                # Only an answer cell imports it: a session could have put something that always agrees in its place.
                self._lent.add(name)
                namespace[name] = module
            else:
                missing.append(name)
        if missing:
            self._borrow(missing)

    def _borrow(self, wanted: list[str]) -> None:
        found = self.exchange.ask("names", wanted)
        if type(found) is not dict:
            raise CannotCarry("the session does not say what its names mean")
        for name in wanted:
            entry = found.get(name)
            if type(entry) is not dict:
                continue
            self._lent.add(name)
            self.shell.user_ns[name] = self._borrowed(name, entry)

    @staticmethod
    def _borrowed(name: str, entry: dict[str, Any]) -> Any:
        if "value" in entry:
            return entry["value"]
        module = entry.get("module")
        if type(module) is str:
            usual = _USUAL_NAMES.get(name) == module or module.rpartition(".")[2] == name
            if usual and module.partition(".")[0] in _USUAL_MODULES:
                found = _importable(module)
                if found is not None:
                    return found
            return Unusable(f"'{name}' is a module of your notebook; tests cannot use it")
        return Unusable(f"'{name}' cannot be handed to the tests: {entry.get('cannot', '')}"[:500])

    def _call(self, header: dict[str, Any], arguments: list[Any]) -> Any:
        target = self.exchange.resolve({"home": "judge", "id": header.get("id")})
        args, kwargs = arguments
        return target(*args, **kwargs)

    def _next(self, header: dict[str, Any], _: Any) -> list[Any]:
        target = self.exchange.resolve({"home": "judge", "id": header.get("id")})
        for value in target:
            return [value]
        return []


def _importable(module: str) -> types.ModuleType | None:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


class Unusable:
    """A name of the session that cannot be handed over; using it in any way tells why."""

    def __init__(self, why: str):
        object.__setattr__(self, "_why", why)

    def __getattribute__(self, name: str) -> Any:
        if name in ("__class__", "__dict__", "__repr__"):
            return object.__getattribute__(self, name)
        raise CannotJudge(object.__getattribute__(self, "_why"))

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise CannotJudge(object.__getattribute__(self, "_why"))

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __len__ = __iter__ = __call__  # type: ignore
    __array__ = __float__ = __int__ = __index__ = __contains__ = __getitem__ = __hash__ = __call__  # type: ignore


def describe(value: Any) -> dict[str, Any]:
    """Describe what a test hands to the session: functions can be called from there, iterators read, nothing else.

    Raises
    ------
    CannotCarry
        For any other object. A session that could look into objects of the judge could find the tests in them.
    """
    if isinstance(value, types.FunctionType | types.BuiltinFunctionType | types.MethodType | np.ufunc) or (
        callable(value) and not isinstance(value, type)
    ):
        return {"kind": "function", "name": str(getattr(value, "__name__", ""))[:200]}
    if isinstance(value, Iterator):
        return {"kind": "iterator"}
    raise CannotCarry(
        f"an object of type {type(value).__name__} cannot be handed to a student's function by a test that runs apart"
    )
