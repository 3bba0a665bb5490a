"""Questions and answers between a session and a judge, re-entrant: while one side waits it answers the other.

Both ends run on their main thread. What crosses is data by value; functions, classes and other objects go as
references that only their home can follow. Generators and Keras models that are passed in come back with the state
that the call left them in.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from grader.sandbox.codec import BadValue, CannotCarry, Reader, Writer, arrays, instances, models
from grader.sandbox.ipc import draws, randomness
from grader.sandbox.ipc.channel import Channel

_LONGEST_TEXT = 10_000
_MOST_OBJECTS = 100_000


class RemoteError(Exception):
    """The other side raised an exception; `description` says which."""

    def __init__(self, description: dict[str, Any]):
        super().__init__(str(description.get("text", ""))[:_LONGEST_TEXT])
        self.description = description


class RpcPeer:
    """One side of the conversation between judge and session.

    Parameters
    ----------
    channel : Channel
    home : str
        "session" or "judge".
    proxy : callable
        Makes the stand-in for an object of the other side from its description.
    describe : callable
        Describes an object of this side that is not plain data, or raises `CannotCarry`.
    handlers : dict
        What this side answers: name of the question to a function of (header, arguments).
    guard : callable
        Makes the context in which answers are found: where an interrupt may stop them.
    """

    def __init__(
        self,
        channel: Channel,
        home: str,
        proxy: Callable[[RpcPeer, dict[str, Any]], Any],
        describe: Callable[[Any], dict[str, Any]],
        handlers: dict[str, Callable[[dict[str, Any], Any], Any]],
        guard: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
    ):
        self.channel, self.home = channel, home
        self._proxy, self._describe, self._handlers = proxy, describe, handlers
        self._guard = guard
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        # Not from 1: a stand-in for an object of a session that has died must not mean one of its successor.
        self._next = 1 + int.from_bytes(os.urandom(6))
        self._thread = threading.get_ident()
        self._random = randomness.RandomState() if home == "judge" else None
        #: Classes whose objects go by value in both directions.
        self.classes = instances.Classes()

    # -- objects -----------------------------------------------------------------------------------------------

    def refer(self, value: Any) -> dict[str, Any]:
        """Return the description under which the other side may name `value`."""
        remote = remote_number(value)
        if remote is not None:
            return {"home": "judge" if self.home == "session" else "session", "id": remote}
        description = self._describe(value)
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._objects) >= _MOST_OBJECTS:
                raise CannotCarry(f"more than {_MOST_OBJECTS:,} objects were handed over")
            number, self._next = self._next, self._next + 1
            # Kept alive here, so that the identity cannot be taken over by another object.
            self._objects[number], self._numbers[id(value)] = value, number
        return {"home": self.home, "id": number, **description}

    def resolve(self, description: dict[str, Any]) -> Any:
        """Return the object that a description names: this side's own, or a stand-in."""
        number = description.get("id")
        if type(number) is not int:
            raise BadValue("an object without a number")
        if description.get("home") == self.home:
            if number not in self._objects:
                raise BadValue("an object that was never handed over")
            return self._objects[number]
        return self._proxy(self, description)

    def forget_objects(self) -> None:
        """Let nothing that was handed over so far be named any more."""
        self._objects.clear()
        self._numbers.clear()

    # -- questions ---------------------------------------------------------------------------------------------

    def ask(self, what: str, arguments: Any, **header: Any) -> Any:
        """Ask the other side and return its answer.

        Raises
        ------
        CannotCarry
            If the arguments cannot be sent, or the answer cannot be read.
        RemoteError
            If the other side raised an exception.
        """
        if threading.get_ident() != self._thread:
            raise RuntimeError("functions of the other process can only be called from the main thread")
        writer = Writer(self.refer, classes=self.classes)
        body = writer.write([arguments, self._random.changed() if self._random is not None else None])
        self.channel.send({"op": "ask", "what": what, **header}, body)
        while True:
            answer, content = self.channel.receive()
            if answer["op"] == "ask":
                self.answer(answer, content)
            elif answer["op"] == "answer":
                break
        if not answer.get("ok"):
            error = answer.get("error")
            raise RemoteError(error if isinstance(error, dict) else {})
        try:
            result = Reader(self.resolve, classes=self.classes, lent=writer.models).read(content)
            if type(result) is not dict:
                raise BadValue("an answer without a result")
            _restore(writer, result)
            return result["result"]
        except (BadValue, KeyError) as error:
            raise CannotCarry(f"what came back cannot be used: {error}") from None

    def answer(self, header: dict[str, Any], body: bytes) -> None:
        """Answer one question of the other side."""
        reply, content = {"op": "answer", "ok": False, "error": {"type": "Interrupted", "text": "it was stopped"}}, b""
        # Writing a result may run code of its class, and so may asking an exception for its text.
        with contextlib.suppress(BaseException), self._guard():
            try:
                content = self._result(header, body)
                reply = {"op": "answer", "ok": True}
            except BaseException as error:  # whatever student code raises is an answer too
                reply = {"op": "answer", "ok": False, "error": describe_error(error)}
        self.channel.send(reply, content)

    def _result(self, header: dict[str, Any], body: bytes) -> bytes:
        reader = Reader(self.resolve, classes=self.classes)
        arguments, random_states = reader.read(body)
        if self.home == "session":
            randomness.apply(random_states)
        handler = self._handlers.get(str(header.get("what")))
        if handler is None:
            raise BadValue("an unknown question")
        result = handler(header, arguments)
        left = _states(reader)
        try:
            writer = Writer(self.refer, classes=self.classes, lent=reader.models)
            return writer.write({"result": result, **left})
        except CannotCarry:
            if not self.classes or self.home == "judge":
                raise
            # A long chain of objects does not go by value; it can still be walked along from outside.
            return Writer(self.refer, lent=reader.models).write({"result": result})


def _states(reader: Reader) -> dict[str, Any]:
    """Return what a call left behind in generators and models that came in by value."""
    left: dict[str, Any] = {}
    if reader.generators:
        left["generators"] = [generator.bit_generator.state for generator in reader.generators]
    if reader.models:
        left["trainable"] = [models.changed_flags(model) for model in reader.models]
        left["weights"] = [models.changed_weights(model) for model in reader.models]
    if reader.instances:
        left["attributes"] = [instances.state_of(each) for each in reader.instances]
    return left


def _restore(writer: Writer, result: dict[str, Any]) -> None:
    states, weights = result.get("generators", []), result.get("weights", [])
    attributes, flags = result.get("attributes", []), result.get("trainable", [])
    if any(type(each) is not list for each in (states, weights, attributes, flags)):
        raise BadValue("an answer without states")
    for generator, state in zip(writer.generators, states, strict=False):
        if not draws.follows(generator.bit_generator.state, state):
            raise BadValue("a random generator in a state that drawing from it does not lead to")
        arrays.set_state(generator.bit_generator, state)
    for model, values in zip(writer.models, weights, strict=False):
        if values is not None:
            models.set_weights(model, values)
    for model, values in zip(writer.models, flags, strict=False):
        if values is not None:
            models.set_flags(model, values)
    for each, state in zip(writer.instances, attributes, strict=False):
        instances.set_state(each, state)


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return an exception as plain data: its type, the built-in types it derives from, and its text."""
    kind = type(error)
    try:
        text = str(error)
    except BaseException:  # a hostile __str__
        text = ""
    bases = [base.__name__ for base in kind.__mro__ if base.__module__ == "builtins"]
    return {"type": kind.__name__[:200], "bases": bases[:20], "text": text[:_LONGEST_TEXT]}


def remote_number(value: Any) -> int | None:
    """Return the number of a stand-in's object in its home, None if `value` is no stand-in."""
    module = sys.modules.get("grader.sandbox.judge.proxies")
    if module is not None and isinstance(value, module.Proxy):
        return module.number_of(value)
    return None
