"""`grader collect`: read the roster, place the submissions, print what was placed and what was not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.table import Table
from rich.text import Text

from grader.collect.lms import read_roster
from grader.collect.submissions import Placed, collect
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.errors import CommandError

WHAT_STYLE = {"placed": "green", "unchanged": "dim", "older": "yellow", "refused": "red"}


def run(course_folder: Path, assignment: str, source: Path, *, roster: Path | None, json: str | None) -> int:
    """Collect submissions; returns 1 where something was not placed, else 0.

    Raises
    ------
    CourseError, ArchiveError, RosterError, CommandError
        Where nothing can be collected.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    if assignment not in course.assignments():
        there = ", ".join(course.assignments()) or "none"
        raise CommandError(f"{course.step_folder('source')} has no assignment {assignment!r} (there: {there}).")
    notebooks = sorted(path.stem for path in course.folder("source", assignment).glob("*.ipynb"))
    lines = collect(
        source,
        lambda student: course.folder("submitted", assignment, student),
        course.root / "downloaded" / assignment / "earlier",
        notebooks,
        read_roster(roster) if roster else None,
    )
    if json:
        write_json(json, [line.to_json() for line in lines])
    _show(out, lines, f"{assignment}: collected from {source}")
    refused = any(line.what == "refused" or line.refused for line in lines)
    if refused:
        out.print("Not everything was placed: the reasons stand in the table. The source is left as it was.")
    where = "" if course_folder == Path(".") else f" --course {course_folder}"
    out.print(f"Next: grader grade {assignment}{where}", soft_wrap=True)
    return int(refused)


def _show(out, lines: list[Placed], title: str) -> None:
    table = Table(title=Text(title), title_justify="left", title_style="bold", header_style="bold")
    table.add_column("student", overflow="fold")
    table.add_column("result", no_wrap=True)
    table.add_column("from", overflow="fold", ratio=1)
    table.add_column("notes", overflow="fold", ratio=1)
    for line in lines:
        files = "\n".join(line.files[:5]) + (f"\nand {len(line.files) - 5} more" if len(line.files) > 5 else "")
        what = Text(line.what, style=WHAT_STYLE[line.what])
        table.add_row(Text(line.student or "?"), what, Text(files), Text("\n".join(line.notes)))
    out.print(table)
    counts = Counter(line.what for line in lines)
    out.print(", ".join(f"{count} {what}" for what, count in counts.items()))
