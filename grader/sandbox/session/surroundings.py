"""What a test has changed around a call, changed here too until the test ends; and what a call printed or bound."""

from __future__ import annotations

import builtins
import importlib
import sys
import types
from typing import Any

from grader.sandbox.codec import CannotCarry, Writer
from grader.sandbox.codec.paired import paired
from grader.sandbox.ipc.rpc import RpcPeer
from grader.sandbox.worker.outputs import Outputs

_MISSING = object()


class Surroundings:
    """Applies what tests change, and tells what calls did.

    Parameters
    ----------
    namespace : dict
        The notebook's variables.
    outputs : Outputs
    """

    def __init__(self, namespace: dict[str, Any], outputs: Outputs):
        self._namespace, self._outputs = namespace, outputs
        self.rpc: RpcPeer | None = None
        self._before: dict[tuple[str, str], Any] = {}
        #: What the names that a test was given stand for.
        self.told: dict[str, Any] = {}

    def restore(self) -> None:
        """Undo what the last test has changed."""
        for place in list(self._before):
            self._undo(place)
        self.told = {}
        self._outputs.hear([])

    def told_of(self, name: str, value: Any) -> None:
        """Remember what a test was told that a name stands for."""
        self.told[name] = value

    def taken(self, about: dict[str, Any], values: list[Any]) -> None:
        """Change what a question says that its test has changed."""
        if about.get("fresh") is True:
            self.restore()
        self._outputs.hear(about.get("hears") or [])
        places = [(place[0], place[1]) for place in about.get("places") or []]
        for place in list(self._before):
            if place[0] and place not in places:
                self._undo(place)
        for place, value in zip(places, values):
            self._change(place, value)
        for name, value in paired(about.get("names") or [], values[len(places) :]):
            self._change(("", name), value)
        for name in about.get("gone") or []:
            self._change(("", name), _MISSING)

    def along(self, writer: Writer) -> tuple[dict[str, Any], list[Any]]:
        """Return what goes along with a message: text, and names that mean something else than was told."""
        about: dict[str, Any] = {"text": self._outputs.heard()}
        names, values, gone = [], [], []
        for name, known in list(self.told.items()):
            now = self._namespace.get(name, _MISSING)
            if now is known:
                continue
            self.told[name] = now
            if now is _MISSING:
                gone.append(name)
            elif self._can_go(now):
                names.append(name)
                values.append(now)
        return {**about, "names": names, "gone": gone}, values

    def _can_go(self, value: Any) -> bool:
        if self.rpc is None or isinstance(value, types.ModuleType):
            return False
        try:
            Writer(self.rpc.refer, classes=self.rpc.classes).write(value)
        except CannotCarry:
            return False
        return True

    def _change(self, place: tuple[str, str], value: Any) -> None:
        holder = self._holder(place[0])
        if holder is None:
            return
        self._before.setdefault(place, holder.get(place[1], _MISSING))
        self._set(holder, place, value)

    def _undo(self, place: tuple[str, str]) -> None:
        holder = self._holder(place[0])
        if holder is not None:
            self._set(holder, place, self._before[place])
        del self._before[place]

    def _set(self, holder: dict[str, Any], place: tuple[str, str], value: Any) -> None:
        if value is _MISSING:
            holder.pop(place[1], None)
        else:
            holder[place[1]] = value
        if not place[0]:
            self.told[place[1]] = value  # the judge knows

    def _holder(self, module: str) -> dict[str, Any] | None:
        if not module:
            return self._namespace
        if module == "builtins":
            return vars(builtins)
        try:
            return vars(sys.modules.get(module) or importlib.import_module(module))
        except ImportError:
            return None
