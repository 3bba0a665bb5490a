"""`grader report`: what it prints and its exit status."""

from __future__ import annotations

from pathlib import Path

from grader.console.course_notes import say_excluded, say_ungraded
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.pages.report import write_report


def run(course_folder: Path, assignment: str, *, output: Path | None, json: str | None) -> int:
    """Write the class report; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment or nothing is graded yet.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    path, figures = write_report(course, assignment, output)
    if json:
        write_json(json, figures)
    out.print(f"Class report: {path.as_uri()}", soft_wrap=True)
    say_excluded(out, course, assignment)
    say_ungraded(out, course, assignment)
    out.print("It names students: keep it among instructors.")
    return 0
