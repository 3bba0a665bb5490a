"""`grader feedback`: what it prints and its exit status."""

from __future__ import annotations

import shlex
from pathlib import Path

from grader.console.course_notes import next_command, say_excluded, say_stock_feedback, say_ungraded
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.pages.feedback import EXCHANGE_FILES, write_feedback


def run(course_folder: Path, assignment: str, *, students: list[str] | None, json: str | None) -> int:
    """Write feedback; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment or nothing is graded yet.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    written, without = write_feedback(course, assignment, students=students)
    if json:
        write_json(
            json, [{"student": student, "pages": [str(path) for path in pages]} for student, pages in written.items()]
        )
    for student in without:
        out.print(f"{student}: handed nothing in, so there is no page.")
    folder = course.folder("feedback", assignment, "STUDENT")
    pages = sum(map(len, written.values()))
    out.print(f"{_count(pages, 'page')} for {_count(len(written), 'student')} in {folder}", soft_wrap=True)
    say_excluded(out, course, assignment)
    say_ungraded(out, course, assignment)
    first = next(iter(written.values()), [])
    if first:
        out.print(f"Look at one: {first[0].as_uri()}", soft_wrap=True)
    if any((course.folder("feedback", assignment, student) / EXCHANGE_FILES[1]).is_file() for student in written):
        out.print(f"Next: nbgrader release_feedback {shlex.quote(assignment)}   or send the pages as you like.")
    else:
        following = next_command("return", assignment, course_folder)
        out.print(f"Next: {following}   puts all pages into one zip for the learning platform.", soft_wrap=True)
    say_stock_feedback(out, course)
    return 0


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
