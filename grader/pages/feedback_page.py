"""Build what a feedback page shows from an outcome: plain data for the template, nothing that was hidden."""

from __future__ import annotations

import builtins
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat

from grader.course.marks import Marks
from grader.model import CellOutcome, Check, Outcome, State, Tests
from grader.notebook.language import language_of
from grader.notebook.nbgrader_cells import Regions
from grader.notebook.syntax_errors import NOT_TRIED, all_broken, follows
from grader.pages.exercises import (
    Exercise,
    exercises_of,
    hidden_lines,
    tests_with_hidden_lines,
    title_of,
    without_judges_words,
    written_by_id,
)

# The class of an error, as it begins a message.
_KIND = re.compile(r"[A-Za-z_][\w.]{0,60}(?=:)")
_ERRORS = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
)
# What a state means to the student whose work it is; "" where there is nothing to say.
STATE_WORDS = {
    State.GRADED: "",
    State.PARTIAL: "Part of your notebook could not be run to its end. What did run is graded below.",
    State.TIMEOUT: "Your notebook ran longer than its time limit and was stopped. Look for a loop that never ends, "
    "or for work that could be done with fewer steps.",
    State.CRASHED: "Python itself ended while your notebook ran. A call that ends the process, such as "
    "os._exit(), or using more memory than there is does that.",
    State.UNREADABLE: "The file you handed in could not be opened as a notebook, so nothing could be graded. "
    "Open it in JupyterLab, save it, and hand it in again.",
    State.MISSING: "This notebook was not handed in.",
}
CELL_WORDS = {
    State.TIMEOUT: "This was stopped at its time limit.",
    State.CRASHED: "Python ended while this ran.",
    State.PARTIAL: "This could not be run to its end.",
}


# Characters of a page's code that are highlighted, and of its written answers that are read as Markdown.
_MOST_HIGHLIGHTED, _MOST_WRITTEN = 40_000, 60_000


@dataclass
class Answer:
    """One answer cell as the student wrote it, code or Markdown, with the pictures that came with it."""

    id: str
    source: str
    is_code: bool
    comment: str = ""
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    plain: bool = False  # shown as it is: there is more on the page than anybody writes


@dataclass
class Part:
    """One exercise on the page."""

    title: str
    score: float | None
    max_score: float
    state: str
    note: str = ""
    checks: list[Check] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    manual: bool = False
    comments: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    unseen: bool = False  # a test that failed has lines which students do not have

    @property
    def failed(self) -> list[Check]:
        """Checks that did not pass."""
        return [check for check in self.checks if not check.passed]

    @property
    def shared_message(self) -> str:
        """The message that all failed checks have in common, said once; "" where they differ."""
        messages = {check.message for check in self.failed}
        return messages.pop() if len(messages) == 1 and len(self.failed) > 1 else ""

    @property
    def passed(self) -> list[Check]:
        """Checks that passed."""
        return [check for check in self.checks if check.passed]


@dataclass
class Page:
    """Everything one page shows; the template adds nothing but form."""

    title: str
    student: str
    assignment: str
    notebook: str
    score: float
    max_score: float
    waiting: bool
    state: str
    state_note: str
    reason: str
    repairs: list[str]
    parts: list[Part]
    penalty: float = 0.0

    @property
    def has_new_input(self) -> bool:
        """Whether a check on it is one that the student's notebook does not have."""
        return any(check.hidden for part in self.parts for check in part.checks)


def build_page(
    outcome: Outcome,
    name: str,
    master: bytes,
    answers: str | bytes,
    marks: Marks | None = None,
    *,
    who: str = "",
    conventions: Mapping[str, Any] | None = None,
) -> Page:
    """Put together the page of one student and notebook.

    Parameters
    ----------
    outcome : Outcome
    name : str
        The notebook.
    master : bytes
        Its solution version: titles and the lines that must not be shown.
    answers : str or bytes
        A notebook that holds the student's answers under their `grade_id`s; "" where there is none.
    marks : Marks, optional
        What people gave; without it written answers are shown as not yet graded.
    who : str
        The student's name where it is known.
    conventions : mapping, optional
        How the course marks hidden tests; see `Master`.
    """
    marks = marks or Marks()
    regions = Regions.of(conventions)
    hidden = hidden_lines(master, regions)
    written = written_by_id(answers)
    cells = {cell.id: cell for cell in outcome.cells if cell.notebook == name}
    lost = _lost(outcome, list(cells.values()))
    if lost:
        written = {}  # what lies there are stubs, not the student's words
    is_python = language_of(nbformat.reads(master.decode("utf-8"), as_version=4)) == "python"
    partly_seen = tests_with_hidden_lines(master, regions)
    for test, seen in partly_seen.items():
        if test in cells and not (is_python and cells[test].tests is not Tests.IN_SESSION):
            told, cells[test] = cells[test].message, _kind_alone(cells[test], seen, is_python=is_python)
            outcome = replace(
                outcome, reason=outcome.reason.replace(told, cells[test].message) if told else outcome.reason
            )
    parts = [
        _part(exercise, cells, written, marks, hidden, partly_seen) for exercise in exercises_of(name, master, regions)
    ]
    _spare(parts)
    if is_python:
        _say_syntax_errors(parts)
    if lost:
        for part in parts:
            part.score = part.score or 0.0  # nobody can grade what is not there
            part.messages = []  # said once, above
    return Page(
        title=title_of(name, master, regions),
        student=f"{who} ({outcome.student})" if who else outcome.student,
        assignment=outcome.assignment,
        notebook=name,
        score=sum(part.score or 0.0 for part in parts),
        max_score=sum(part.max_score for part in parts),
        waiting=any(part.score is None for part in parts),
        state=str(lost or outcome.state),
        state_note=STATE_WORDS[lost or outcome.state],
        reason=_to_the_student(guarded(outcome.reason, hidden)),
        repairs=[guarded(repair, hidden) for repair in outcome.repairs],
        parts=parts,
        penalty=marks.penalty,
    )


def _lost(outcome: Outcome, cells: list[CellOutcome]) -> State | None:
    """Return why there is nothing to show of a notebook: it cannot be read, or was not handed in; else None."""
    if outcome.state in (State.UNREADABLE, State.MISSING):
        return outcome.state
    states = {cell.state for cell in cells}
    return states.pop() if len(states) == 1 and states <= {State.UNREADABLE, State.MISSING} else None


def _spare(parts: list[Part]) -> None:
    """Leave plain what is beyond what anybody wrote: highlighting and Markdown take their time."""
    left = {True: _MOST_HIGHLIGHTED, False: _MOST_WRITTEN}
    for answer in (answer for part in parts for answer in part.answers):
        left[answer.is_code] -= len(answer.source)
        answer.plain = left[answer.is_code] < 0


def _say_syntax_errors(parts: list[Part]) -> None:
    """Say first what Python cannot read, and leave out the names that are only missing because of it."""
    names: frozenset[str] = frozenset()
    sources = [answer.source for part in parts for answer in part.answers if answer.is_code]
    errors = iter(all_broken(sources))
    for part in parts:
        found = [error for answer in part.answers if answer.is_code and (error := next(errors))]
        part.broken = [error.words for error in found]
        names = names.union(*(error.names for error in found))
    for part in parts:
        follow = [message for message in part.messages if follows(message, names)]
        part.messages = [message for message in part.messages if message not in follow]
        checks = [check for check in part.checks if not check.passed and follows(check.message, names)]
        part.checks = [replace(check, message="", hint="") if check in checks else check for check in part.checks]
        if (follow or checks) and not part.broken and not part.note:
            part.note = NOT_TRIED


def guarded(message: str, hidden: list[str]) -> str:
    """Return a message unless it quotes a line of a hidden test."""
    if any(line in message for line in hidden):
        return "A hidden test did not pass. It tries your answer on other input than the tests you can see."
    return message


def _to_the_student(message: str) -> str:
    """Return what was seen of a test in words for the one whose code it tested."""
    return without_judges_words(message).replace("a call to the student's code", "a call to your code")


def _kind_alone(cell: CellOutcome, seen: str, *, is_python: bool) -> CellOutcome:
    """Return the outcome of a test that ran beside the student's code, in words that this code cannot choose.

    It could read the hidden lines and say them in whatever form; `seen` is what students see of the test anyway. In
    other languages an error may quote the condition that failed (R's `stopifnot`) without anybody's doing.
    """
    checks = {
        check.name: replace(check, message="", hint=check.hint if check.hint in seen else "")
        for check in cell.checks
        if check.name in seen and f"{check.points:g}" in seen
    }
    nothing_left = bool(cell.checks) and not checks
    cell = replace(cell, checks=list(checks.values()))
    if not (cell.message or nothing_left) or cell.state in (State.TIMEOUT, State.CRASHED):
        return cell
    kind = _KIND.match(cell.message)
    named = f": {kind[0]}" if kind is not None and (not is_python or kind[0] in _ERRORS) else ""
    return replace(cell, message=f"A test that has hidden lines failed; only the kind of its error is shown{named}.")


def _part(
    exercise: Exercise,
    cells: Mapping[str, CellOutcome],
    written: Mapping[str, Any],
    marks: Marks,
    hidden: list[str],
    partly_seen: Container[str],
) -> Part:
    results = [cells[test] for test in exercise.tests if test in cells]
    keys = [(exercise.notebook, grade_id) for grade_id in dict.fromkeys(exercise.answers + exercise.tests)]
    part = Part(exercise.title, _score(exercise, results, marks), exercise.max_score, "graded", manual=exercise.manual)
    part.comments = [marks.comments[key] for key in keys if key in marks.comments]
    for answer in exercise.answers:
        for cell in written.get(answer, []):
            attachments = cell.get("attachments") or {}
            part.answers.append(Answer(answer, cell.source, cell.cell_type == "code", attachments=attachments))
    for result in results:
        if result.state is not State.GRADED:
            part.state = str(result.state)
            part.note = CELL_WORDS.get(result.state, "")
        part.checks += [_guarded_check(check, hidden) for check in result.checks]
        failed = result.score is not None and result.score < result.max_score
        if result.message and failed and not result.checks:
            message = _to_the_student(guarded(result.message, hidden))
            part.messages.append(message)
            part.unseen |= result.state is State.GRADED and result.id in partly_seen and "hidden" not in message
    return part


def _score(exercise: Exercise, results: list[CellOutcome], marks: Marks) -> float | None:
    """Return an exercise's points: what a person gave counts before what was measured; None while nobody has graded."""
    total, known = 0.0, False
    measured = {result.id: result.score for result in results}
    for test in exercise.tests:
        mark = marks.cells.get((exercise.notebook, test))
        given = None
        if mark is not None and mark.manual is not None:
            given = mark.manual + mark.extra
        elif not exercise.manual or measured.get(test) is not None:  # an empty written answer has its 0 already
            given = (measured.get(test) or 0.0) + (mark.extra if mark else 0.0)
        if given is not None:
            total, known = total + given, True
    return total if known else None


def _guarded_check(check: Check, hidden: list[str]) -> Check:
    return Check(
        check.name,
        check.points,
        check.passed,
        _to_the_student(guarded(check.message, hidden)),
        guarded(check.hint, hidden),
        check.hidden,
    )
