"""Sentences about a course that several commands say: who is left out, who is late, whose answers wait for a person."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.course.directory import Course
from grader.course.marks import Marks
from grader.course.nbgrader_feedback import LINE, writes_our_pages
from grader.course.store import load_all
from grader.model import State
from grader.text import visible


def say_excluded(out: Console, course: Course, assignment: str) -> None:
    """Say whom the course's configuration leaves out of an assignment, if anybody."""
    say_excluded_people(out, course, course.excluded_students(assignment))


def say_excluded_people(out: Console, course: Course, students: Iterable[str]) -> None:
    """Say which of these students the course's configuration leaves out, if any."""
    excluded = sorted(student for student in set(students) if course.excluded(student))
    if excluded:
        text = f"Left out, as nbgrader_config.py excludes them (student_id_exclude): {', '.join(excluded)}"
        out.print(Text(visible(text), style="dim"), soft_wrap=True)


def say_unusable(out: Console, course: Course, assignment: str) -> list[str]:
    """Say and return who is left out because of what stands in their id."""
    unusable = course.unusable_students(assignment)
    if unusable:
        text = (
            f"Not graded ({len(unusable)}), because their ids cannot be used: {', '.join(unusable)}. Formgrader prints "
            'ids as they are, so that one with <, > or " would act there; one with letters that this system cannot '
            "read (�), as unpacking a zip can leave them, cannot be written down. "
            "Rename the folder below submitted/, or `nbgrader db student remove` the id."
        )
        out.print(Text(visible(text), style="red"), soft_wrap=True)
    return unusable


def say_ungraded(out: Console, course: Course, assignment: str) -> list[str]:
    """Say and return who has handed something in that no grade stands for yet."""
    graded = {outcome.student for outcome in load_all(course, assignment) if outcome.state is not State.MISSING}
    waiting = [student for student in course.submitted_students(assignment) if student not in graded]
    if waiting:
        text = (
            f"Handed in, but not graded yet ({len(waiting)}): {', '.join(waiting)}. "
            f"Run `grader grade {shlex.quote(assignment)}`."
        )
        out.print(Text(visible(text), style="red"), soft_wrap=True)
    return waiting


def say_waiting(out: Console, course: Course, given: Mapping[str, Marks]) -> None:
    """Say how many submissions have answers that a person grades, and how that is done."""
    waiting = sum(each.waiting for each in given.values())
    if waiting:
        answers = "1 submission has" if waiting == 1 else f"{waiting} submissions have"
        out.print(
            Text(
                f"{answers} answers that a person grades: start `jupyter lab` in {course.root}, open Nbgrader > "
                "Formgrader > Manual Grading; then run `grader feedback` and `grader export`, again where you have."
            ),
            soft_wrap=True,
        )
        say_stock_feedback(out, course)


def say_stock_feedback(out: Console, course: Course) -> None:
    """Say how nbgrader's own command for feedback is kept from showing hidden tests, where it is not yet."""
    if not writes_our_pages(course):
        text = (
            "Do not use `nbgrader generate_feedback` or formgrader's Generate Feedback: pages with hidden tests "
            f"would take the place of these, unless nbgrader_config.py has the line: {LINE}"
        )
        out.print(Text(text, style="yellow"), soft_wrap=True)


def course_option(folder: Path) -> str:
    """Return the option that the next command needs, "" where it runs here."""
    return "" if folder == Path(".") else f" --course {shlex.quote(str(folder))}"


def next_command(verb: str, assignment: str, folder: Path) -> str:
    """Return a command about an assignment as a shell takes it, whatever the assignment is called."""
    return f"grader {verb} {shlex.quote(assignment)}{course_option(folder)}"
