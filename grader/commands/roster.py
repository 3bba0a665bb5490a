"""`grader roster`: show who is in the course, and enrol or mend people from a list."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.console.course_notes import say_excluded_people
from grader.console.terminal import console, write_json
from grader.course import people as records
from grader.course.directory import Course
from grader.course.people import People
from grader.course.rosters import enrol
from grader.errors import CommandError
from grader.text import safe_cell, visible

COLUMNS = ("student", "last_name", "first_name", "email", "lms_user_id", "section")


def run(course_folder: Path, file: Path | None, *, output: Path | None, json: str | None) -> int:
    """Show or mend the roster; returns 1 where a row could not be decided, else 0.

    Raises
    ------
    CourseError, RosterError, CommandError
        Where the list or the gradebook cannot be used.
    """
    out = console(machine=json == "-" or str(output) == "-")
    course = Course.open(course_folder)
    people = records.load(course)
    troubles: list[str] = []
    everybody = set(course.all_students())
    if file is not None:
        done = enrol(people, file)
        everybody |= {*done.students}
        # Of those who are left out nothing was read, so nothing of theirs may be written over.
        kept = [student for student in done.students if not course.excluded(student)]
        records.save(course, (person for student in kept if (person := people.get(student))))
        troubles = done.troubles
        for trouble in troubles:
            out.print(Text(visible(trouble), style="red"), soft_wrap=True)
        new = [student for student in done.new if not course.excluded(student)]
        out.print(f"{len(new)} enrolled, {len(done.mended)} renewed, {len(troubles)} not decided.")
    say_excluded_people(out, course, everybody)
    rows = [_row(people, person.id) for person in people if not course.excluded(person.id)]
    if json:
        write_json(json, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    if output is not None:
        _write(output, rows)
        out.print(Text(f"{len(rows)} people in {output}. Mend it there, then: grader roster {output}"), soft_wrap=True)
    elif not json:
        _show(out, rows)
    return int(bool(troubles))


def _row(people: People, student: str) -> list[str]:
    person = people.get(student)
    if person is None:
        return [student, "", "", "", "", ""]
    if not person.name and person.names:
        person = replace(person, last_name=person.names[0])
    return [person.id, person.last_name, person.first_name, person.email, person.lms_id, person.section]


def _show(out: Console, rows: list[list[str]]) -> None:
    table = Table(title=f"{len(rows)} people", title_justify="left", title_style="bold", header_style="bold")
    for column in COLUMNS:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    out.print(table)


def _write(path: Path, rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [COLUMNS, *([safe_cell(cell) for cell in row] for row in rows)]
    )
    if str(path) == "-":
        sys.stdout.write(buffer.getvalue().replace("\r\n", "\n"))
        return
    try:
        path.write_text(buffer.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror}). Give another file with --output.") from error
