"""Sentences about a course that several commands say: who is left out, who is late, whose answers wait for a person."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.course.directory import Course
from grader.course.marks import marks
from grader.text import visible


def say_excluded(out: Console, course: Course, assignment: str) -> None:
    """Say whom the course's configuration leaves out of an assignment, if anybody."""
    excluded = course.excluded_students(assignment)
    if excluded:
        text = f"Left out, as nbgrader_config.py excludes them (student_id_exclude): {', '.join(excluded)}"
        out.print(Text(visible(text), style="dim"), soft_wrap=True)


def say_waiting(out: Console, course: Course, assignment: str) -> None:
    """Say how many submissions have answers that a person grades, and how that is done."""
    waiting = sum(mark.waiting for mark in marks(course, assignment).values())
    if waiting:
        answers = "1 submission has" if waiting == 1 else f"{waiting} submissions have"
        out.print(
            Text(
                f"{answers} answers that a person grades: start `jupyter lab` in {course.root}, open Nbgrader > "
                "Formgrader > Manual Grading; then run `grader feedback` and `grader export` again."
            ),
            soft_wrap=True,
        )


def course_option(folder: Path) -> str:
    """Return the option that the next command needs, "" where it runs here."""
    return "" if folder == Path(".") else f" --course {folder}"
