"""`grader release`: what it prints and its exit status; a version with an error replaces nothing."""

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
from grader.release.trial import on_trial, release_trial, trial_folder
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
    if not preflight:
        make_student_version(course, assignment)
        _say_released(out, course, assignment, "Not checked (--no-preflight).")
        if json:
            write_json(json, _machine(course, assignment, [], None, None))
        return 0
    problems, reference, blank = _try(out, course, assignment)
    errors = sum(problem.severity == "error" for problem in problems)
    if not errors:
        release_trial(course, assignment)
    if json:
        write_json(json, _machine(course, assignment, problems, reference, blank))
    _show(out, problems)
    if reference is not None and blank is not None:
        out.print(
            f"Reference {points(reference.score)} of {points(reference.max_score)} automatic points, "
            f"untouched student version {points(blank.score)}."
        )
    if errors:
        _say_not_released(out, course, assignment, errors)
        return 1
    _say_released(out, course, assignment, "Preflight found no error.")
    return 0


def _try(out: Console, course: Course, assignment: str) -> tuple[list[Problem], Outcome | None, Outcome | None]:
    """Make the student version beside what was released before, and check it."""
    if not uses_autotest(course, assignment):
        problems = check_source(course.master(assignment))
        if any(problem.severity == "error" and "grade_id" in problem.text for problem in problems):
            return problems, None, None  # nbgrader would stumble over it
    with on_trial(course):
        make_student_version(course, assignment)
        return _preflight(out, course, assignment)


def _say_released(out: Console, course: Course, assignment: str, checked: str) -> None:
    out.print(f"Student version: {course.folder('release', assignment)}", markup=False, soft_wrap=True)
    out.print(f"{checked} Hand out that folder, or use nbgrader's exchange: nbgrader release_assignment {assignment}")


def _say_not_released(out: Console, course: Course, assignment: str, errors: int) -> None:
    out.print(f"[bold red]{errors} error(s):[/] mend the source, then run this again before you hand it out.")
    there, made = course.folder("release", assignment), trial_folder(course, assignment)
    kept = f"{there} is what was released before" if there.is_dir() else f"there is no {there}"
    look = f" What would have been released: {made}" if made.is_dir() else ""
    out.print(f"Nothing was released; {kept}.{look}", markup=False, soft_wrap=True)


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
        "released": not any(problem.severity == "error" for problem in problems),
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
