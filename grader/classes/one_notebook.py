"""Judge one notebook that lies anywhere, as grading would: the same merge, session and judge, and no gradebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from grader.classes.engine import choose
from grader.classes.grade_class import calibrated
from grader.course.directory import Course
from grader.errors import CommandError
from grader.machine import cores
from grader.model import Limits, Master, Outcome, Submission, SubmittedFile, Tests
from grader.notebook.file_names import released_name

WHO = "you"


@dataclass(frozen=True)
class Judged:
    """What came of one notebook: its assignment and name there, the outcome, and how it ran where that needs words."""

    master: Master
    notebook: str
    outcome: Outcome
    note: str = ""


def judge_notebook(
    course: Course,
    path: Path,
    *,
    assignment: str | None = None,
    limits: Limits | None = None,
    on_step: Callable[[str], None] | None = None,
) -> Judged:
    """Judge a notebook of a course by its assignment; nothing is written.

    It is taken for its owner's own work: where this machine cannot isolate it, it runs as it does in JupyterLab.

    Parameters
    ----------
    course : Course
    path : Path
    assignment : str, optional
        Default: the one that has a notebook of this name.
    limits : Limits, optional
    on_step : callable, optional
        Told in words what is run before the notebook.

    Raises
    ------
    CommandError, CourseError
        Where there is no such file or assignment, or nothing can be run.
    """
    if not path.is_file():
        raise CommandError(f"{path}: there is no such notebook.")
    limits = limits or Limits()
    master, notebook = _belongs_to(course, path, assignment)
    handed_in = {f"{notebook}.ipynb": SubmittedFile(path.read_bytes())}
    engine = choose(course, master, Tests.AUTO, trust=True, threads=cores())
    with engine:
        plan = engine.calibrated(calibrated(course, master, engine, limits, on_step))
        engine.start()
        outcome = plan.grade(master, Submission(WHO, handed_in), limits)
    return Judged(master, notebook, outcome, engine.note)


def _belongs_to(course: Course, path: Path, assignment: str | None) -> tuple[Master, str]:
    wanted = [course.find_assignment(assignment)] if assignment else course.assignments()
    places = {each.stem: name for name in wanted for each in sorted(course.folder("source", name).glob("*.ipynb"))}
    notebook, _ = released_name(path.stem, list(places))
    if not notebook and assignment and len(places) == 1:
        (notebook,) = places
    if not notebook:
        raise CommandError(
            f"{path.name} has the name of no notebook of the course in {course.root}. Say which assignment it is with "
            f"--assignment (there: {', '.join(course.assignments())})."
        )
    return course.master(places[notebook]), notebook
