"""`grader release`: what it prints and its exit status."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.model import Limits, Master, Outcome
from grader.release.preflight import Problem, check_release, check_runs, check_source
from grader.release.student_version import make_student_version, released, uses_autotest
from grader.text import points

SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "note": "dim"}


def run(course_folder: Path, assignment: str, *, preflight: bool, json: str | None) -> int:
    """Release an assignment; returns 1 where preflight found an error, else 0.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, or nbgrader cannot make the student version.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    problems: list[Problem] = []
    if preflight and not uses_autotest(course, assignment):
        problems = check_source(course.master(assignment))
    reference = blank = None
    unusable = [problem for problem in problems if problem.severity == "error" and "grade_id" in problem.text]
    if not unusable:
        make_student_version(course, assignment)
        out.print(f"Student version: {course.folder('release', assignment)}", markup=False, soft_wrap=True)
    if preflight and not unusable:
        problems, reference, blank = _preflight(out, course, assignment)
    if json:
        write_json(json, _machine(course, assignment, problems, reference, blank))
    _show(out, problems)
    errors = sum(problem.severity == "error" for problem in problems)
    if reference is not None and blank is not None:
        out.print(
            f"Reference {points(reference.score)} of {points(reference.max_score)} automatic points, "
            f"untouched student version {points(blank.score)}."
        )
    if errors:
        out.print(f"[bold red]{errors} error(s):[/] mend the source, then run this again before you hand it out.")
        return 1
    checked = "Preflight found no error." if preflight else "Not checked (--no-preflight)."
    out.print(f"{checked} Hand out that folder, or use nbgrader's exchange: nbgrader release_assignment {assignment}")
    return 0


def _preflight(out: Console, course: Course, assignment: str) -> tuple[list[Problem], Outcome, Outcome]:
    from grader.classes.engine import choose
    from grader.classes.grade_class import calibrated

    master: Master = course.master(assignment)
    student_version = released(course, assignment)
    problems = check_source(master) + check_release(master, student_version)
    # Both are the instructor's own, so a machine that cannot isolate them is no obstacle.
    with out.status("Preparing to run notebooks ...") as status, choose(course, master, trust=True) as engine:

        def tell(text: str) -> None:
            status.update(text)
            if not out.is_terminal:
                out.print(text, soft_wrap=True)

        calibration = calibrated(course, master, engine, Limits(), tell)
    return problems + check_runs(calibration), calibration.reference, calibration.blank


def _machine(course: Course, assignment: str, problems: list[Problem], *runs: Outcome | None) -> dict:
    scores = {
        name: None if run is None else {"state": str(run.state), "score": run.score, "max_score": run.max_score}
        for name, run in zip(("reference", "blank"), runs, strict=True)
    }
    return {
        "assignment": assignment,
        "release": str(course.folder("release", assignment)),
        "problems": [problem.to_json() for problem in problems],
        **scores,
    }


def _show(out: Console, problems: list[Problem]) -> None:
    if not problems:
        return
    table = Table(title="Preflight", title_justify="left", title_style="bold", header_style="bold")
    for column in ("", "notebook", "cell"):
        table.add_column(column, overflow="fold")
    table.add_column("what to do", overflow="fold", ratio=1)
    for problem in sorted(problems, key=lambda p: list(SEVERITY_STYLE).index(p.severity)):
        severity = Text(problem.severity, style=SEVERITY_STYLE[problem.severity])
        table.add_row(severity, Text(problem.notebook), Text(problem.cell), Text(problem.text))
    out.print(table)
