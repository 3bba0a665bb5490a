"""`grader doctor`: how each assignment of a course will be run here."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from grader.classes.engine import choose
from grader.classes.how_run import NotebookPlan, how_run
from grader.commands.findings import Finding
from grader.console.course_notes import next_command
from grader.course.directory import Course
from grader.errors import CourseError, ReachError
from grader.sandbox import Layer

logger = logging.getLogger(__name__)

ISOLATED_BY = "isolated by"
_SHOWN = 3


def assignments(folder: Path, layers: Sequence[Layer], python: str | None = None) -> list[Finding]:
    """Return what is to say of every assignment of a course; nothing is run and nothing is changed.

    Parameters
    ----------
    folder : Path
        The course; where there is none, nothing is said.
    layers : sequence of Layer
        What isolates a submission here.
    python : str, optional
        The Python that shall run its notebooks.
    """
    try:
        course = Course.open(folder, python)
        names = course.assignments()
    except CourseError:
        return []  # said already
    found: list[Finding] = []
    for name in names:
        try:
            plans = how_run(course, name)
        except CourseError as error:
            found.append(Finding(name, "source", "broken", str(error), "Mend it, or take it out of the source folder."))
            continue
        several = len(plans) > 1
        found += [_runs(name, plan) for plan in plans]
        found.append(_isolation(course, name, layers))
        found += [_tests(name, plan, next_command("release", name, folder), several=several) for plan in plans]
    return found


def _runs(assignment: str, plan: NotebookPlan) -> Finding:
    """Say which Python or kernel runs a notebook. What one course lacks is no obstacle to grading elsewhere."""
    return Finding(assignment, f"{plan.name}.ipynb", "look" if plan.missing else "ok", plan.runs_on, plan.missing)


def _isolation(course: Course, assignment: str, layers: Sequence[Layer]) -> Finding:
    missing = [layer.name for layer in layers if not layer.available]
    if missing:
        return Finding(
            assignment, ISOLATED_BY, "look", "nothing", f"Missing: {', '.join(missing)}; see isolation below."
        )
    try:
        choose(course, course.master(assignment)).runner.close()
    except ReachError as error:
        return Finding(assignment, ISOLATED_BY, "broken", "nothing: sessions could read the course", str(error))
    except CourseError:
        logger.info("%s cannot be run here, which is said of its notebooks", assignment, exc_info=True)
    return Finding(assignment, ISOLATED_BY, "ok", ", ".join(layer.name for layer in layers))


def _tests(assignment: str, plan: NotebookPlan, release: str, *, several: bool) -> Finding:
    what = f"tests of {plan.name}" if several else "tests"
    if not plan.tests:
        return Finding(assignment, what, "look", "no test cell", "Mark test cells in nbgrader's cell toolbar.")
    apart = [name for name in plan.tests if name not in plan.inside and name not in plan.perhaps]
    seen = f"{len(apart)} of {len(plan.tests)} apart"
    if apart and (plan.inside or plan.perhaps):
        seen += f" ({_some(apart)})"
    if plan.inside:
        seen += f"; in the session {_reasons(plan.inside)}"
    if plan.perhaps:
        seen += f"; apart too if the reference answers earn their points there {_reasons(plan.perhaps)}"
    if not plan.tried:
        seen += ", as their text tells"
    remedy = "" if plan.tried else f"{release} tries them on the reference answers."
    return Finding(assignment, what, "ok", seen, remedy)


def _reasons(whys: dict[str, str]) -> str:
    """Return a few cells with their reasons; what is said of several cells is said once."""
    cells: dict[str, list[str]] = {}
    for name, why in whys.items():
        cells.setdefault(why, []).append(name)
    said = [f"{_some(names)}: {why}" for why, names in cells.items()]
    return "; ".join(said[:_SHOWN]) + ("; ..." if len(said) > _SHOWN else "")


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
