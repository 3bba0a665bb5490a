"""`grader feedback`: one HTML page for each student and notebook, where nbgrader's `release_feedback` looks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.course.directory import Course
from grader.course.marks import marks
from grader.course.people import people
from grader.course.store import load_all
from grader.errors import CommandError
from grader.model import Master, Outcome, State
from grader.pages.feedback_page import build_page
from grader.pages.html import render, write_page

# nbgrader names the released page after these; it cannot release a page without them.
EXCHANGE_FILES = ("timestamp.txt", "submission_secret.txt")


def write_feedback(
    course: Course, assignment: str, *, students: list[str] | None = None
) -> tuple[dict[str, list[Path]], list[str]]:
    """Write the pages of an assignment from the stored outcomes.

    Parameters
    ----------
    course : Course
    assignment : str
    students : list of str, optional
        Only these.

    Returns
    -------
    written : dict of str to list of Path
        Pages by student.
    without : list of str
        Students who handed nothing in.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, or nothing (of a student that was asked for) is graded yet.
    """
    master = course.master(assignment)
    outcomes = load_all(course, assignment)
    if students:
        unknown = sorted(set(students) - {outcome.student for outcome in outcomes})
        if unknown:
            raise CommandError(f"{', '.join(unknown)}: not graded yet. Run `grader grade {assignment}` first.")
        outcomes = [outcome for outcome in outcomes if outcome.student in students]
    if not outcomes:
        raise CommandError(f"{assignment}: nothing is graded yet. Run `grader grade {assignment}` first.")
    given, known = marks(course, assignment), people(course)
    written: dict[str, list[Path]] = {}
    without = []
    for outcome in outcomes:
        if outcome.state is State.MISSING:
            without.append(outcome.student)
            continue
        person = known.get(outcome.student)
        written[outcome.student] = _pages(
            course, outcome, master, given.get(outcome.student), person.name if person else ""
        )
    return written, without


def _pages(course: Course, outcome: Outcome, master: Master, given, who: str) -> list[Path]:
    folder = course.folder("feedback", outcome.assignment, outcome.student)
    executed = course.folder("autograded", outcome.assignment, outcome.student)
    pages = []
    for name, notebook in master.notebooks.items():
        path = executed / f"{name}.ipynb"
        answers = path.read_bytes() if path.is_file() else b""
        page = build_page(outcome, name, notebook, answers, given, who=who, conventions=master.conventions)
        target = folder / f"{name}.html"
        write_page(target, render("feedback.html", page=page))
        pages.append(target)
    submitted = course.folder("submitted", outcome.assignment, outcome.student)
    for name in EXCHANGE_FILES:
        source = submitted / name
        if source.is_file() and not source.is_symlink():
            shutil.copyfile(source, folder / name)
    return pages
