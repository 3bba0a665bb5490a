"""`grader feedback`: one HTML page for each student and notebook, where nbgrader's `release_feedback` looks for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from grader.console.terminal import CommandError, console, write_json
from grader.course.directory import Course
from grader.course.store import load_all
from grader.outcome import Master, Outcome, State
from grader.pages.feedback_page import build_page
from grader.pages.html import render, write_page
from grader.pages.marks import marks, people

# nbgrader names the released page after these; it cannot release a page without them.
EXCHANGE_FILES = ("timestamp.txt", "submission_secret.txt")


def run(course_folder: Path, assignment: str, *, students: list[str] | None, json: str | None) -> int:
    """Write feedback; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment or nothing is graded yet.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    written, without = write_feedback(course, assignment, students=students)
    if json:
        write_json(
            json, [{"student": student, "pages": [str(path) for path in pages]} for student, pages in written.items()]
        )
    for student in without:
        out.print(f"{student}: handed nothing in, so there is no page.", markup=False)
    folder = course.folder("feedback", assignment, "STUDENT")
    pages = sum(map(len, written.values()))
    out.print(
        f"{_count(pages, 'page')} for {_count(len(written), 'student')} in {folder}", markup=False, soft_wrap=True
    )
    first = next(iter(written.values()), [])
    if first:
        out.print(f"Look at one: {first[0].as_uri()}", markup=False, soft_wrap=True)
    if any((course.folder("feedback", assignment, student) / EXCHANGE_FILES[1]).is_file() for student in written):
        out.print(f"Next: nbgrader release_feedback {assignment}   or send the pages as you like.", markup=False)
    else:
        out.print("Next: send each student the page; nbgrader's exchange is only for work that came through it.")
    return 0


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


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _pages(course: Course, outcome: Outcome, master: Master, given, who: str) -> list[Path]:
    folder = course.folder("feedback", outcome.assignment, outcome.student)
    executed = course.folder("autograded", outcome.assignment, outcome.student)
    pages = []
    for name, notebook in master.notebooks.items():
        path = executed / f"{name}.ipynb"
        answers = path.read_bytes() if path.is_file() else b""
        page = build_page(outcome, name, notebook, answers, given, who=who)
        target = folder / f"{name}.html"
        write_page(target, render("feedback.html", page=page))
        pages.append(target)
    submitted = course.folder("submitted", outcome.assignment, outcome.student)
    for name in EXCHANGE_FILES:
        source = submitted / name
        if source.is_file() and not source.is_symlink():
            shutil.copyfile(source, folder / name)
    return pages
