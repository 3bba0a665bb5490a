"""`grader export`: what it prints and its exit status."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from grader.console.terminal import console
from grader.course.directory import Course
from grader.course.people import key
from grader.errors import CommandError
from grader.export.grades import grade_rows, to_csv
from grader.export.layouts import Row, canvas, moodle, plain

IDENTIFYING = ("sis login id", "sis user id", "id", "username", "id number", "email address", "email", "identifier")


def run(
    course_folder: Path, assignment: str, *, layout: str, output: Path | None, column: str | None, roster: Path | None
) -> int:
    """Write the CSV; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where nothing can be exported.
    """
    course = Course.open(course_folder)
    if assignment not in course.assignments():
        there = ", ".join(course.assignments()) or "none"
        raise CommandError(f"{course.step_folder('source')} has no assignment {assignment!r} (there: {there}).")
    rows = grade_rows(course, assignment)
    if not rows:
        raise CommandError(f"{assignment}: there are no grades yet. Run `grader grade {assignment}` first.")
    listed = _read_list(roster) if roster else None
    if listed is not None:
        _recognise(rows, listed, roster)
    write = {"plain": plain, "canvas": canvas, "moodle": moodle}[layout]
    table = write(rows, column or assignment, listed)
    text = to_csv(table)
    out = console(machine=True)
    if output is None or str(output) == "-":
        sys.stdout.write(text.replace("\r\n", "\n"))
    else:
        _write(output, text)
        out.print(f"{len(table) - 1} lines in {output}", markup=False, soft_wrap=True)
    waiting = sum(row.waiting for row in rows)
    if waiting:
        out.print(f"{waiting} submissions still have answers that a person must grade: their totals will rise.")
    return 0


def _read_list(path: Path) -> list[dict[str, str]]:
    """Read a grade list that a platform exported, columns in their order."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path}: cannot be read as CSV ({error}). Export it from the platform again.") from error
    if not rows:
        raise CommandError(f"{path}: there are no rows. Export the grade list from the platform again.")
    return [{str(name): value or "" for name, value in row.items() if name is not None} for row in rows]


def _recognise(rows: list[Row], listed: list[dict[str, str]], path: Path | None) -> None:
    """Note in each row which line of a platform's list is about it.

    Raises
    ------
    CommandError
        Where two lines are about one student.
    """
    ways: dict[str, list[Row]] = {}
    for row in rows:
        for text in {row.person.id, row.person.email, row.person.lms_id, row.person.name}:
            if key(text):
                ways.setdefault(key(text), []).append(row)
    for index, line in enumerate(listed):
        cells = [value for name, value in line.items() if name.strip().casefold() in IDENTIFYING]
        cells.append(
            line.get("Student") or f"{line.get('First name', '')} {line.get('Last name', line.get('Surname', ''))}"
        )
        names = [" ".join(reversed(cells[-1].split(",", 1))), cells[-1]]
        for text in [*cells[:-1], *names]:
            found = ways.get(key(text), [])
            if len(found) == 1:
                if found[0].line is not None:
                    raise CommandError(f"{path}: two lines are about {found[0].person.id}. Take one of them out.")
                found[0].line = index
                break


def _write(path: Path, text: str) -> None:
    try:
        # With a byte order mark, Excel takes names in any script for what they are.
        path.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror}). Give another file with --output.") from error
