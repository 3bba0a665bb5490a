"""Judge one notebook that lies anywhere, as grading would: the same merge, session and judge, and no gradebook."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from grader.classes.engine import choose, choose_alone, other_language
from grader.classes.grade_class import calibrated
from grader.course.belonging import most_alike
from grader.course.directory import Course
from grader.course.submitted_files import read_folder
from grader.errors import CommandError, CourseError
from grader.grading.merge.merging import merge
from grader.grading.merge.reading import MIB, read_notebook
from grader.machine import cores
from grader.model import Limits, Master, Outcome, Submission, SubmittedFile, Tests
from grader.notebook.file_names import released_name
from grader.notebook.nbgrader_cells import Regions, upgraded, without_outputs
from grader.sandbox import refusal

logger = logging.getLogger(__name__)

WHO = "you"
ALONE = "No course is around this notebook: it is judged by the tests that it holds itself."
_BESIDE_MB = 64  # files beside a notebook without a course that it may read


@dataclass(frozen=True)
class Judged:
    """What came of one notebook: its assignment and name there, the outcome, and how it ran where that needs words."""

    master: Master
    notebook: str
    outcome: Outcome
    note: str = ""


def judge_notebook(
    course: Course | None,
    path: Path,
    *,
    assignment: str | None = None,
    limits: Limits | None = None,
    visible: bool = False,
    on_step: Callable[[str], None] | None = None,
) -> Judged:
    """Judge a notebook of a course by its assignment; nothing is written.

    It is taken for its owner's own work: where this machine cannot isolate it, it runs as it does in JupyterLab. Not so
    one that lies where work of students does: it is refused there.

    Parameters
    ----------
    course : Course or None
        None where there is none, as in a student's folder: the notebook is then judged by its own tests.
    path : Path
    assignment : str, optional
        Default: the one that has a notebook of this name, and of several the one with its cells.
    limits : Limits, optional
    visible : bool
        Leave the hidden tests out.
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
    if course is None:
        return _judged_alone(path, limits)
    master, notebook = _belongs_to(course, path, assignment)
    handed_in = {f"{notebook}.ipynb": SubmittedFile(path.read_bytes())}
    why = refusal() if course.is_handed_in(path.resolve()) else None
    if why:
        raise CourseError(
            f"{why} {path.name} lies where work of students does: once a person has read it, "
            "`grader grade --trust-submissions` grades it without isolation."
        )
    engine = choose(course, master, Tests.AUTO, trust=True, threads=cores())
    with engine:
        engine.begin()  # while the environment is looked at
        plan = engine.calibrated(calibrated(course, master, engine, limits, on_step))
        engine.start()
        judge = _alone(without_hidden_tests(master) if visible else master, notebook)
        outcome = plan.grade(judge, Submission(WHO, handed_in), limits)
    return Judged(judge, notebook, outcome, engine.note)


def _alone(master: Master, notebook: str) -> Master:
    """Return an assignment with one of its notebooks: that the others are not there says nothing about this one."""
    released = {name: content for name, content in master.released.items() if name == notebook}
    return replace(master, notebooks={notebook: master.notebooks[notebook]}, released=released)


def without_hidden_tests(master: Master) -> Master:
    """Return an assignment whose tests are those that a student sees."""
    hidden = Regions.of(master.conventions).hidden_tests
    notebooks = {}
    for name, content in master.notebooks.items():
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        for cell in notebook.cells:
            cell.source = hidden.outside(cell.source)
        notebooks[name] = nbformat.writes(notebook).encode("utf-8")
    return replace(master, notebooks=notebooks)


def _judged_alone(path: Path, limits: Limits) -> Judged:
    """Judge a notebook by its own tests, with the files beside it and none of the other notebooks there."""
    content = path.read_bytes()
    try:
        student = read_notebook(content, limits.notebook_mb * MIB)
        notebook = without_outputs(upgraded(nbformat.reads(content.decode("utf-8"), as_version=4)))
        own = nbformat.writes(notebook).encode("utf-8")
        # Its marks are its author's here: whether they can be used is seen before anything runs.
        other_language(Master(path.stem, {path.stem: own}))
        merge(own, None, student)
    except Exception as error:  # nbformat and nbgrader raise many kinds
        logger.info("%s cannot be read", path.name, exc_info=True)
        raise CommandError(f"{path.name} is no notebook that can be read: {error}") from error
    beside = read_folder(path.parent, replace(limits, scratch_mb=_BESIDE_MB), ["*.ipynb", ".*", "feedback"])
    files = {name: file.content for name, file in beside.items() if file.content is not None}
    master = Master(path.stem, {path.stem: own}, files=files)
    with choose_alone(master, threads=cores()) as engine:
        engine.start()
        outcome = engine.grade(master, Submission(WHO, {f"{path.stem}.ipynb": SubmittedFile(content)}), limits)
    return Judged(master, path.stem, outcome, f"{ALONE} {engine.note}".strip())


def _belongs_to(course: Course, path: Path, assignment: str | None) -> tuple[Master, str]:
    wanted = [course.find_assignment(assignment)] if assignment else course.assignments()
    places: dict[str, list[str]] = {}
    for name in wanted:
        for each in sorted(course.folder("source", name).glob("*.ipynb")):
            places.setdefault(each.stem, []).append(name)
    notebook, _ = released_name(path.stem, list(places))
    if not notebook and assignment and len(places) == 1:
        (notebook,) = places
    if not notebook:
        raise CommandError(
            f"{path.name} has the name of no notebook of the course in {course.root}. Say which assignment it is with "
            f"--assignment (there: {', '.join(course.assignments())})."
        )
    return course.master(_one_of(course, path, places[notebook])), notebook


def _one_of(course: Course, path: Path, assignments: list[str]) -> str:
    """Return which of the assignments that have a notebook of this name it is of: by its cells, then by its folder."""
    if len(assignments) == 1:
        return assignments[0]
    left = most_alike(course, path, assignments)
    if len(left) == 1:
        return left[0]
    folder = path.resolve().parent.name
    if folder in left:
        return folder
    raise CommandError(
        f"{path.name} may be the notebook of {' or '.join(left)}: its cells do not tell. Say which with --assignment."
    )
