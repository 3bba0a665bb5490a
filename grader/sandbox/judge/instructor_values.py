"""Make what a test needs of the instructor's own cells, here in the judge, where no session can change it."""

from __future__ import annotations

import contextlib
import io
import types
from collections.abc import Sequence
from typing import Any

from grader.grading.test_inputs.effects import ANYTHING
from grader.sandbox.codec import CannotCarry, Writer
from grader.sandbox.codec.instances import Classes
from grader.sandbox.judge import proxies

# What the instructor's code meets that needs more than the judge has: a file of the student's, a name of an answer.
# Anything else would have failed in the session too.
_LACKING = (ImportError, FileNotFoundError, NameError)


class InstructorValues:
    """Runs statements of the instructor's in a namespace, each once unless its turn has passed.

    Parameters
    ----------
    namespace : dict
        In which tests run.
    classes : Classes
        Takes the instructor's classes whose objects go by value.
    """

    def __init__(self, namespace: dict[str, Any], classes: Classes):
        self._namespace, self._classes = namespace, classes
        self._ran: set[int] = set()
        #: Why names could not be made, for the test that misses them.
        self.problems: dict[str, str] = {}

    def make(self, steps: Sequence[Sequence[Any]], asked: Sequence[str]) -> list[str]:
        """Run the statements that have not run yet; return the names that the session has to be asked for after all.

        Parameters
        ----------
        steps : sequence of (int, str, list of str)
            Number in the notebook, source, names it binds.
        asked : sequence of str
            Names that are asked for anyway; an import of everything from a module may give them.
        """
        wanted = {number for number, _, _ in steps}
        if any(number not in self._ran and number < max(self._ran, default=0) for number in wanted):
            self._ran = set()  # a statement before one that has run: all of them again, in their order
        left = list(asked)
        for number, source, names in steps:
            if number in self._ran:
                continue
            if ANYTHING in names:
                left = self._take_everything(source, left)
            elif not self._run(source, names):
                left += [name for name in names if name not in left]
                continue
            self._ran.add(number)
        return left

    def _run(self, source: str, names: Sequence[str]) -> bool:
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                exec(compile(source, "<cell of the instructor>", "exec"), self._namespace)
        except _LACKING:
            for name in names:
                self._namespace.pop(name, None)
            return False
        except Exception as error:
            for name in names:
                self._namespace.pop(name, None)
                self.problems[name] = f"{type(error).__name__}: {error}"[:300]
            return True
        for name in names:
            made = self._namespace.get(name)
            if isinstance(made, type) and made.__module__ == self._namespace.get("__name__"):
                self._classes.add(name, made)
                if issubclass(made, Exception):
                    proxies.OWN_ERRORS[name] = made
        return True

    def _take_everything(self, source: str, asked: list[str]) -> list[str]:
        found: dict[str, Any] = {}
        with contextlib.suppress(Exception):
            exec(compile(source, "<cell of the instructor>", "exec"), found)
        for name in asked:
            if name in found:
                self._namespace[name] = found[name]
        return [name for name in asked if name not in found]

    def not_carried(self, names: Sequence[str]) -> list[str]:
        """Return those of the names whose values cannot be handed to a session; they are unmade."""
        found = []
        for name in names:
            try:
                Writer(_function, classes=self._classes).write(self._namespace.get(name))
            except CannotCarry:
                self._namespace.pop(name, None)
                found.append(name)
        if found:
            self._ran = set()
        return found


def _function(value: Any) -> dict[str, Any]:
    """Describe a function, which a session can call; any other object is what it is in one process only."""
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return {}
    raise CannotCarry("an object")
