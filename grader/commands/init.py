"""`grader init`: what it prints and its exit status."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.console.course_notes import course_option, next_command
from grader.console.terminal import console, write_json
from grader.course.starting import (
    SOURCE,
    Found,
    assignments_in,
    make_assignment,
    refuse_course,
    write_configuration,
)
from grader.notebook.nbgrader_cells import Regions

# Files of an assignment that are named; all of them are in what `--json` writes.
_FEW = 6


def run(folder: Path, *, course: Path | None, json: str | None) -> int:
    """Make a course of a folder of notebooks; returns 1 where a notebook lacks something or was left out, else 0.

    Raises
    ------
    CommandError
        Where there are no notebooks, or the course has assignments already.
    """
    out = console(machine=json == "-")
    target = course or folder
    source = target / SOURCE
    refuse_course(target)
    found = assignments_in(folder)
    for assignment in found:
        make_assignment(assignment, folder, source / assignment.name)
    name = target.resolve().name or "course"
    configured = write_configuration(target, name)
    if json:
        write_json(json, [_line(assignment) for assignment in found])
    _show(out, found)
    out.print(f"Your notebooks are left as they are; the course works on the copies in {source}.", soft_wrap=True)
    if configured:
        out.print(f"Course {name!r}: {target / 'nbgrader_config.py'}", soft_wrap=True)
    lacking = _say_lacking(out, found, source)
    first = next((each.name for each in found if not (each.unmarked or each.unanswered)), found[0].name)
    release = next_command("release", first, target)
    out.print(Text(f"Next: grader doctor{course_option(target)}   then   {release}"), soft_wrap=True)
    return int(lacking)


def _say_lacking(out: Console, found: list[Found], source: Path) -> bool:
    """Say what a course of these notebooks lacks; return whether it lacks something."""
    solution = Regions.of().solution
    unmarked = [f"{each.name}/{notebook}" for each in found for notebook in each.unmarked]
    unanswered = [f"{each.name}/{notebook}" for each in found for notebook in each.unanswered]
    below = [str(path) for each in found for path in each.below]
    asserts = "Write asserts into a cell of its own after each answer."
    besides = "Put what shall be an assignment beside the others."
    writes = f"Put what they shall write between `{solution.begin}` and `{solution.end}`."
    for which, what, remedy in (
        (unmarked, "No cell is graded in", asserts),
        (unanswered, "Students have nothing to write in", writes),
        (below, "Left out, for students would get them as they are:", besides),
    ):
        if which:
            out.print(Text.assemble((f"{what} {', '.join(which)}.", "bold red"), f" {remedy}"), soft_wrap=True)
    if unmarked or unanswered:
        toolbar = "(JupyterLab: View > Right Sidebar > Create Assignment)"
        again = (
            f"take {source} away and run this again; or mark cells of the copies in nbgrader's cell toolbar {toolbar}."
        )
        out.print(f"When you have done that in your own notebooks, {again}", soft_wrap=True)
    return bool(unmarked or unanswered or below)


def _line(found: Found) -> dict:
    return {
        "assignment": found.name,
        "notebooks": [path.name for path in found.notebooks],
        "files": [str(path) for path in found.files],
        "marked": {"answers": found.answers, "tests": found.tests, "written": found.written},
        "unmarked": found.unmarked,
        "unanswered": found.unanswered,
        "left_out": [str(path) for path in found.below],
    }


def _show(out, found: list[Found]) -> None:
    table = Table(title="grader init", title_justify="left", title_style="bold", header_style="bold")
    for column in ("assignment", "notebooks", "files beside them", "marked for nbgrader"):
        table.add_column(column, overflow="fold")
    for each in found:
        counts = ((each.answers, "answer"), (each.tests, "test"), (each.written, "written answer"))
        marked = ", ".join(f"{count} {what}{'s' * (count > 1)}" for count, what in counts if count)
        names = ", ".join(path.name for path in each.notebooks)
        files = ", ".join(str(path.relative_to(each.notebooks[0].parent)) for path in each.files[:_FEW])
        if len(each.files) > _FEW:
            files += f" and {len(each.files) - _FEW} more"
        table.add_row(*(Text(text) for text in (each.name, names, files, marked or "as it was")))
    out.print(table)
