"""`grader release`: make the student version with nbgrader, then check it with `preflight`."""

from __future__ import annotations

import re
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.console.terminal import CommandError, console, points, write_json
from grader.course.directory import Course
from grader.outcome import Master, Outcome
from grader.release.preflight import Problem, check_release, check_runs, check_source

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


def uses_autotest(course: Course, assignment: str) -> bool:
    """Whether nbgrader writes some tests only while releasing, so that the master is complete only afterwards."""
    return any(b"AUTOTEST" in path.read_bytes() for path in course.folder("source", assignment).glob("*.ipynb"))


def make_student_version(course: Course, assignment: str) -> None:
    """Run nbgrader's generate_assignment.

    Raises
    ------
    CommandError
        Where nbgrader refuses; the message is nbgrader's own reason.
    """
    from nbgrader.converters import GenerateAssignment
    from nbgrader.utils import capture_log, temp_attrs

    if assignment not in course.assignments():
        there = ", ".join(course.assignments()) or "none"
        raise CommandError(f"{course.step_folder('source')} has no assignment {assignment!r} (there: {there}).")
    with temp_attrs(course.coursedir, assignment_id=assignment, db_url=course.db_url):
        converter = GenerateAssignment(coursedir=course.coursedir, config=course.config)
        converter.force = True
        result = capture_log(converter)
    if not result["success"]:
        raise CommandError(f"nbgrader could not make the student version of {assignment}: {_reason(result)}")


def released(course: Course, assignment: str) -> dict[str, bytes]:
    """Return the student versions as they lie in the release folder, by name."""
    folder = course.folder("release", assignment)
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}


def _preflight(out: Console, course: Course, assignment: str) -> tuple[list[Problem], Outcome, Outcome]:
    from grader.engine import choose

    master: Master = course.master(assignment)
    student_version = released(course, assignment)
    problems = check_source(master) + check_release(master, student_version)
    # Both are the instructor's own, so a machine that cannot isolate them is no obstacle.
    with (
        out.status("Running the reference answers and the untouched student version ..."),
        choose(course, master, trust=True) as engine,
    ):
        engine.start()
        in_session = engine.in_session().grade if engine.isolated else None
        found, reference, blank = check_runs(master, student_version, engine.grade, in_session=in_session)
    return problems + found, reference, blank


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


def _reason(result: dict) -> str:
    """Return the last telling line of what nbgrader logged: the exception, else the last error."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", f"{result.get('log', '')}\n{result.get('error', '')}")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [
        line for line in lines if re.match(r"^[\w.]*(Error|Exception)\b.*:", line) and "NbGraderException" not in line
    ]
    errors = [line for line in lines if "ERROR" in line or "Exception:" in line]
    return (telling or errors or lines or ["no reason was given"])[-1]
