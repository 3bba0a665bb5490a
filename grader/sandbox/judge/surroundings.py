"""What a test changes around a call: streams, `print` and `input`, names of the notebook, functions of libraries.

A test that runs apart changes them in the judge. They are told to the session with the next question, are changed there
too, and what the session prints or binds anew comes back.
"""

from __future__ import annotations

import ast
import builtins
import sys
import types
import unittest.mock
from collections.abc import Callable, Sequence
from typing import Any

from grader.grading.test_inputs.effects import aliases, full_name
from grader.notebook.syntax import parse
from grader.sandbox.codec import Writer
from grader.sandbox.codec.paired import paired
from grader.sandbox.judge import refusals
from grader.sandbox.judge.proxies import StandIn

_BUILTINS = ("print", "input")
_STREAMS = ("stdout", "stderr")
_NOT_PATCHED = frozenset({"sys", "builtins", "__main__"})
_MISSING = object()
_Place = tuple[str, str]


class Surroundings:
    """Follows what tests change around their calls.

    Parameters
    ----------
    namespace : dict
        In which tests run.
    """

    def __init__(self, namespace: dict[str, Any]):
        self._namespace = namespace
        self._streams = {name: getattr(sys, name) for name in _STREAMS}
        self._builtins = {name: getattr(builtins, name) for name in _BUILTINS}
        # Attributes of modules: those that a mock has replaced, and what those that a test sets were before.
        self._mocked: dict[_Place, Any] = {}
        self._before: dict[_Place, Any] = {}
        #: Names that came from the session, and what they stand for there.
        self.lent: dict[str, Any] = {}
        self._watched: frozenset[str] = frozenset()
        self._told: dict[str, Any] = {}
        self._follow_mocks()

    def begin(self, code: str, watched: Sequence[str]) -> None:
        """Begin with a test.

        Parameters
        ----------
        code : str
            Its source.
        watched : sequence of str
            Names that the code under test looks up in the notebook: where the test binds one, the session is told.
        """
        self._watched, self._told = frozenset(watched), {}
        self._mocked.clear()
        self._before = {}
        for module, attribute in _set_attributes(code):
            found = sys.modules.get(module)
            if found is not None and module not in _NOT_PATCHED:
                self._before[module, attribute] = getattr(found, attribute, _MISSING)

    # -- to the session ------------------------------------------------------------------------------------------------

    def along(self, writer: Writer) -> tuple[dict[str, Any], list[Any]]:
        """Return what goes along with a question."""
        places: dict[_Place, Any] = {("builtins", name): value for name, value in self._own_builtins().items()}
        places |= self._mocked
        for (module, attribute), before in self._before.items():
            now = getattr(sys.modules.get(module), attribute, _MISSING)
            if now is not before and now is not _MISSING:
                places[module, attribute] = now
        names, gone = self._changed_names()
        about = {
            "hears": [name for name, own in self._streams.items() if getattr(sys, name) is not own],
            "places": [list(place) for place in places],
            "names": list(names),
            "gone": gone,
        }
        return about, [*places.values(), *names.values()]

    def _own_builtins(self) -> dict[str, Any]:
        """Return built-in functions that the test has replaced, there or among its names."""
        found = {}
        for name, before in self._builtins.items():
            now = self._namespace.get(name, getattr(builtins, name))
            if now is not before:
                found[name] = now
        return found

    def _changed_names(self) -> tuple[dict[str, Any], list[str]]:
        changed, gone = {}, []
        for name, known in list(self.lent.items()):
            now = self._namespace.get(name, _MISSING)
            if now is _MISSING and self._told.get(name, known) is not _MISSING:
                gone.append(name)
                self._told[name] = _MISSING
        for name in self._watched:
            known = self._told.get(name, self.lent.get(name, _MISSING))
            now = self._namespace.get(name, _MISSING)
            if now is not _MISSING and now is not known and name not in _BUILTINS:
                changed[name] = now
                self._told[name] = now
        return changed, gone

    def _follow_mocks(self) -> None:
        kind = unittest.mock._patch
        kind.__enter__ = self._following(kind.__enter__, begins=True)
        kind.__exit__ = self._following(kind.__exit__, begins=False)

    def _following(self, real: Callable[..., Any], *, begins: bool) -> Callable[..., Any]:
        def followed(patch: Any, *args: Any) -> Any:
            result = real(patch, *args)
            target = getattr(patch, "target", None)
            module = target.__name__ if isinstance(target, types.ModuleType) else ""
            if module and module not in _NOT_PATCHED and begins:
                self._mocked[module, patch.attribute] = getattr(target, patch.attribute)
            elif module:
                self._mocked.pop((module, patch.attribute), None)
            if begins and not _is_followed(target, module, patch.attribute):
                refusals.note(f"that {getattr(target, '__name__', 'an object')}.{patch.attribute} is replaced")
            return result

        return followed

    # -- from the session ----------------------------------------------------------------------------------------------

    def taken(self, about: dict[str, Any], values: list[Any]) -> None:
        """Take over what came with a message of the session: text that was printed, names that were bound anew."""
        for entry in about.get("text") or []:
            name, text = entry
            # Where the test listens, and nowhere else: what the judge itself puts out is the test's.
            if name in _STREAMS and type(text) is str and getattr(sys, name) is not self._streams[name]:
                getattr(sys, name).write(text)
        for name, value in paired(about.get("names") or [], values):
            known = self._known(name)
            if known is not None:
                self._namespace[name] = known[name] = value
        for name in about.get("gone") or []:
            known = self._known(name)
            if known is not None:
                del self._namespace[name], known[name]

    def _known(self, name: Any) -> dict[str, Any] | None:
        """Return where it stands what a name means in the session, None if a test has bound it otherwise since."""
        if type(name) is not str:
            return None
        known = self._told if name in self._told else self.lent
        return known if name in known and self._namespace.get(name, known) is known[name] else None


def _is_followed(target: Any, module: str, attribute: str) -> bool:
    """Whether the session notices that an attribute is replaced."""
    followed = {"builtins": _BUILTINS, "sys": _STREAMS}
    return issubclass(type(target), StandIn) or (bool(module) and attribute in followed.get(module, (attribute,)))


def _set_attributes(code: str) -> list[_Place]:
    """Return attributes of modules that a source sets itself (`time.sleep = fake`), as module and name."""
    try:
        body = parse(code).body
    except (SyntaxError, ValueError, RecursionError):
        return []
    known = aliases(body)
    found = []
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
                module = full_name(node.value, known)
                if module is not None:
                    found.append((module, node.attr))
    return found
