"""`grader mutate`: what it prints, and the part of it that `grader release` does."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.classes.engine import Engine, choose
from grader.classes.grade_class import calibrated, keep_calibration, mutation_key
from grader.console.mutation_report import MutationProgress, show_mutation
from grader.console.terminal import console, write_json
from grader.course.directory import Course
from grader.errors import CommandError
from grader.grading.calibration.verdicts import Calibration
from grader.machine import cores
from grader.model import Limits, Master
from grader.mutation.assignment import Measured, measure_assignment
from grader.pages.mutation_page import write_mutation_page
from grader.sandbox import Sandbox


def run(
    course_folder: Path, assignment: str, *, seconds: float | None, jobs: int | None, output: Path | None,
    json: str | None, python: str | None = None,
) -> int:  # fmt: skip
    """Try the wrong answers of an assignment; returns the exit status.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, or nothing can be run.
    """
    out = console(machine=json == "-")
    course = Course.open(course_folder, python)
    assignment = course.find_assignment(assignment)
    master = course.master(assignment)
    with choose(course, master) as engine:
        calibration = calibrated(course, master, engine, Limits(), out.print)
        measured = measured_here(out, course, master, engine, calibration, seconds=seconds, jobs=jobs)
    mutation = measured.mutation
    if not mutation.results and not mutation.not_tried:
        why = "; ".join(f"{cell}: {why}" for _, cell, why in mutation.unread) or "it has no answer cell with a test"
        raise CommandError(f"{assignment}: no wrong answer could be made ({why}).")
    path = write_mutation_page(course, assignment, mutation, measured.moved, output)
    if json:
        write_json(json, mutation.to_json() | {"moved": [cell.id for cell in measured.moved]})
    show_mutation(out, mutation, measured.moved)
    out.print(f"Page: {path.as_uri()}", soft_wrap=True)
    if mutation.not_tried:
        out.print("What was tried is kept: the same command goes on with the rest.")
    return 0


def measured_here(
    out: Console, course: Course, master: Master, engine: Engine, calibration: Calibration, *,
    seconds: float | None, jobs: int | None = None,
) -> Measured:  # fmt: skip
    """Try wrong answers, and keep what they say about where tests are judged.

    Raises
    ------
    CommandError
        Where submissions are not isolated on this machine.
    """
    if not isinstance(engine.runner, Sandbox):
        raise CommandError(f"Wrong answers are tried only where submissions can be isolated. {engine.note}")
    with MutationProgress(out, master.assignment) as progress:
        measured = measure_assignment(
            course, master, calibration, engine.runner, Limits(), seconds=seconds, jobs=jobs or cores(),
            key=lambda verdicts: mutation_key(course, master, engine, Limits(), verdicts), on_progress=progress,
        )  # fmt: skip
    if measured.moved:
        keep_calibration(course, master, engine, Limits(), measured.calibration)
    return measured
