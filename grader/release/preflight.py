"""Check an assignment before it is handed out: each problem is a sentence that names notebook, cell and remedy."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode

from grader.grading.calibration.verdicts import Calibration
from grader.grading.test_inputs.effects import filled_names, statements
from grader.grading.test_inputs.master import of_notebook
from grader.grading.test_inputs.plan import CellInputs
from grader.model import CellOutcome, Master, Outcome, State
from grader.notebook.language import language_of
from grader.notebook.names import bound_names, free_names, plain_python
from grader.notebook.nbgrader_cells import Regions, Role, nbgrader, role_of
from grader.notebook.syntax import parse
from grader.release import leaks

POINTS_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Problem:
    """Something an instructor should know before handing an assignment out.

    Attributes
    ----------
    severity : str
        `error`: do not hand it out like this. `warning`: look at it. `note`: good to know.
    notebook, cell : str
        Where; the cell's `grade_id`, or "" where it is about the whole notebook.
    text : str
        What is wrong and what to do.
    answer : bool
        Whether it is about a reference answer.
    """

    severity: str
    notebook: str
    cell: str
    text: str
    answer: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the problem as JSON-serialisable containers."""
        return {name: value for name, value in asdict(self).items() if name != "answer"}


def check_source(master: Master) -> list[Problem]:
    """Check the solution version alone: names of cells, marks, points, and whether test cells stand alone."""
    return [
        problem
        for name, notebook in master.notebooks.items()
        for problem in _check_notebook(name, leaks.parse(notebook), Regions.of(master.conventions))
    ]


def check_release(master: Master, released: dict[str, bytes]) -> list[Problem]:
    """Check the student version: nothing hidden in it, no outputs; and list what else is handed out.

    Parameters
    ----------
    master : Master
    released : dict of str to bytes
        Student versions by name, as they lie in the release folder.
    """
    found = []
    regions = Regions.of(master.conventions)
    for name, notebook in master.notebooks.items():
        if name not in released:
            found.append(
                Problem("error", name, "", "there is no student version of it; make it with `grader release`.")
            )
            continue
        student = leaks.parse(released[name])
        for cell, mark in leaks.marks_left(student, regions):
            text = f"the mark `{mark}` is still in the student version; put it into an answer or test cell of its own."
            found.append(Problem("error", name, cell, text))
        for cell, what, line in leaks.leaks(leaks.parse(notebook), student, regions):
            severity = "error" if what == "hidden tests" else "warning"
            text = f"a line of {what} can be read in the student version: `{line[:80]}`. Take it out of the other cell."
            found.append(Problem(severity, name, cell, text))
        for cell, file in leaks.files_of_hidden_tests(leaks.parse(notebook), master.files, regions):
            text = (
                f"its hidden lines use `{file}`, and students get that file with the others of the folder. Keep what "
                "nobody shall read in the test cell itself."
            )
            found.append(Problem("warning", name, cell, text))
        if any(cell.get("outputs") for cell in student.cells):
            found.append(
                Problem("error", name, "", "the student version has outputs; make it again with `grader release`.")
            )
    if master.files:
        names = ", ".join(sorted(master.files)[:10]) + (", ..." if len(master.files) > 10 else "")
        found.append(Problem("note", "", "", f"students also get every other file of the folder: {names}."))
    return found


def master_errors(master: Master, calibration: Calibration) -> list[Problem]:
    """Return the errors in a source that make grades wrong; nothing is run.

    Parameters
    ----------
    master : Master
    calibration : Calibration
        What grading has found out. Cells of which it says already that they judge wrong are not named again, and
        where it knows no reference answers nothing is said of them.
    """
    unknown = {*calibration.uncalibrated}
    found = [problem for problem in check_source(master) if not (problem.answer and problem.notebook in unknown)]
    if calibration.reference is not None and calibration.blank is not None:
        said = {(cell.notebook, cell.id) for cell in calibration.cells if cell.broken or cell.free}
        runs = [problem for problem in check_runs(calibration) if problem.notebook not in unknown]
        found += [
            problem
            for problem in runs
            if (problem.notebook, problem.cell) not in said and (problem.cell or not (said or unknown))
        ]
    return [problem for problem in found if problem.severity == "error"]


def check_runs(calibration: Calibration) -> list[Problem]:
    """Check what the reference answers and the untouched student version get, in the mode that will grade.

    Parameters
    ----------
    calibration : Calibration
        With its runs.
    """
    full, empty = calibration.reference, calibration.blank
    if full is None or empty is None:
        raise ValueError("a calibration without its runs")
    found = [
        Problem("note", cell.notebook, cell.id, f"it will run beside the student's code: {cell.why}.")
        for cell in calibration.in_session
    ]
    found += [
        Problem("warning", name, "", "it has no reference answers, so nothing tells whether its tests judge right.")
        for name in calibration.uncalibrated
    ]
    if full.state is State.CRASHED and all(cell.message in full.reason for cell in _lost(full).values()):
        # Nothing ran at all, so nothing is known of single cells.
        return [*found, Problem("error", "", "", f"the reference answers cannot be run: {full.reason}")]
    found += _check_reference(full)
    for cell in empty.cells:
        if cell.score:
            earned = f"{cell.score:g} of {cell.max_score:g} points"
            text = f"the untouched student version earns {earned}; test something that the stub does not give."
            found.append(Problem("error", cell.notebook, cell.id, text))
    if empty.state is not State.GRADED:
        text = (
            f"the untouched student version ends as `{empty.state}` ({empty.reason}); no cell may hang or end Python."
        )
        found.append(Problem("error", "", "", text))
    return found


def _lost(outcome: Outcome) -> dict[tuple[str, str], CellOutcome]:
    """Return the automatic cells that did not earn every point."""
    return {
        (cell.notebook, cell.id): cell
        for cell in outcome.cells
        if not cell.manual and (cell.score is None or abs(cell.score - cell.max_score) > POINTS_TOLERANCE)
    }


def _check_reference(full: Outcome) -> list[Problem]:
    found = []
    if full.state is not State.GRADED:
        found.append(Problem("error", "", "", f"the reference answers end as `{full.state}`: {full.reason}."))
    lost = _lost(full)
    for cell in full.cells:
        if cell.manual:
            continue
        if (cell.notebook, cell.id) in lost:
            earned = f"{cell.score or 0:g} of {cell.max_score:g} points"
            text = f"the reference answer earns {earned}: {_why(cell)}. Mend the answer or the test."
            found.append(Problem("error", cell.notebook, cell.id, text))
        declared = sum(check.points for check in cell.checks)
        if cell.checks and abs(declared - cell.max_score) > POINTS_TOLERANCE:
            text = f"its checks are worth {declared:g} points, the cell {cell.max_score:g}; make the two agree."
            found.append(Problem("error", cell.notebook, cell.id, text))
    return found


def _why(cell: CellOutcome) -> str:
    failed = [f"{check.name}: {check.message}" for check in cell.checks if not check.passed]
    return "; ".join(failed) or cell.message or cell.state.value


def _check_notebook(name: str, notebook: NotebookNode, regions: Regions) -> list[Problem]:
    found = []
    cells = [(cell, nbgrader(cell)) for cell in notebook.cells]
    # old versions of nbgrader marked every cell; what is no answer, test or locked text needs no name
    ids = Counter(
        marks.get("grade_id") for cell, marks in cells if marks.get("grade_id") or role_of(cell) is not Role.PLAIN
    )
    for grade_id, count in ids.items():
        if not grade_id:
            found.append(
                Problem("error", name, "", f"{count} nbgrader cell(s) have no grade_id; give each one of its own.")
            )
        elif count > 1:
            found.append(Problem("error", name, grade_id, f"{count} cells have this grade_id; rename all but one."))
    answers = _answer_names(name, cells, found) if language_of(notebook) == "python" else set()
    given = of_notebook(notebook)
    graded, leaning, doubted, python = 0, {}, {}, language_of(notebook) == "python"
    worthless: list[str] = []
    for cell, marks in cells:
        grade_id = str(marks.get("grade_id") or cell.get("id", "?"))
        for marks_of_region in leaks.unbalanced(cell.source, regions):
            text = f"{marks_of_region} do not pair up; every region needs both."
            found.append(Problem("error", name, grade_id, text))
        if role_of(cell).graded:
            graded += 1
            found += _check_points(name, grade_id, marks)
            if marks.get("points") == 0 and marks["points"] is not False:
                worthless.append(grade_id)
        if python and role_of(cell) is Role.TEST:
            inputs = given.get(cell.get("id", ""), CellInputs())
            missing = _check_names(name, grade_id, cell.source, answers | inputs.doubts.keys(), found)
            if missing:
                leaning.setdefault(missing, []).append(grade_id)
            for each in inputs.doubts.items():
                doubted.setdefault(each, []).append(grade_id)
    found += [_given(name, *each, where) for each, where in doubted.items()]
    found += [_leaning(name, missing, where) for missing, where in leaning.items()]
    if len(worthless) == 1:
        text = "it is worth 0 points; give it points, or make it a plain cell."
        found.append(Problem("warning", name, worthless[0], text))
    elif worthless:
        text = (
            f"{len(worthless)} cells ({_listed(worthless)}) are worth 0 points; give them points, or make them plain."
        )
        found.append(Problem("warning", name, "", text))
    if not graded:
        found.append(Problem("warning", name, "", "no cell is graded; mark test cells in nbgrader's cell toolbar."))
    return found


def _check_points(name: str, grade_id: str, marks: dict[str, Any]) -> list[Problem]:
    points = marks.get("points")
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < float("inf"):
        return [Problem("error", name, grade_id, f"its points are {points!r}; give a number that is 0 or more.")]
    return []


def _answer_names(name: str, cells, found: list[Problem]) -> set[str]:
    """Return the names that answer cells define or fill; an answer that is no Python is a problem."""
    names: set[str] = set()
    for cell, marks in cells:
        if role_of(cell).written_by_student and cell.cell_type == "code":
            try:
                names |= bound_names(cell.source) | filled_names(statements(cell.source))
            except SyntaxError as error:
                text = f"the reference answer is no valid Python ({error.msg}, line {error.lineno}); mend it."
                found.append(Problem("error", name, str(marks.get("grade_id")), text, answer=True))
    return names


def _given(name: str, taken: str, why: str, cells: list[str]) -> Problem:
    """Name what tests take from the student's process although no answer is meant to define it."""
    text = f"`{taken}` from the student's process, where it can be changed: {why}. Define it in the test."
    if len(cells) == 1:
        return Problem("warning", name, cells[0], f"it takes {text}")
    return Problem("warning", name, "", f"{len(cells)} test cells ({_listed(cells)}) take {text}")


def _check_names(name: str, grade_id: str, source: str, answers: set[str], found: list[Problem]) -> tuple[str, ...]:
    """Return the names that a test takes from cells of the instructor's; one that is no Python is a problem."""
    try:
        parse(plain_python(source))
        missing = set(free_names(source)) - answers
    except SyntaxError as error:
        text = f"it is no valid Python ({error.msg}, line {error.lineno}); mend it."
        found.append(Problem("error", name, grade_id, text))
        return ()
    return tuple(sorted(missing))


def _leaning(name: str, missing: tuple[str, ...], cells: list[str]) -> Problem:
    """Say once which test cells use the same names of other cells."""
    names = ", ".join(f"`{each}`" for each in missing)
    it = "it" if len(missing) == 1 else "them"
    advice = f"import or define {it} in the test cell, so that no other cell can spoil it."
    if len(cells) == 1:
        return Problem("warning", name, cells[0], f"it uses {names} from other cells; {advice}")
    text = f"{len(cells)} test cells ({_listed(cells)}) use {names} from other cells; {advice}"
    return Problem("warning", name, "", text)


def _listed(cells: list[str]) -> str:
    return ", ".join(cells[:5]) + (", ..." if len(cells) > 5 else "")
