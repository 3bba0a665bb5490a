"""One fake for each seam of the grader: what runs a notebook, and what grades a class."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from grader.grading.calibration.verdicts import Calibration
from grader.grading.execution import CellRun, Execution, Placement
from grader.model import Limits, Master, Outcome, State, Submission, Tests
from grader.pythons import Python, own


@dataclass
class FakeRunner:
    """A `Runner` that executes nothing.

    Attributes
    ----------
    raised : dict of str to str
        By cell id, the exception with which a cell ends, such as `ValueError: no`.
    stopped : dict of str to State
        By cell id, how a cell ended that did not run to its end.
    refused : dict of str to str
        By cell id, what a test could not be told and has gone on without.
    state, reason
        Of the whole notebook.
    calls : list of dict
        What each call was given.
    """

    raised: dict[str, str] = field(default_factory=dict)
    stopped: dict[str, State] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    state: State = State.GRADED
    reason: str = ""
    calls: list[dict[str, Any]] = field(default_factory=list)

    @property
    def python(self) -> Python:
        return own()

    def __call__(
        self, notebook: NotebookNode, limits: Limits, files: dict[str, bytes] | None = None, *,
        given: Mapping[str, Any] | None = None, run_skipped: bool = False, placement: Placement | None = None,
    ) -> Execution:  # fmt: skip
        self.calls.append({"limits": limits, "files": files, "given": given, "placement": placement})
        execution = Execution(notebook, state=self.state, reason=self.reason, phases={"cells": 0.5})
        for cell in notebook.cells:
            error, state = self.raised.get(cell["id"], ""), self.stopped.get(cell["id"], State.GRADED)
            refused = (self.refused[cell["id"]],) if cell["id"] in self.refused else ()
            executed = cell.cell_type == "code"
            execution.cells[cell["id"]] = CellRun(state, executed=executed, error=error, refused=refused)
            if error:
                name, _, text = error.partition(": ")
                cell.outputs = [new_output("error", ename=name, evalue=text, traceback=[error])]
        return execution


@dataclass
class FakeGrades:
    """A `Grades` that knows the outcomes beforehand.

    Attributes
    ----------
    outcomes : dict of str to Outcome or Exception
        By student: what grading ends with; who is not named is graded with no points.
    log : list of str
        What was called, in order.
    """

    outcomes: dict[str, Outcome | BaseException] = field(default_factory=dict)
    tests: Tests = Tests.AUTO
    isolated: bool = True
    note: str = ""
    calibration: Calibration | None = None
    log: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.log.append("start")

    def grade_all(
        self, master: Master, students: Iterable[str], read: Callable[[str], Submission], limits: Limits, *,
        jobs: int | None = None, on_begin: Callable[[str], None] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> Iterator[Outcome]:  # fmt: skip
        for student in students:
            if on_begin:
                on_begin(student)
            read(student)
            self.log.append(student)
            outcome = self.outcomes.get(student, Outcome(student, master.assignment, State.GRADED))
            if isinstance(outcome, BaseException):
                raise outcome
            yield outcome

    def __enter__(self) -> Self:
        self.log.append("enter")
        return self

    def __exit__(self, *_: object) -> None:
        self.log.append("exit")
