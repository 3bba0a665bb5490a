"""`grader export`: what it prints and its exit status."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader.console.course_notes import say_excluded, say_ungraded
from grader.console.terminal import console
from grader.course import people as records
from grader.course.directory import Course
from grader.course.platform_lists import read_list
from grader.course.received import load_received
from grader.errors import CommandError
from grader.export.filling import Filled, fill, findable
from grader.export.grades import grade_rows, to_csv
from grader.export.layouts import Row, canvas, moodle, plain
from grader.text import visible


def run(
    course_folder: Path, assignment: str, *, layout: str, output: Path | None, column: str | None, roster: Path | None
) -> int:
    """Write the CSV; returns 1 where a platform's list and the grades do not match or one is missing, else 0.

    Raises
    ------
    CourseError, CommandError, RosterError
        Where nothing can be exported.
    """
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    rows = grade_rows(course, assignment)
    if not any(row.grade for row in rows):
        raise CommandError(
            f"{assignment}: there are no grades yet. Run `grader grade {shlex.quote(assignment)}` first."
        )
    filled, delimiter = None, ","
    if layout != "plain" and roster is not None:
        listed = read_list(roster)
        came = load_received(course, assignment)
        numbers = {
            who: f"moodle:{entry.number}" for who, entry in came.items() if entry.layout == listed.kind == "moodle"
        }
        filled = fill(rows, listed, findable(records.load(course)), assignment, column, numbers)
        table, delimiter = filled.table, listed.delimiter
    else:
        table = (
            {"plain": plain, "moodle": moodle}[layout](rows)
            if layout != "canvas"
            else canvas(rows, column or assignment)
        )
    out = console(machine=True)
    say_excluded(out, course, assignment)
    ungraded = say_ungraded(out, course, assignment)
    _write(output, to_csv(table, delimiter), out, len(table) - 1)
    if filled is not None:
        return int(_say(out, filled, rows, roster) or bool(ungraded))
    _say_waiting(out, rows)
    if layout == "plain":
        return int(bool(ungraded))
    own = "gradebook (Export > Export Entire Gradebook)" if layout == "canvas" else "grading worksheet"
    _print(
        out,
        f"{layout.capitalize()} will not take this file: it takes its own list only, with its numbers of people and "
        f"assignment. Download its {own} and give it with --roster.",
    )
    return 1


def _say(out: Console, filled: Filled, rows: list[Row], roster: Path | None) -> int:
    for words, names in (
        (f"have a grade and no line in {roster}", filled.unlisted),
        ("lines have no grade and stay as they were", filled.ungraded),
        ("lines may be about several students and stay as they were; mend the roster", filled.doubtful),
    ):
        if names:
            _print(out, f"{len(names)} {words}: {'; '.join(names)}", style="red")
    _say_waiting(out, rows)
    return int(not filled.complete)


def _say_waiting(out: Console, rows: list[Row]) -> None:
    waiting = sum(row.waiting for row in rows)
    if waiting:
        have = "1 submission still has" if waiting == 1 else f"{waiting} submissions still have"
        _print(out, f"{have} answers that a person must grade: totals will rise.")


def _print(out: Console, text: str, style: str = "") -> None:
    out.print(Text(visible(text), style=style), soft_wrap=True)


def _write(path: Path | None, text: str, out: Console, lines: int) -> None:
    if path is None or str(path) == "-":
        sys.stdout.write(text.replace("\r\n", "\n"))
        return
    try:
        # With a byte order mark, Excel takes names in any script for what they are.
        path.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror}). Give another file with --output.") from error
    _print(out, f"{lines} lines in {path}")
