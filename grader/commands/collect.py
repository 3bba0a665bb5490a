"""`grader collect`: read the roster, place the submissions, print what was placed and what was not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.collect.submissions import Collected, Placed, collect
from grader.console.course_notes import next_command
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.text import visible

WHAT_STYLE = {
    "placed": "green",
    "unchanged": "dim",
    "aside": "dim",
    "older": "yellow",
    "undecided": "red",
    "refused": "red",
}
SHOWN_NOTES, LONGEST_NOTE = 8, 300


def run(
    course_folder: Path,
    assignment: str,
    source: Path,
    *,
    roster: Path | None,
    json: str | None,
    layout: str | None = None,
    newer: bool = False,
) -> int:
    """Collect submissions; returns 1 where something was not placed, else 0.

    Raises
    ------
    CourseError, ArchiveError, RosterError, CommandError
        Where nothing can be collected.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder)
    assignment = course.find_assignment(assignment)
    done = collect(course, assignment, source, roster=roster, layout=layout, newer=newer)
    if json:
        write_json(json, [line.to_json() for line in done.lines])
    out.print(Text(f"{done.said}."), soft_wrap=True)
    _show(out, done.lines, f"{assignment}: collected from {source}")
    _say(out, done)
    out.print(Text(f"Next: {next_command('grade', assignment, course_folder)}"), soft_wrap=True)
    return int(done.doubtful)


def _say(out: Console, done: Collected) -> None:
    if done.enrolment:
        for trouble in done.enrolment.troubles:
            out.print(Text(f"Roster: {visible(trouble)}", style="red"), soft_wrap=True)
        out.print(f"Roster: {len(done.enrolment.new)} enrolled, {len(done.enrolment.mended)} renewed.")
    if done.missing:
        more = f" and {len(done.missing) - 10} more" if len(done.missing) > 10 else ""
        names = ", ".join(done.missing[:10]) + more
        out.print(Text(f"Enrolled, nothing handed in ({len(done.missing)}): {names}"), soft_wrap=True)
    if any(line.late and not line.time for line in done.lines):
        out.print("Late by the platform's mark, at an unknown time: nbgrader's late policy takes nothing off.")
    if done.doubtful:
        out.print("Not everything was placed: the reasons stand in the table. The source is left as it was.")


def _show(out: Console, lines: list[Placed], title: str) -> None:
    table = Table(title=Text(title), title_justify="left", title_style="bold", header_style="bold")
    table.add_column("student", overflow="fold")
    table.add_column("result", no_wrap=True)
    table.add_column("late", no_wrap=True)
    table.add_column("from", overflow="fold", ratio=1)
    table.add_column("notes", overflow="fold", ratio=1)
    for line in lines:
        files = "\n".join(line.files[:5]) + (f"\nand {len(line.files) - 5} more" if len(line.files) > 5 else "")
        what = Text(line.what, style=WHAT_STYLE[line.what])
        late = Text("LATE", style="yellow") if line.late else Text("")
        more = [f"and {len(line.notes) - SHOWN_NOTES} more (--json tells all)"] if len(line.notes) > SHOWN_NOTES else []
        notes = Text(visible("\n".join([note[:LONGEST_NOTE] for note in line.notes[:SHOWN_NOTES]] + more)))
        table.add_row(Text(visible(line.student) or "?"), what, late, Text(visible(files)), notes)
    out.print(table)
    counts = Counter(line.what for line in lines)
    out.print(", ".join(f"{count} {what}" for what, count in counts.items()))
