"""Questions and answers between a session and a judge, re-entrant: while one side waits it answers the other.

Both ends run on their main thread. What crosses is data by value; functions, classes and other objects go as
references that only their home can follow. What has an identity is one object on each side from then on: what a call
changes in it is changed on the other side too, in place, and where it comes back it is the object that went.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any

from grader.sandbox.codec import BadValue, CannotCarry, Reader, Shared, Writer, generators, in_place, instances, models
from grader.sandbox.codec.bounds import BLANKS
from grader.sandbox.codec.paired import paired
from grader.sandbox.ipc import draws, errors, randomness
from grader.sandbox.ipc.channel import Channel
from grader.sandbox.ipc.errors import RemoteError

__all__ = ["RemoteError", "RpcPeer", "remote_number"]

_MOST_OBJECTS = 100_000
_MOST_RAISED = 1000
# Numbers of objects that both sides have; each side gives its own.
_FIRST_NUMBER = {"judge": 1, "session": 1 << 40}


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
        What this side answers: name of the question to a function of (header, arguments, keyword arguments).
    guard : callable
        Makes the context in which answers are found: where an interrupt may stop them.
    """

    def __init__(
        self,
        channel: Channel,
        home: str,
        proxy: Callable[[RpcPeer, dict[str, Any]], Any],
        describe: Callable[[RpcPeer, Any], dict[str, Any]],
        handlers: dict[str, Callable[[dict[str, Any], list[Any], dict[str, Any]], Any]],
        guard: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext,
    ):
        self.channel, self.home = channel, home
        self._proxy, self._describe, self._handlers = proxy, describe, handlers
        self._guard = guard
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._stand_ins: dict[int, Any] = {}
        # Not from 1: a stand-in for an object of a session that has died must not mean one of its successor.
        self._next = 1 + int.from_bytes(os.urandom(6), "big")
        self._thread = threading.get_ident()
        self._random = randomness.RandomState() if home == "judge" else None
        self._raised: dict[int, BaseException] = {}
        self._shared = Shared()
        self._number, self._last_number = _FIRST_NUMBER[home], 0
        self._dropped: list[int] = []
        self._fresh, self._depth = True, 0
        #: Classes whose objects go by value in both directions.
        self.classes = instances.Classes()
        #: Which entries without a value may come; see `Reader`.
        self.blanks: Collection[str] = BLANKS
        #: What goes along with every question and answer, as plain JSON, and what is done with the other side's.
        self.along: Callable[[Writer], tuple[dict[str, Any], list[Any]]] = lambda writer: ({}, [])
        self.taken: Callable[[dict[str, Any], list[Any]], None] = lambda about, values: None

    # -- objects -------------------------------------------------------------------------------------------------------

    def refer(self, value: Any) -> dict[str, Any]:
        """Return the description under which the other side may name `value`."""
        remote = remote_number(value)
        if remote is not None:
            return {"home": "judge" if self.home == "session" else "session", "id": remote}
        description = self._describe(self, value)
        number = self._numbers.get(id(value))
        if number is None:
            if len(self._objects) >= _MOST_OBJECTS:
                raise CannotCarry(f"more than {_MOST_OBJECTS:,} objects were handed over")
            number, self._next = self._next, self._next + 1
            # Kept alive here, so that the identity cannot be taken over by another object.
            self._objects[number], self._numbers[id(value)] = value, number
        return {"home": self.home, "id": number, **description}

    def resolve(self, description: dict[str, Any]) -> Any:
        """Return the object that a description names: this side's own, or a stand-in, the same for each object."""
        number = description.get("id")
        if type(number) is not int:
            raise BadValue("an object without a number")
        if description.get("home") == self.home:
            if number not in self._objects:
                raise BadValue("an object that was never handed over")
            return self._objects[number]
        if number not in self._stand_ins:
            if len(self._stand_ins) >= _MOST_OBJECTS:
                raise BadValue("more objects than can be told apart")
            self._stand_ins[number] = self._proxy(self, description)
        return self._stand_ins[number]

    def forget_objects(self) -> None:
        """Let nothing that was handed over so far be named any more."""
        self._objects.clear()
        self._numbers.clear()
        self._raised.clear()
        self._forget_shared()
        self._fresh = True

    def meet_another(self) -> None:
        """Begin with another process on the other side, which knows nothing of what the last one was told."""
        self.forget_objects()
        self._last_number = 0

    def _forget_shared(self) -> None:
        self._shared.clear()
        self._dropped = []

    # -- questions -----------------------------------------------------------------------------------------------------

    def ask(
        self, what: str, arguments: Sequence[Any] = (), keywords: dict[str, Any] | None = None, **header: Any
    ) -> Any:
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
        keywords = keywords or {}
        about = {"n": len(arguments), "kw": list(keywords)}
        values = [*arguments, *keywords.values()]
        writer, body = self._written(about, values, [], opening=True)
        self.channel.send({"op": "ask", "what": what, **header}, body)
        del values
        self._depth += 1
        try:
            return self._answered(writer)
        finally:
            self._depth -= 1
            if not self._depth:
                self._let_go(self._shared.too_old())
            self._shared.look()

    def _answered(self, writer: Writer) -> Any:
        while True:
            answer, content = self.channel.receive()
            if answer["op"] == "ask":
                self.answer(answer, content)
            elif answer["op"] == "answer":
                break
        error = answer.get("error") if type(answer.get("error")) is dict else {}
        if error.get("unread") is True and self.home == "judge":
            # What else was in the question was not taken over either: both sides begin anew.
            self._forget_shared()
            self._fresh = True
        try:
            result = self._read_answer(writer, content) if content else None
        except BadValue as problem:
            raise CannotCarry(f"what came back cannot be used: {problem}") from None
        if not answer.get("ok"):
            raise RemoteError(error)
        if result is None:
            raise CannotCarry("what came back cannot be used: an answer without a result")
        return result[0]

    def _read_answer(self, writer: Writer, content: bytes) -> list[Any] | None:
        reader = Reader(self.resolve, classes=self.classes, lent=writer.models, shared=self._shared, blanks=self.blanks)
        about, groups = self._read(reader, content)
        result, learned = groups[0], groups[3]
        for model, weights, flags in zip(writer.models, learned[:1] and learned[0], learned[1:] and learned[1]):
            if weights is not None:
                models.set_weights(model, weights)
            if flags is not None:
                models.set_flags(model, flags)
        return result if len(result) == 1 and about.get("result") is True else None

    def answer(self, header: dict[str, Any], body: bytes) -> None:
        """Answer one question of the other side."""
        reply, content = {"op": "answer", "ok": False, "error": {"type": "Interrupted", "text": "it was stopped"}}, b""
        self._depth += 1
        # Writing a result may run code of its class, and so may asking an exception for its text.
        with contextlib.suppress(BaseException), self._guard():
            try:
                reply, content = self._reply(header, body)
            except BaseException as error:  # whatever student code raises is an answer too
                reply = {"op": "answer", "ok": False, "error": self.described(error)}
        self._depth -= 1
        self.channel.send(reply, content)

    def _reply(self, header: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        try:
            reader = Reader(self.resolve, classes=self.classes, shared=self._shared, blanks=self.blanks)
            about, groups = self._read(reader, body)
            count, names = about["n"], about["kw"]
            arguments, keywords = groups[0][:count], dict(paired(names, groups[0][count:]))
            handler = self._handlers.get(str(header.get("what")))
            if handler is None:
                raise BadValue("an unknown question")
        except (BadValue, KeyError, TypeError, ValueError) as error:
            return {"op": "answer", "ok": False, "error": {**self.described(error), "unread": True}}, b""
        del groups
        self._shared.look()
        try:
            result, reply = [handler(header, arguments, keywords)], {"op": "answer", "ok": True}
        except BaseException as error:
            result, reply = [], {"op": "answer", "ok": False, "error": self.described(error)}
        learned = [
            [models.changed_weights(model) for model in reader.models],
            [models.changed_flags(model) for model in reader.models],
        ]
        return reply, self._content_of(result, learned if reader.models else [], reader.models)

    def _content_of(self, result: list[Any], learned: list[Any], lent: list[Any]) -> bytes:
        about = {"result": bool(result)}
        try:
            return self._written(about, result, learned, lent=lent)[1]
        except CannotCarry:
            if not self.classes or self.home == "judge":
                raise
            # A long chain of objects does not go by value; it can still be walked along from outside.
            return self._written(about, result, learned, lent=lent, by_value=False)[1]

    # -- messages ------------------------------------------------------------------------------------------------------

    def _written(
        self,
        about: dict[str, Any],
        values: list[Any],
        learned: list[Any],
        *,
        lent: Sequence[Any] = (),
        opening: bool = False,
        by_value: bool = True,
    ) -> tuple[Writer, bytes]:
        """Return a message, with what has changed on this side."""
        writer = Writer(
            self.refer,
            classes=self.classes if by_value else None,
            lent=lent,
            shared=self._shared,
            whole=self.home == "session",
        )
        changed = self._shared.changes()
        # The session is told with this very message, so its answer names none of them any more.
        dead = self._shared.dead() if opening and not self._depth and self.home == "judge" else []
        more, along = self.along(writer)
        about = {**about, "first": self._number, "changed": changed, "drop": self._dropped + dead, **more}
        if opening and self._fresh:
            about["fresh"] = True
        random_states = self._random.changed() if opening and self._random is not None else None
        body = writer.message(
            about,
            values,
            [writer.state(self._shared.get(number)) for number in changed],
            [writer.quiet(random_states)],
            [writer.quiet(each) for each in learned],
            along,
        )
        first, self._number = self._number, self._number + len(writer.objects)
        self._shared.renew(changed)
        self._shared.add(first, writer.objects, writer.strided)
        self._shared.drop(dead)
        self._dropped, self._fresh = [], self._fresh and not opening
        return writer, body

    def _read(self, reader: Reader, body: bytes) -> tuple[dict[str, Any], list[list[Any]]]:
        """Read a message and take over what has changed on the other side.

        Raises
        ------
        BadValue
        """
        about, groups = reader.message(body, self._begin)
        first, changed, dropped = about.get("first"), about.get("changed"), about.get("drop")
        if type(first) is not int or type(changed) is not list or type(dropped) is not list or len(groups) != 5:
            raise BadValue("a message without its parts")
        own = _FIRST_NUMBER[self.home]
        others = first >= _FIRST_NUMBER["session"] if own == 1 else 0 < first < _FIRST_NUMBER["session"]
        if not others or first < self._last_number:
            raise BadValue("objects with impossible numbers")
        self._last_number = first + len(reader.objects)
        self._shared.add(first, reader.objects, reader.strided)
        self._put(changed, groups[1])
        if self.home == "session":
            self._shared.drop(number for number in dropped if type(number) is int)
            randomness.apply(groups[2][0])
        self.taken(about, groups[4])
        return about, groups

    def _begin(self, about: dict[str, Any]) -> None:
        if about.get("fresh") is True and self.home == "session":
            self._forget_shared()
            self._last_number = 0

    def _put(self, changed: list[Any], states: list[Any]) -> None:
        if len(changed) != len(states):
            raise BadValue("changes that are not told")
        for number, state in paired(changed, states):
            if type(number) is not int:
                raise BadValue("a change of an unknown object")
            try:
                value = self._shared.get(number)
            except KeyError:
                continue  # it was let go in the meantime
            if generators.is_generator(value):
                if self.home == "judge" and not draws.follows(generators.state_of(value), state):
                    raise BadValue("a random generator in a state that drawing from it does not lead to")
                generators.set_state(value, state)
            else:
                in_place.put(value, state)
        self._shared.renew(changed)

    def _let_go(self, numbers: list[int]) -> None:
        if numbers and self.home == "judge":
            self._shared.drop(numbers)
            self._dropped += numbers

    # -- exceptions ----------------------------------------------------------------------------------------------------

    def described(self, error: BaseException) -> dict[str, Any]:
        """Return what the other side is told about an exception."""
        if self.home == "judge":
            token = 1 + int.from_bytes(os.urandom(6), "big")
            if len(self._raised) < _MOST_RAISED:
                self._raised[token] = error
            return {**errors.told(error), "token": token}
        if isinstance(error, RemoteError):  # went through the session from the judge, unchanged
            return error.description
        description = errors.described(error)
        token = getattr(error, "_raised_by_test", None)
        if type(token) is int:
            description["token"] = token
        elif type(error).__module__ == "__main__":
            description["class"] = self.refer(type(error))
        return description

    def raised(self, description: dict[str, Any]) -> BaseException | None:
        """Return the exception of this side that a description is about, None if it is about another one."""
        token = description.get("token")
        return self._raised.get(token) if type(token) is int else None


def remote_number(value: Any) -> int | None:
    """Return the number of a stand-in's object in its home, None if `value` is no stand-in."""
    module = sys.modules.get("grader.sandbox.judge.proxies")
    return module.number_of(value) if module is not None else None
