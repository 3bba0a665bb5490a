"""`grader release`: what it prints and its exit status; a version with an error replaces nothing."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.commands.mutate import measured_here
from grader.console.course_notes import next_command
from grader.console.mutation_report import show_mutation
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.model import Limits, Master, Outcome
from grader.mutation.assignment import Measured
from grader.pages.mutation_page import write_mutation_page
from grader.release.preflight import Problem, check_release, check_runs, check_source
from grader.release.student_version import make_student_version, released, uses_autotest
from grader.release.trial import on_trial, release_trial, trial_folder
from grader.text import points

# Survivors that are shown as differences; the others are on the page.
_FEW = 2
# Where nobody says how long wrong answers are tried: so many seconds at most, and only while all that comes after the
# student version takes at most so many times what making it took. In less than the shortest time nothing is begun.
_MOST_SECONDS, _LEAST_SECONDS, _TIMES = 10.0, 0.5, 1.0
SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "note": "dim"}


@dataclass
class _Found:
    """What preflight found out."""

    problems: list[Problem]
    reference: Outcome | None = None
    blank: Outcome | None = None
    measured: Measured | None = None
    ready: bool = False  # wrong answers can be tried
    skipped: bool = False  # they were not, to be quick

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)


def run(
    course_folder: Path, assignment: str, *, preflight: bool, mutation_seconds: float | None = 0.0, json: str | None,
    python: str | None = None,
) -> int:  # fmt: skip
    """Release an assignment; returns 1 where preflight found an error, else 0.

    `mutation_seconds` is the time for wrong answers that are tried on its tests; None: some, in proportion to the rest.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, or nbgrader cannot make the student version.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder, python)
    assignment = course.find_assignment(assignment)
    if not preflight:
        make_student_version(course, assignment)
        _say_released(out, course, assignment, "Not checked (--no-preflight).")
        if json:
            write_json(json, _machine(course, assignment, _Found([])))
        return 0
    found = _try(out, course, assignment, mutation_seconds)
    if not found.errors:
        release_trial(course, assignment)
    if json:
        write_json(json, _machine(course, assignment, found))
    _show(out, found.problems)
    if found.reference is not None and found.blank is not None:
        out.print(
            f"Reference {points(found.reference.score)} of {points(found.reference.max_score)} automatic points, "
            f"untouched student version {points(found.blank.score)}."
        )
    mutate = next_command("mutate", assignment, course_folder)
    if found.measured is not None:
        _show_measured(out, course, assignment, found.measured, mutate)
    if found.skipped:
        out.print(f"No wrong answers were tried on the tests, to be quick. To try them: {mutate}", soft_wrap=True)
    if found.errors:
        _say_not_released(out, course, assignment, found.errors)
        return 1
    _say_released(out, course, assignment, "Preflight found no error.")
    return 0


def _try(out: Console, course: Course, assignment: str, mutation_seconds: float | None) -> _Found:
    """Make the student version beside what was released before, and check it."""
    if not uses_autotest(course, assignment):
        problems = check_source(course.master(assignment))
        if any(problem.severity == "error" and "grade_id" in problem.text for problem in problems):
            return _Found(problems)  # nbgrader would stumble over it
    began = time.monotonic()
    with on_trial(course):
        make_student_version(course, assignment)
        made = time.monotonic()
        found = _preflight(out, course, assignment, lambda: _seconds_left(mutation_seconds, began, made))
    found.skipped = found.ready and found.measured is None and mutation_seconds is None
    return found


def _seconds_left(asked: float | None, began: float, made: float) -> float:
    """Return how long wrong answers may be tried now; `began` and `made` tell what the student version took."""
    if asked is not None:
        return asked
    left = made + _TIMES * (made - began) - time.monotonic()
    return 0.0 if left < _LEAST_SECONDS else min(left, _MOST_SECONDS)


def _say_released(out: Console, course: Course, assignment: str, checked: str) -> None:
    out.print(f"Student version: {course.folder('release', assignment)}", soft_wrap=True)
    exchange = f"nbgrader release_assignment {shlex.quote(assignment)}"
    out.print(f"{checked} Hand out that folder, or use nbgrader's exchange: {exchange}", soft_wrap=True)


def _say_not_released(out: Console, course: Course, assignment: str, errors: int) -> None:
    mend = " mend the source, then run this again before you hand it out."
    out.print(Text.assemble((f"{errors} error(s):", "bold red"), mend))
    there, made = course.folder("release", assignment), trial_folder(course, assignment)
    kept = f"{there} is what was released before" if there.is_dir() else f"there is no {there}"
    look = f" What would have been released: {made}" if made.is_dir() else ""
    out.print(f"Nothing was released; {kept}.{look}", soft_wrap=True)


def _preflight(out: Console, course: Course, assignment: str, seconds_left: Callable[[], float]) -> _Found:
    from grader.classes.engine import choose, other_language
    from grader.classes.grade_class import calibrated

    master: Master = course.master(assignment)
    student_version = released(course, assignment)
    problems = check_source(master) + check_release(master, student_version)
    # Both are the instructor's own, so a machine that cannot isolate them is no obstacle.
    with choose(course, master, trust=True) as engine:
        with out.status("Preparing to run notebooks ...") as status:

            def tell(text: str) -> None:
                status.update(text)
                if not out.is_terminal:
                    out.print(text, soft_wrap=True)

            calibration = calibrated(course, master, engine, Limits(), tell)
        problems += check_runs(calibration)
        found = _Found(problems, calibration.reference, calibration.blank)
        # Tests that judge the reference wrong say nothing about wrong answers.
        found.ready = engine.isolated and not found.errors and not other_language(master)
        if found.ready and (seconds := seconds_left()):
            found.measured = measured_here(out, course, master, engine, calibration, seconds=seconds)
    return found


def _show_measured(out: Console, course: Course, assignment: str, measured: Measured, mutate: str) -> None:
    show_mutation(out, measured.mutation, measured.moved, most=_FEW)
    if measured.mutation.survivors:
        page = write_mutation_page(course, assignment, measured.mutation, measured.moved)
        out.print(f"Wrong answers that the tests let through: {page.as_uri()}", soft_wrap=True)
    if measured.mutation.not_tried:
        out.print(f"To try the others: {mutate}", soft_wrap=True)


def _machine(course: Course, assignment: str, found: _Found) -> dict:
    scores = {
        name: None if run is None else {"state": str(run.state), "score": run.score, "max_score": run.max_score}
        for name, run in (("reference", found.reference), ("blank", found.blank))
    }
    return {
        "assignment": assignment,
        "release": str(course.folder("release", assignment)),
        "released": not found.errors,
        "problems": [problem.to_json() for problem in found.problems],
        **scores,
        "mutation": found.measured and found.measured.mutation.to_json(),
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
