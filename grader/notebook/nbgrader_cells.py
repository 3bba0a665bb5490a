"""What nbgrader's metadata and marks say of a notebook's cells: the one place that reads them.

What a cell is for (`role_of`), who writes it, where answers, hidden tests and marking schemes begin and end
(`Regions`), and what students are given (`student_stub`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

from grader.notebook.language import code_stub

STUDENT_TAG = "student-cell"  # a cell that a student added to the merged notebook
# Sections of nbgrader's configuration that say how an author marks what students must not see.
CONVENTIONS = ("ClearSolutions", "ClearHiddenTests", "ClearMarkScheme")
QUIET = logging.getLogger("grader.nbgrader")
QUIET.setLevel(logging.CRITICAL)


class Role(StrEnum):
    """What a cell of a master or of a merged notebook is for."""

    ANSWER = "answer"  # a student writes it, nothing is scored here
    MANUAL = "manual"  # a student writes it, a person grades it
    TASK = "task"  # a person grades the cells that students add below it
    TEST = "test"  # scored automatically
    LOCKED = "locked"  # read-only
    PLAIN = "plain"  # not nbgrader's

    @property
    def written_by_student(self) -> bool:
        """Whether the cell's source is lifted out of the submission."""
        return self in (Role.ANSWER, Role.MANUAL)

    @property
    def students(self) -> bool:
        """Whether what the cell does is a student's: they write it, or add cells below it."""
        return self in (Role.ANSWER, Role.MANUAL, Role.TASK)

    @property
    def instructors(self) -> bool:
        """Whether what the cell does is the instructor's and no test."""
        return self in (Role.LOCKED, Role.PLAIN)

    @property
    def graded(self) -> bool:
        """Whether the cell has points."""
        return self in (Role.TEST, Role.MANUAL, Role.TASK)

    @property
    def graded_by_hand(self) -> bool:
        """Whether a person gives its points."""
        return self in (Role.MANUAL, Role.TASK)


def nbgrader(cell: NotebookNode) -> dict[str, Any]:
    """Return a cell's nbgrader metadata, empty if it has none."""
    marks = cell.metadata.get("nbgrader")
    return marks if isinstance(marks, dict) else {}


def role_of(cell: NotebookNode) -> Role:
    """Return what a cell is for, by its nbgrader metadata."""
    meta = nbgrader(cell)
    if meta.get("task"):
        return Role.TASK
    if meta.get("solution"):
        return Role.MANUAL if meta.get("grade") else Role.ANSWER
    if meta.get("grade"):
        return Role.TEST if cell.cell_type == "code" else Role.MANUAL
    return Role.LOCKED if meta.get("locked") else Role.PLAIN


def points_of(cell: NotebookNode) -> float:
    """Return the points of a cell, 0 where it has none."""
    try:
        return float(nbgrader(cell).get("points") or 0)
    except (TypeError, ValueError):
        return 0.0


def written_cells(cells: Sequence[NotebookNode]) -> dict[str, list[NotebookNode]]:
    """Return the cells that hold what a student wrote, by the `grade_id` they are graded under.

    Parameters
    ----------
    cells : sequence of NotebookNode
        Of an executed notebook.

    Returns
    -------
    dict of str to list of NotebookNode
        An answer is one cell; to a task belong the cells that students added below it, up to the next cell of
        nbgrader's.
    """
    found: dict[str, list[NotebookNode]] = {}
    task = ""
    for cell in cells:
        role, grade_id = role_of(cell), str(nbgrader(cell).get("grade_id") or "")
        if role is Role.PLAIN:
            if task:
                found[task].append(cell)
            continue
        task = grade_id if role is Role.TASK else ""
        if role.students and grade_id:
            found[grade_id] = [] if role is Role.TASK else [cell]
    return found


def upgraded(notebook: NotebookNode) -> NotebookNode:
    """Bring a notebook's nbgrader metadata to schema 3 and give every cell a unique id; changes it in place."""
    validator = MetadataValidator()
    taken: dict[str, int] = {}
    notebook.nbformat, notebook.nbformat_minor = 4, max(5, notebook.get("nbformat_minor", 0))
    for index, cell in enumerate(notebook.cells):
        if "nbgrader" in cell.metadata:
            validator.upgrade_cell_metadata(cell)
        wanted = cell.get("id") or nbgrader(cell).get("grade_id") or f"cell-{index}"
        cell["id"] = unique_id(wanted, taken)
    return notebook


def unique_id(wanted: str, taken: dict[str, int]) -> str:
    """Return a cell id that the notebook format allows and that is not in `taken`, and add it there.

    Parameters
    ----------
    wanted : str
    taken : dict of str to int
        Ids, and the number that is tried next for another cell that wants the same: thousands of cells may want one.
    """
    stem = re.sub(r"[^a-zA-Z0-9_-]", "-", wanted)[:56] or "cell"
    name, number = stem, taken.get(stem, 2)
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken[stem] = number
    taken.setdefault(name, 2)
    return name


def normal(source: str) -> str:
    """Return a source without what editors change by themselves: trailing blanks, line ends, blank lines around."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip("\n")


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy without outputs: pictures of the solution weigh much and grading needs none."""
    lean = nbformat.from_dict(notebook)
    for cell in lean.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return lean


def conventions_of(config: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return how a course marks answers, hidden tests and marking schemes: plain data of its configuration."""
    found = {}
    for section in CONVENTIONS:
        traits = {
            str(name): dict(value) if isinstance(value, dict) else value
            for name, value in dict(config.get(section, {})).items()
            if isinstance(value, str | bool | dict)
        }
        if traits:
            found[section] = traits
    return found


def student_stub(notebook: NotebookNode, conventions: Mapping[str, Any] | None = None) -> NotebookNode:
    """Return a copy of a master without answers, as nbgrader's ClearSolutions makes it (not for handing out).

    Parameters
    ----------
    notebook : NotebookNode
        A solution notebook; left unchanged.
    conventions : mapping, optional
        What `conventions_of` returns, or a whole configuration: a course's own stubs and delimiters.

    Raises
    ------
    RuntimeError, ValueError
        As nbgrader does, where solution regions are not closed or a language has no stub.
    """
    stub = nbformat.from_dict(notebook)
    for clear in _clearing(conventions):
        if clear.__class__.__name__ == "ClearSolutions":
            language = notebook.metadata.get("kernelspec", {}).get("language", "python")
            clear.code_stub = {language: code_stub(language), **clear.code_stub}
        stub, _ = clear.preprocess(stub, {})
    return stub


def _clearing(conventions: Mapping[str, Any] | None) -> list[Any]:
    from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

    config = Config({name: dict((conventions or {}).get(name, {})) for name in CONVENTIONS})
    steps = [step(config=config) for step in (ClearSolutions, ClearHiddenTests, ClearMarkScheme)]
    for step in steps:
        step.enforce_metadata = False
        step.log = QUIET
    return steps


@dataclass(frozen=True)
class Region:
    """One kind of text that students must not see.

    Attributes
    ----------
    what : {"hidden tests", "an answer", "a marking scheme"}
    begin, end : str
        A line that holds this text begins or ends a region of the kind.
    """

    what: str
    begin: str
    end: str

    def lines(self, source: str) -> list[str]:
        """Return the lines inside the regions of a cell, stripped, without empty ones."""
        found, inside = [], False
        for line in source.splitlines():
            if self.begin in line:
                inside = True
            elif self.end in line:
                inside = False
            elif inside and line.strip():
                found.append(line.strip())
        return found

    def numbers(self, source: str) -> set[int]:
        """Return the numbers of the lines inside the regions of a cell, from 1."""
        found, inside = set(), False
        for number, line in enumerate(source.splitlines(), 1):
            if self.begin in line:
                inside = True
            elif self.end in line:
                inside = False
            elif inside:
                found.add(number)
        return found

    def outside(self, source: str) -> str:
        """Return a cell's source without its regions and their marks."""
        found, inside = [], False
        for line in source.splitlines():
            if self.begin in line:
                inside = True
            elif self.end in line:
                inside = False
            elif not inside:
                found.append(line)
        return "\n".join(found)

    def balanced(self, source: str) -> bool:
        """Whether the marks of a cell pair up."""
        lines = source.splitlines()
        return sum(self.begin in line for line in lines) == sum(self.end in line for line in lines)


@dataclass(frozen=True)
class Regions:
    """The three kinds of region, with the delimiters of a course."""

    hidden_tests: Region
    solution: Region
    mark_scheme: Region

    @property
    def all(self) -> tuple[Region, Region, Region]:
        """Every kind."""
        return self.hidden_tests, self.solution, self.mark_scheme

    @classmethod
    def of(cls, conventions: Mapping[str, Any] | None = None) -> Regions:
        """Return the regions that a course's conventions (see `conventions_of`) define; default: nbgrader's."""
        solutions, tests, schemes = _clearing(conventions)
        return cls(
            Region("hidden tests", tests.begin_test_delimeter, tests.end_test_delimeter),
            Region("an answer", solutions.begin_solution_delimeter, solutions.end_solution_delimeter),
            Region("a marking scheme", schemes.begin_mark_scheme_delimeter, schemes.end_mark_scheme_delimeter),
        )
