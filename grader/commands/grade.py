"""`grader grade`: run the class, show progress, print the table, write JSON."""

from __future__ import annotations

import gc
from pathlib import Path

from rich.text import Text

from grader.classes.grade_class import Event, grade_class
from grader.console.course_notes import next_command, say_excluded, say_unusable, say_waiting
from grader.console.grading_report import exit_status, findings, machine_list, say_errors, show_table, summary
from grader.console.progress import ClassProgress
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.course.marks import marks
from grader.course.received import late_students
from grader.errors import CommandError
from grader.grading.calibration.verdicts import Calibration
from grader.model import Limits, Tests
from grader.release.preflight import check_release, master_errors
from grader.release.student_version import released


def run(
    course_folder: Path,
    assignment: str,
    *,
    students: list[str] | None,
    jobs: int | None,
    cell_seconds: float,
    seconds: float,
    memory_mb: int,
    notebook_mb: int,
    tests: str,
    trust: bool,
    force: bool,
    scheduler: str | None,
    json: str | None,
    python: str | None = None,
) -> int:
    """Grade an assignment; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where nothing can be graded.
    """
    if tests not in (*Tests, "in-kernel"):
        raise CommandError(f"--tests {tests}: there is no such way; give one of {', '.join(Tests)}.")
    out = console(machine=json == "-")
    # What was imported stays to the end: with every submission the collector would search all of it for nothing.
    gc.freeze()
    course = Course.open(course_folder, python)
    assignment = course.find_assignment(assignment)
    found: list[Calibration] = []

    def follow(event: Event) -> None:
        if event.calibration is not None:
            found.append(event.calibration)
        progress(event)

    with ClassProgress(out, assignment) as progress:
        outcomes = grade_class(
            course,
            assignment,
            students=students or None,
            jobs=jobs,
            limits=Limits(cell_seconds=cell_seconds, seconds=seconds, memory_mb=memory_mb, notebook_mb=notebook_mb),
            tests=Tests(tests),
            trust=trust,
            force=force,
            scheduler=scheduler,
            on_event=follow,
        )
    if json:
        write_json(json, machine_list(outcomes))
    late, given = late_students(course, assignment), marks(course, assignment)
    show_table(out, outcomes, title=assignment, late=late, given=given)
    say_excluded(out, course, assignment)
    unusable = say_unusable(out, course, assignment)
    calibration = found[0] if found else Calibration()
    master = course.master(assignment)
    wrong, shown = master_errors(master, calibration), released(course, assignment)
    leaks = [each for each in check_release(master, shown) if each.severity == "error"] if shown else []
    for line in [*say_errors(wrong + leaks), *findings(calibration, outcomes)]:
        out.print(line, soft_wrap=True)
    out.print(summary(outcomes) if outcomes else _nobody(course, assignment))
    if outcomes:
        out.print(f"Gradebook: {course.gradebook_name}", soft_wrap=True)
        out.print(f"Executed notebooks: {course.folder('autograded', assignment, 'STUDENT')}", soft_wrap=True)
        if any(outcome.needs_person for outcome in outcomes):
            out.print("Look at the submissions that are not `graded` before you publish grades.")
        say_waiting(out, course, given)
        verbs = ("feedback", "report")
        first, then = (next_command(verb, assignment, course_folder) for verb in verbs)
        out.print(Text(f"Next: {first}   then   {then}"), soft_wrap=True)
    return exit_status(outcomes, calibration, wrong) or int(bool(unusable))


def _nobody(course: Course, assignment: str) -> str:
    folder = course.folder("submitted", assignment, "STUDENT")
    return f"No student is known and nothing was handed in. Put notebooks into {folder}, or use `grader collect`."
