"""Plan what each test is given: values made in the judge, from the instructor's cells, and names asked of the session.

The master's text alone decides. A name that answers bind (in the solution or in what was handed out), or whose object
they change, is the student's. One that only the instructor's cells bind is made in the judge, from those statements
that its value depends on, so that nothing in a session can change it. Where its value depends on an answer, on
unseeded random numbers or on the clock, it has to be asked from the session after all; `CellInputs.doubts` says so.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.grading.test_inputs.effects import (
    ANYTHING,
    ENTROPY,
    RANDOM,
    Effects,
    aliases,
    called,
    effects,
    filled_names,
    gentle_functions,
    statements,
)
from grader.notebook.names import GIVEN, bound_names, free_names
from grader.notebook.nbgrader_cells import Role

_SPECIAL = {RANDOM: "random numbers whose seed is not set just before", ENTROPY: "the clock, the system or chance"}


# What tests look at names with, or replace them with.
_LOOKING = frozenset({"globals", "locals", "dir", "vars", "patch", "hasattr", "setattr", "delattr", "get_ipython"})
_TOO_LONG = "its value depends on too long a chain of statements"


@dataclass(frozen=True)
class Cell:
    """A code cell of the master.

    Attributes
    ----------
    id : str
        As in the merged notebook.
    role : Role
    sources : tuple of str
        Its text; of an answer the solution and the forms that were handed out.
    """

    id: str
    role: Role
    sources: tuple[str, ...]


@dataclass(frozen=True)
class CellInputs:
    """What one test is given.

    Attributes
    ----------
    made : tuple of (int, str, tuple of str)
        Statements that are run in the judge, by their number in the notebook: source, and the names they bind.
    asked : tuple of str
        Names that the session is asked for.
    handed : tuple of str
        Names of `made` that the test gives to the student's code.
    doubts : dict of str to str
        Names in `asked` that only the instructor's cells bind, and why they cannot be made in the judge.
    perhaps : tuple of str
        Names that the test only speaks of in a text (`'x' in globals()`): they are asked for as well.
    watched : tuple of str
        Names that the student's functions look up: where the test binds one, the session has to be told.
    imports : dict of str to str
        Names in `asked` that the exercise asks to import, and the import of the solution.
    follows : dict of str to str
        Earlier tests that bind names which this one uses, by cell id, and the first such name.
    """

    made: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    asked: tuple[str, ...] = ()
    handed: tuple[str, ...] = ()
    doubts: dict[str, str] = field(default_factory=dict)
    perhaps: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    imports: dict[str, str] = field(default_factory=dict)
    follows: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return what a judge needs as JSON-serialisable containers."""
        return {name: value for name, value in asdict(self).items() if name not in ("doubts", "follows")}


def inputs_of_tests(cells: Sequence[Cell]) -> dict[str, CellInputs]:
    """Return what each test cell is given, by its id.

    Parameters
    ----------
    cells : sequence of Cell
        The code cells of a master that are run, in their order.
    """
    return dict(_inputs_of_tests(tuple(cells)))


@functools.lru_cache(maxsize=64)
def _inputs_of_tests(cells: tuple[Cell, ...]) -> dict[str, CellInputs]:
    plan = _Plan(cells)
    return {cell.id: plan.inputs(cell) for cell in cells if cell.role is Role.TEST}


@dataclass
class _Step:
    """One statement of the instructor's, or all that an answer or test does."""

    role: Role
    effects: Effects
    source: str = ""
    defines: bool = False
    # Of an answer: names that its functions look up when they are called, names that the solution alone fills, and
    # imports that it is to make.
    looks_up: set[str] = field(default_factory=set)
    fills: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)
    # Of a test: its cell, and every name that it may bind.
    cell: str = ""
    may_bind: set[str] = field(default_factory=set)


class _SessionOnly(Exception):
    """A value cannot be made in the judge; the message says why."""


class _Plan:
    def __init__(self, cells: Sequence[Cell]):
        bodies = [[statements(source) for source in cell.sources] for cell in cells]
        self._known: dict[str, str] = {}
        for body in bodies:
            for variant in body:
                self._known |= aliases(variant)
        self._steps: list[_Step] = []
        self._starts: dict[str, int] = {}
        for cell, variants in zip(cells, bodies, strict=True):
            self._starts[cell.id] = len(self._steps)
            if cell.role.instructors:
                self._add_statements(variants[0])
            else:
                self._add_whole(cell, variants)
        self._spread_changes()

    # -- what happens in the notebook ------------------------------------------------------------------------------

    def _add_statements(self, body: list[ast.stmt]) -> None:
        for position, statement in enumerate(body):
            if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
                continue
            found = effects(statement, self._known, last=position == len(body) - 1)
            source = "" if found.closed else ast.unparse(statement)
            defines = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            self._steps.append(_Step(Role.PLAIN, found, source, defines))

    def _add_whole(self, cell: Cell, variants: list[list[ast.stmt]]) -> None:
        role, whole = cell.role, Effects()
        imports: list[dict[str, str]] = []
        looks_up: set[str] = set()
        for body in variants:
            imports.append({})
            gentle = gentle_functions(body, self._known) if role.students else ()
            for statement in body:
                found = effects(statement, self._known, last=called(statement) in gentle)
                if isinstance(statement, ast.Import | ast.ImportFrom) and ANYTHING not in found.binds:
                    for alias in statement.names:
                        (name,) = effects(_only(statement, alias), self._known).binds
                        imports[-1][name] = ast.unparse(_only(statement, alias))
                    continue
                whole.binds |= found.binds - {RANDOM}
                whole.touches |= found.touches | found.later_touches
                whole.reads |= found.reads | found.later
                whole.handed += found.handed
                looks_up |= found.later | found.later_touches
        step = _Step(role, whole, looks_up=looks_up)
        every = {name: source for each in imports for name, source in each.items()}
        if role.students:
            whole.touches.add(RANDOM)  # whatever a student draws
            step.fills = filled_names(variants[0]) - filled_names(s for body in variants[1:] for s in body)
            for name, source in every.items():
                if name in whole.binds | whole.touches:
                    continue
                if all(name in each for each in imports):
                    # What is handed out with its import is the instructor's, whatever a session has made of it.
                    self._steps.append(_Step(Role.PLAIN, Effects(binds={name}), source))
                else:
                    whole.binds.add(name)
                    step.imports[name] = source
        else:
            whole.binds |= every.keys()
            step.cell, step.may_bind = cell.id, bound_names(variants[0])
        self._steps.append(step)

    def _spread_changes(self) -> None:
        """Let calls of the notebook's own functions change what those change, and what is given to them."""
        changes: dict[str, set[str]] = {}
        defined: set[str] = set()
        for step in self._steps:
            if step.role.instructors:
                defined |= step.effects.binds
            if step.defines:
                for name in step.effects.binds:
                    changes.setdefault(name, set()).update(step.effects.later_touches)
        for step in self._steps:
            if step.defines:
                continue
            for name in step.effects.reads & changes.keys():
                step.effects.touches |= changes[name]
            for function, given in step.effects.handed:
                # Showing what an answer does with a value must not make that value the student's.
                if function in defined:
                    step.effects.touches |= given

    # -- what a test needs -----------------------------------------------------------------------------------------

    def inputs(self, cell: Cell) -> CellInputs:
        """Return what a test is given."""
        at = self._starts[cell.id]
        made: set[int] = set()
        asked: list[str] = []
        doubts: dict[str, str] = {}
        waiting, seen = free_names(statements(cell.sources[0])), set()
        while waiting:
            name = waiting.pop(0)
            if name in seen or name in GIVEN:
                continue
            seen.add(name)
            needed: set[int] = set()
            try:
                found = self._needed(name, at, needed, set())
            except (_SessionOnly, RecursionError) as problem:
                why = _TOO_LONG if isinstance(problem, RecursionError) else problem
                asked.append(name)
                if self._binds_instructor(name, at):
                    doubts[name] = str(why)
                continue
            if not found:
                asked.append(name)
                needed |= self._stars(at)
            made |= needed
            for index in needed:
                # A function runs when the test calls it; what it then reads, the test needs.
                waiting += sorted(self._steps[index].effects.later - {RANDOM, ENTROPY})
        steps = tuple((i, self._steps[i].source, tuple(sorted(self._bound(i)))) for i in sorted(made))
        handed = self._handed(cell, {n for _, _, names in steps for n in names}, set(asked))
        answers = [step for step in self._steps[:at] if step.role.students]
        imports = {name: source for step in answers for name, source in step.imports.items()}
        looked_up = set[str]().union(*(step.looks_up for step in answers))
        spoken, bound = _names_in_texts(cell.sources[0]), _bound_at_top(cell.sources[0])
        return CellInputs(
            steps,
            tuple(asked),
            handed,
            doubts,
            perhaps=tuple(sorted(spoken - seen)),
            watched=tuple(sorted((spoken | bound) & (looked_up - GIVEN))),
            imports={name: source for name, source in imports.items() if name in asked or name in spoken},
            follows=self._follows(cell, at),
        )

    def _follows(self, cell: Cell, at: int) -> dict[str, str]:
        """Return the earlier tests that bind names which a test uses, and one such name of each."""
        found: dict[str, str] = {}
        for name in sorted(free_names(statements(cell.sources[0]))):
            for step in reversed(self._steps[:at]):
                if name in step.may_bind:
                    found.setdefault(step.cell, name)
                if name in step.effects.binds:
                    break
        return found

    def _bound(self, index: int) -> set[str]:
        found = self._steps[index].effects
        return (found.binds | found.touches) - {RANDOM, ENTROPY}

    def _binds_instructor(self, name: str, at: int) -> bool:
        """Whether a test could believe that a name is the instructor's."""
        steps = [s for s in self._steps[:at] if name in s.effects.binds | s.effects.touches and s.role is not Role.TEST]
        return any(s.role.instructors for s in steps) and not any(
            s.role.students and name in s.effects.binds | s.fills for s in steps
        )

    def _stars(self, at: int) -> set[int]:
        return {i for i, s in enumerate(self._steps[:at]) if s.role.instructors and ANYTHING in s.effects.binds}

    def _needed(self, name: str, at: int, needed: set[int], seen: set[tuple[str, int]]) -> bool:
        """Add to `needed` the statements before `at` that make a name what it is there; return whether any does.

        Raises
        ------
        _SessionOnly
        """
        if (name, at) in seen:
            return True
        seen.add((name, at))
        if name == ENTROPY:
            raise _SessionOnly(f"its value depends on {_SPECIAL[name]}")
        found = tested = False
        for index in range(at - 1, -1, -1):
            step = self._steps[index]
            changed = step.effects.binds | step.effects.touches
            if name not in changed and not (ANYTHING in changed and step.role.students):
                continue
            if step.role is Role.TEST:
                if name in step.effects.binds:
                    return True  # the judge has it from there
                tested = True
                continue
            if step.role.students:
                what = _SPECIAL.get(name) or (
                    f"'{name}', which an answer defines or changes" if name in changed else ""
                )
                raise _SessionOnly(f"its value depends on {what or 'names that an answer imports with *'}")
            self._need(index, needed, seen)
            found = True
            if name in step.effects.binds:
                return True
        if name == RANDOM:
            raise _SessionOnly(f"its value depends on {_SPECIAL[name]}")
        return found or tested

    def _need(self, index: int, needed: set[int], seen: set[tuple[str, int]]) -> None:
        step = self._steps[index]
        if step.effects.closed:
            raise _SessionOnly(step.effects.closed)
        if index in needed:
            return
        needed.add(index)
        own = step.effects.binds | step.effects.touches  # a loop reads what it has bound itself
        for name in sorted(step.effects.reads):
            self._read(name, index, needed, seen, own=name in own)

    def _read(self, name: str, at: int, needed: set[int], seen: set[tuple[str, int]], *, own: bool = False) -> None:
        """Add what makes a name that a statement reads; functions may be called by it, so what they read as well."""
        if name in GIVEN:
            return
        added: set[int] = set()
        if not self._needed(name, at, added, seen):
            stars = self._stars(at)
            if not stars and not own:
                raise _SessionOnly(f"its value depends on '{name}', which no cell of the instructor defines before")
            added |= stars
        needed |= added
        for index in sorted(added):
            for later in sorted(self._steps[index].effects.later):
                if (later, at) not in seen:
                    self._read(later, at, needed, seen)

    def _handed(self, cell: Cell, made: set[str], asked: set[str]) -> tuple[str, ...]:
        """Return names that a test gives to functions and methods of the session."""
        found: set[str] = set()
        for statement in statements(cell.sources[0]):
            for function, given in effects(statement, self._known).handed:
                if function not in made or function in asked:
                    found |= given & made
        return tuple(sorted(found))


def _names_in_texts(source: str) -> set[str]:
    """Return names that a test speaks of in texts, where it looks at names or replaces them."""
    found: set[str] = set()
    looks = False
    for statement in statements(source):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                looks = looks or node.id in _LOOKING
            elif isinstance(node, ast.Attribute):
                looks = looks or node.attr in _LOOKING
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 200:
                name = node.value.removeprefix("__main__.").partition(".")[0]
                found |= {name} if name.isidentifier() else set()
    return found if looks else set()


def _bound_at_top(source: str) -> set[str]:
    """Return names that the statements of a test bind, or delete."""
    found: set[str] = set()
    for statement in statements(source):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
    return found


def _only(statement: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """Return an import statement with one of its names only."""
    if isinstance(statement, ast.Import):
        return ast.Import([alias])
    return ast.ImportFrom(statement.module, [alias], statement.level)
