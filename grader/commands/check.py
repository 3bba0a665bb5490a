"""`grader check`: what grading would say of one notebook, for the person who wrote it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from rich.text import Text

from grader.classes.one_notebook import judge_notebook
from grader.console.grading_report import exit_status, machine_list
from grader.console.terminal import console, write_json
from grader.course.directory import Course, courses_around
from grader.errors import NoCourseError
from grader.model import CellOutcome, Limits
from grader.pages.feedback_page import build_page
from grader.pages.html import render, write_page
from grader.text import points, visible


def run(
    path: Path,
    *,
    course: Path | None,
    assignment: str | None,
    output: Path | None,
    json: str | None,
    cell_seconds: float = Limits.cell_seconds,
    seconds: float = Limits.seconds,
    visible_only: bool = False,
) -> int:
    """Judge a notebook and write its page; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where nothing can be judged.
    """
    out = console(machine=json == "-")
    found = Course.open(course) if course else course_around(path)
    out.print(f"Running {path.name} as grading would ...")
    judged = judge_notebook(
        found,
        path,
        assignment=assignment,
        limits=Limits(cell_seconds=cell_seconds, seconds=seconds),
        visible=visible_only,
        on_step=lambda text: out.print(f"{text} (once) ..."),
    )
    outcome, name = judged.outcome, judged.notebook
    if judged.note:
        out.print(judged.note, soft_wrap=True)
    if json:
        write_json(json, machine_list([outcome]))
    for cell in outcome.cells:
        out.print(_line(cell), soft_wrap=True)
    if outcome.reason:
        out.print(visible(outcome.reason), soft_wrap=True)
    most = sum(cell.max_score for cell in outcome.cells if not cell.manual)
    out.print(f"{points(outcome.score)} of {points(most)} points.")
    page = build_page(
        outcome,
        name,
        judged.master.notebooks[name],
        outcome.executed.get(name, ""),
        None,
        conventions=judged.master.conventions,
    )
    target = output or path.resolve().parent / "feedback" / f"{path.stem}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_page(target, render("feedback.html", page=page))
    out.print(f"Look at it: {target.resolve().as_uri()}", soft_wrap=True)
    return exit_status([outcome])


def course_around(path: Path) -> Course | None:
    """Return the course in the nearest folder above the notebook, else in the working directory, else None.

    Raises
    ------
    CourseError
        Where there is one that cannot be used.
    """
    for place in (path.resolve().parent, Path.cwd()):
        for above in courses_around(place):
            with suppress(NoCourseError):
                return Course.open(above)
    return None


def _line(cell: CellOutcome) -> Text:
    if cell.manual:
        return Text(f"  –  {cell.id}: graded by a person ({points(cell.max_score)} points)", style="dim")
    score = cell.score or 0.0
    full = score >= cell.max_score
    words = f"{cell.id}: {points(score)} of {points(cell.max_score)}"
    failed = [visible(check.name) for check in cell.checks if not check.passed and not check.hidden]
    return Text(
        f"  {'✓' if full else '✗'}  {words}{f' ({failed[0]})' if failed else ''}", style="green" if full else ""
    )
