"""Time the checks that look at the clock, apart from the others.

Such a test cell defines `is_quick(...)`, its verdict on the arrays `many`, and `seconds(f)`, its stop watch, which is
called in turns for the student's answer and for the slow way. Here the verdict is asked again and again with each
right answer. The slow way is the same for all of them and takes long, so it is timed once in many rounds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.notebooks.lessons import Answer, Lesson, run_cell

VERDICT, STOP_WATCH, ARRAYS = "is_quick", "seconds", "many"
FIRST_TURNS = 6  # after so many turns of each the verdict may fall; later turns only help a right answer
FASTER = 2  # times as fast as the slow way an answer has to be
ROUNDS = 50  # after so many of them the slow way is timed anew


def looks_at_the_clock(actual: Any) -> bool:
    """Whether a check's function asks for the verdict of a stop watch."""
    return VERDICT in getattr(getattr(actual, "__code__", None), "co_names", ())


def timed(
    lesson: Lesson, right: list[Answer], runs: int, exercises: frozenset[str]
) -> Iterator[tuple[tuple[str, str, str], bool, float]]:
    """Yield exercise, answer and check, whether it passed, and the share of the time allowed that the answer took.

    The share is of the shortest turn that the slow way needed in all the runs, so it errs on the side of a failure.
    """
    for exercise, cell in lesson.tests.items():
        if exercise not in exercises or f"def {VERDICT}(" not in cell.source:
            continue
        tree = ast.parse(cell.source)
        answers = {answer.name: answer.source for answer in right if answer.exercise == exercise}
        spaces = {"reference": _namespace(lesson, tree, {})}
        spaces |= {name: _namespace(lesson, tree, {exercise: source}) for name, source in answers.items()}
        slow: list[float] = []
        found, shortest = [], float("inf")
        for run in range(runs):
            if run % ROUNDS == 0:
                slow.clear()  # timed anew, as the machine may have become busier or less so
            for name, space in spaces.items():
                space[STOP_WATCH] = watch = _Turns(space["the watch itself"], slow)
                passed = bool(space[VERDICT](*space[ARRAYS]))
                shortest = min(shortest, *slow)
                found.append((name, passed, min(watch.mine[:FIRST_TURNS])))
        for name, passed, mine in found:
            yield (exercise, name, _name_of_check(tree)), passed, FASTER * mine / shortest


class _Turns:
    """A stop watch that is asked in turns for the answer and for the slow way, and keeps both."""

    def __init__(self, watch: Any, slow: list[float]) -> None:
        self.watch, self.slow, self.mine, self.calls = watch, slow, [], 0

    def __call__(self, f: Any) -> float:
        turn, is_slow = divmod(self.calls, 2)
        self.calls += 1
        if not is_slow:
            self.mine.append(self.watch(f))
            return self.mine[-1]
        if turn == len(self.slow):
            self.slow.append(self.watch(f))
        return self.slow[turn]


def _namespace(lesson: Lesson, tree: ast.Module, replaced: dict[str, str]) -> dict[str, Any]:
    """Return the names that the verdict needs: the answers, and what the test cell defines for it."""
    space: dict[str, Any] = {"__name__": "__main__", "fresh": np.random.default_rng()}
    run_cell(lesson.imports, space)
    for source in (lesson.answers | replaced).values():
        run_cell(source, space)
    kinds = (ast.FunctionDef, ast.Import)
    body = [node for node in tree.body if isinstance(node, kinds) or _assigns(node, ARRAYS)]
    run_cell(ast.unparse(ast.Module(body, [])), space)
    space["the watch itself"] = space[STOP_WATCH]
    return space


def _assigns(node: ast.stmt, name: str) -> bool:
    return isinstance(node, ast.Assign) and any(getattr(target, "id", "") == name for target in node.targets)


def _name_of_check(tree: ast.Module) -> str:
    (name,) = (
        ast.literal_eval(call.args[0])
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "checks.true" and VERDICT in ast.unparse(call)
    )
    return name
