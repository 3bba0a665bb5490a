"""Grade one submission: a pure function of plain data, which may run in this process, in a pool or on a cluster."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import replace

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import LimitOutput

from grader.grading.calibration.verdicts import Calibration
from grader.grading.execution import CellRun, Execution, Runner
from grader.grading.kernel.workspace import session_files
from grader.grading.merge.merging import Merged, merge
from grader.grading.merge.reading import MIB, StudentNotebook, UnreadableNotebook, read_notebook
from grader.grading.sanitize import sanitize
from grader.grading.scoring import score_cell
from grader.grading.test_inputs.master import of_cells
from grader.model import NO_RESPONSE, CellOutcome, Limits, Master, Outcome, State, Submission, SubmittedFile, Tests
from grader.notebook.file_names import fitting_notebooks
from grader.notebook.language import language_of
from grader.notebook.nbgrader_cells import Role
from grader.notebook.syntax_errors import NOT_TRIED, all_broken, follows, unreadable_answers
from grader.pythons import is_newer

logger = logging.getLogger(__name__)


def grade(
    master: Master,
    submission: Submission,
    limits: Limits | None = None,
    *,
    runner: Runner,
    tests: Tests = Tests.IN_SESSION,
    calibration: Calibration | None = None,
) -> Outcome:
    """Grade one submission.

    Parameters
    ----------
    master : Master
    submission : Submission
    limits : Limits, optional
    runner : Runner
        Executes a merged notebook.
    tests : Tests
        Where `runner` runs test cells; recorded in the outcome.
    calibration : Calibration, optional
        Which of them have to run beside the answers (`auto` does so, `apart` says that a person must look), and in
        which the reference answers lose points themselves.

    Returns
    -------
    Outcome
        Whatever is wrong with a submission becomes a state and a reason in words.

    Raises
    ------
    ValueError, RuntimeError
        Only if the master itself cannot be used.
    """
    limits = limits or Limits()
    started = time.monotonic()
    students, problems = read_notebooks(master, submission, limits)
    if not students:
        state, reason = _nothing_readable(submission, problems)
        outcome = not_run(master, submission.student, state, reason, tests=tests)
        outcome.seconds = time.monotonic() - started
        return outcome
    outcome = Outcome(submission.student, master.assignment, State.GRADED, tests=tests)
    files, outcome.repairs = session_files(master, submission, runner.python)
    for name in sorted(master.notebooks):
        if name in students:
            _grade_notebook(outcome, master, name, students[name], limits, files, runner, calibration or Calibration())
        else:
            state = State.MISSING if problems[name].missing else State.UNREADABLE
            _without_running(outcome, master, name, state, str(problems[name]))
            outcome.worsen(State.PARTIAL, str(problems[name]))
    _add_up(outcome)
    outcome.seconds = time.monotonic() - started
    return outcome


def not_run(master: Master, student: str, state: State, reason: str, *, tests: Tests = Tests.IN_SESSION) -> Outcome:
    """Return the outcome of a submission of which nothing was run: every automatic cell counts 0.

    Parameters
    ----------
    master : Master
    student : str
    state : State
    reason : str
        In words; also written into the notebook that a person may look at.
    tests : Tests

    Returns
    -------
    Outcome
    """
    outcome = Outcome(student, master.assignment, state, reason, tests=tests)
    for name in sorted(master.notebooks):
        _without_running(outcome, master, name, state, reason)
    _add_up(outcome)
    return outcome


class NoNotebook(UnreadableNotebook):
    """A notebook was not handed in (`missing`) or cannot be read."""

    def __init__(self, words: str, *, missing: bool) -> None:
        super().__init__(words)
        self.missing = missing


def read_notebooks(
    master: Master, submission: Submission, limits: Limits
) -> tuple[dict[str, tuple[str, StudentNotebook]], dict[str, NoNotebook]]:
    """Return what was handed in for each of the master's notebooks (path and content), and what is wrong."""
    found, problems = {}, {}
    for name in sorted(master.notebooks):
        several = fitting_notebooks(submission.files, name, master.notebooks)
        # Copies of one and the same are no question.
        alike = len({_digest(submission.files[path]) for path in several}) == 1
        path = several[0] if alike else None
        if several and not alike:
            words = f"{', '.join(several[:5])} may each be {name}.ipynb, and they differ: keep the one that counts"
            problems[name] = NoNotebook(words, missing=False)
            continue
        if path is None:
            problems[name] = NoNotebook(f"{name}.ipynb was not handed in", missing=True)
            continue
        try:
            found[name] = path, _read(submission.files[path], limits)
        except UnreadableNotebook as error:
            problems[name] = NoNotebook(f"{path}: {error}", missing=False)
    return found, problems


def _read(file: SubmittedFile, limits: Limits) -> StudentNotebook:
    content = file.content
    if content is None:
        raise UnreadableNotebook(file.problem)
    return read_notebook(content, limits.notebook_mb * MIB)


def _digest(file: SubmittedFile) -> bytes | None:
    return None if file.held is None else hashlib.sha256(file.content or b"").digest()


def _nothing_readable(submission: Submission, problems: dict[str, NoNotebook]) -> tuple[State, str]:
    if not submission.files:
        return State.MISSING, "nothing was handed in"
    unreadable = [str(problem) for problem in problems.values() if not problem.missing]
    # Where a folder could not be looked into, nobody knows whether something was handed in.
    unreadable += [file.problem for name, file in submission.files.items() if name.endswith("/")]
    if unreadable:
        return State.UNREADABLE, "; ".join(unreadable)
    names = ", ".join(sorted(submission.files)[:5])
    return State.MISSING, f"no notebook was handed in, only {names}"


def _grade_notebook(
    outcome: Outcome,
    master: Master,
    name: str,
    handed_in: tuple[str, StudentNotebook],
    limits: Limits,
    files: dict[str, bytes],
    runner: Runner,
    calibration: Calibration,
) -> None:
    started = time.monotonic()
    path, student = handed_in
    merged = merge(master.notebooks[name], master.released.get(name), student, master.conventions)
    if path != f"{name}.ipynb":
        outcome.repairs.append(f"{path} was taken for {name}.ipynb.")
    outcome.repairs += _prefixed(merged.repairs, name, master)
    _add_phase(outcome, "merge", time.monotonic() - started)
    placed = {}
    if outcome.tests is Tests.AUTO:
        placed["placement"] = calibration.placement(name, merged.cells, merged.ids)
    execution = runner(merged.notebook, limits, files, given=of_cells(merged.cells, merged.ids), **placed)
    for phase, seconds in execution.phases.items():
        _add_phase(outcome, phase, seconds)
    outcome.peak_memory_mb = max(outcome.peak_memory_mb, execution.peak_memory_mb)
    started = time.monotonic()
    cells = _score(name, merged, execution)
    outcome.cells += cells
    _place(outcome, cells, calibration)
    outcome.repairs += _prefixed(_gone_on(merged, execution), name, master)
    logger.info(
        "%s, %s: %s%s; %d cells scored; phases %s", outcome.student, name, execution.state,
        f" ({execution.reason})" if execution.reason else "", len(cells),
        {phase: round(seconds, 2) for phase, seconds in execution.phases.items()},
    )  # fmt: skip
    sanitize(execution.notebook, judged=_judged(merged, cells))
    shown, _ = LimitOutput().preprocess(execution.notebook, {})  # what formgrader has to show stays readable
    outcome.executed[name] = _writes(shown)
    if not is_newer(runner.python):  # our own reader of Python would not know its words
        _say_unreadable(outcome, cells, merged, name, alone=len(master.notebooks) == 1)
    _settle(outcome, name, execution, cells, alone=len(master.notebooks) == 1)
    _doubt(outcome, cells, calibration, alone=len(master.notebooks) == 1)
    _add_phase(outcome, "score", time.monotonic() - started)


def _without_running(outcome: Outcome, master: Master, name: str, state: State, problem: str) -> None:
    """Score 0 for every automatic cell, and leave the untouched notebook with a note for whoever looks at it."""
    merged = merge(master.notebooks[name], master.released.get(name), StudentNotebook(), master.conventions)
    for cell in _graded(merged):
        manual = cell.role is not Role.TEST
        # Where something was handed in that cannot be read, a person decides about written answers.
        score = 0.0 if not manual or state is State.MISSING else None
        outcome.cells.append(
            CellOutcome(name, cell.grade_id, score, cell.points, state, message=problem, manual=manual)
        )
    note = nbformat.v4.new_markdown_cell(f"**This submission was not run**: {problem}", metadata={"tags": ["note"]})
    merged.notebook.cells.insert(0, note)
    if state is not State.MISSING:
        outcome.executed[name] = _writes(merged.notebook)


def _writes(notebook: NotebookNode) -> str:
    """Return nbformat JSON that can be encoded: outputs may hold halves of surrogate pairs."""
    return nbformat.writes(notebook).encode("utf-8", "replace").decode("utf-8")


def _score(name: str, merged: Merged, execution: Execution) -> list[CellOutcome]:
    by_id = {cell["id"]: cell for cell in execution.notebook.cells}
    found = []
    for cell in _graded(merged):
        cell_id = merged.ids[cell.index]
        result = CellOutcome(name, cell.grade_id, None, cell.points, manual=cell.role is not Role.TEST)
        ran = execution.cells.get(cell_id, CellRun())
        if not result.manual:
            score_cell(result, by_id[cell_id].get("outputs", []), ran)
            _say_refused(result, ran)
        elif cell.grade_id in merged.untouched:
            result.score, result.message = 0.0, NO_RESPONSE
        result.seconds = ran.seconds
        found.append(result)
    return found


def _say_refused(cell: CellOutcome, ran: CellRun) -> None:
    """Say what a test could not be told and has passed by; where it gave points all the same, a person must look."""
    said = "\n".join([ran.error, cell.message, *(check.message for check in cell.checks)])
    cell.refused = [why for why in ran.refused if why[:100] not in said]
    if not cell.refused:
        return
    words = f"the test could not be told this and went on: {cell.refused[0]}"
    cell.message = f"{cell.message}; {words}" if cell.message else words
    if cell.score and cell.state is State.GRADED:
        cell.state = State.PARTIAL


def _graded(merged: Merged):
    return [cell for cell in merged.cells if cell.role in (Role.TEST, Role.MANUAL, Role.TASK)]


def _settle(outcome: Outcome, name: str, execution: Execution, cells: list[CellOutcome], *, alone: bool) -> None:
    """Bring the state of one notebook into the outcome's."""
    where = "" if alone else f"{name}: "
    if execution.state is not State.GRADED:
        outcome.worsen(execution.state, where + execution.reason)
    for cell in cells:
        if cell.state is State.PARTIAL:
            outcome.worsen(State.PARTIAL, f"{where}{cell.id}: {cell.message}")


def _say_unreadable(outcome: Outcome, cells: list[CellOutcome], merged: Merged, name: str, *, alone: bool) -> None:
    """Say first which answers Python cannot read: all that fails after them is only what follows."""
    if language_of(merged.notebook) != "python":
        return
    sources = {cell["id"]: cell.source for cell in merged.notebook.cells if cell.cell_type == "code"}
    answers = {
        cell.grade_id: sources[name]
        for cell, name in zip(merged.cells, merged.ids, strict=True)
        if cell.role.written_by_student and name in sources and cell.grade_id not in merged.untouched
    }
    words = unreadable_answers(answers)
    if not words:
        return
    outcome.worsen(State.GRADED, words if alone else f"{name}: {words}")
    names = frozenset().union(*(error.names for error in all_broken(answers.values()) if error))
    for cell in cells:
        if follows(cell.message, names):
            cell.message = NOT_TRIED
        cell.checks = [
            replace(check, message=NOT_TRIED, hint="") if not check.passed and follows(check.message, names) else check
            for check in cell.checks
        ]


def _gone_on(merged: Merged, execution: Execution) -> list[str]:
    """Say in which cells something failed that only another machine can run, and the rest was run."""
    names = {name: cell.grade_id for cell, name in zip(merged.cells, merged.ids, strict=True)}
    # No test is gone on with: what a session says of one, it has made up.
    tests = {name for cell, name in zip(merged.cells, merged.ids, strict=True) if cell.role is Role.TEST}
    return [
        f"{_called(names.get(cell, ''))}: `{statement}` fails here; the rest of the cell was run."
        for cell, ran in execution.cells.items()
        for statement in ran.left_out
        if cell not in tests
    ]


def _called(grade_id: str) -> str:
    return f"cell `{grade_id}`" if grade_id else "a cell that the student added"


def _place(outcome: Outcome, cells: list[CellOutcome], calibration: Calibration) -> None:
    """Say where each test cell ran."""
    for cell in cells:
        verdict = calibration.verdict(cell.notebook, cell.id)
        if cell.manual:
            continue
        cell.tests = verdict.tests if outcome.tests is Tests.AUTO else outcome.tests
        cell.why = verdict.why if cell.tests is Tests.IN_SESSION and outcome.tests is Tests.AUTO else ""


def _judged(merged: Merged, cells: list[CellOutcome]) -> frozenset[str]:
    """Return the ids of cells whose outputs are a judge's."""
    apart = {cell.id for cell in cells if cell.tests is Tests.APART}
    return frozenset(
        merged.ids[cell.index] for cell in merged.cells if cell.role is Role.TEST and cell.grade_id in apart
    )


def _doubt(outcome: Outcome, cells: list[CellOutcome], calibration: Calibration, *, alone: bool) -> None:
    """Mark the cells whose score nobody should rely on, whoever's answers these are."""
    for cell in cells:
        verdict = calibration.verdict(cell.notebook, cell.id)
        if verdict.broken:
            why = "the reference answers lose points in it as well"
        elif verdict.tests is Tests.IN_SESSION and outcome.tests is Tests.APART:
            why = f"it cannot be judged apart: {verdict.why}"
        else:
            continue
        if cell.state is State.GRADED:
            cell.state = State.PARTIAL
        outcome.worsen(State.PARTIAL, f"{'' if alone else f'{cell.notebook}: '}{cell.id}: {why}")


def _prefixed(sentences: list[str], name: str, master: Master) -> list[str]:
    return sentences if len(master.notebooks) == 1 else [f"{name}: {sentence}" for sentence in sentences]


def _add_phase(outcome: Outcome, phase: str, seconds: float) -> None:
    outcome.phases[phase] = outcome.phases.get(phase, 0.0) + seconds


def _add_up(outcome: Outcome) -> None:
    automatic = [cell for cell in outcome.cells if not cell.manual]
    outcome.score = round(sum(cell.score or 0.0 for cell in automatic), 9)
    outcome.max_score = round(sum(cell.max_score for cell in automatic), 9)
