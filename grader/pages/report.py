"""`grader report`: one HTML page about a class, which stands alone and is for instructors only."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from urllib.parse import quote

from grader.course.directory import Course
from grader.course.marks import marks
from grader.course.people import people
from grader.course.received import late_students
from grader.course.store import load_all
from grader.course.written import written_before
from grader.errors import CommandError
from grader.model import Outcome
from grader.notebook.nbgrader_cells import Regions
from grader.pages.class_figures import class_figures
from grader.pages.exercises import exercises_of, title_of
from grader.pages.html import render, write_page


def write_report(course: Course, assignment: str, output: Path | None = None) -> tuple[Path, dict]:
    """Write the page from the stored outcomes.

    Parameters
    ----------
    course : Course
    assignment : str
    output : Path, optional
        Default: `reports/<assignment>.html` in the course.

    Returns
    -------
    path : Path
    figures : dict
        What the page shows, JSON-serialisable.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, nothing is graded yet, or the page cannot be written.
    """
    from grader.pages.report_plots import exercise_means, score_distribution, time_and_memory

    master = course.master(assignment)
    outcomes = load_all(course, assignment)
    if not outcomes:
        raise CommandError(f"{assignment}: nothing is graded yet. Run `grader grade {shlex.quote(assignment)}` first.")
    regions = Regions.of(master.conventions)
    exercises = [
        exercise for name, notebook in master.notebooks.items() for exercise in exercises_of(name, notebook, regions)
    ]
    written = {outcome.student: written_before(course, master, outcome.student) for outcome in outcomes}
    untouched = {student: found.untouched for student, found in written.items() if found}
    figures = class_figures(assignment, outcomes, exercises, untouched)
    path = (output or course.root / "reports" / f"{assignment}.html").resolve()
    given = marks(course, assignment)
    titles = [title_of(name, notebook, regions) for name, notebook in master.notebooks.items()]
    html = render(
        "report.html",
        figures=figures,
        title=titles[0] if len(titles) == 1 else assignment,
        needing=[outcome for outcome in outcomes if outcome.needs_person],
        mended=[outcome for outcome in outcomes if outcome.repairs],
        inside=_inside(outcomes),
        outcomes=outcomes,
        given=given,
        late=late_students(course, assignment),
        waiting=sum(1 for mark in given.values() if mark.waiting),
        names={person.id: person.name for person in people(course).values()},
        links={outcome.student: _link(course, outcome, sorted(master.notebooks), path) for outcome in outcomes},
        pictures={
            "scores": score_distribution(figures.scores, figures.max_score),
            "exercises": exercise_means(figures.exercises) if figures.exercises else None,
            "time": time_and_memory(outcomes),
        },
    )
    try:
        write_page(path, html)
    except OSError as error:
        raise CommandError(
            f"{path}: cannot be written ({error.strerror}). Give another place with --output."
        ) from error
    return path, figures.to_json() | {
        "needs_person": [
            {"student": outcome.student, "state": str(outcome.state), "reason": outcome.reason}
            for outcome in outcomes
            if outcome.needs_person
        ]
    }


def _inside(outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """Return (cell, why) of the tests that ran in students' sessions although tests run apart wherever they can."""
    found = {(cell.notebook, cell.id): cell.why for outcome in outcomes for cell in outcome.cells if cell.why}
    several = len({notebook for notebook, _ in found}) > 1
    return [(f"{notebook}: {name}" if several else name, why) for (notebook, name), why in found.items()]


def _link(course: Course, outcome: Outcome, notebooks: list[str], page: Path) -> str:
    """Return the relative address of a student's feedback page, "" where there is none."""
    for name in notebooks:
        feedback = course.folder("feedback", outcome.assignment, outcome.student) / f"{name}.html"
        if feedback.is_file():
            try:
                return quote(Path(os.path.relpath(feedback, page.parent)).as_posix())
            except ValueError:  # another drive on Windows
                return feedback.as_uri()
    return ""
