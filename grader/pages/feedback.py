"""`grader feedback`: one HTML page for each student and notebook, where nbgrader's `release_feedback` looks for it."""

from __future__ import annotations

import shlex
from pathlib import Path

from grader.course.directory import Course
from grader.course.marks import marks
from grader.course.people import people
from grader.course.store import load_all
from grader.course.submitted_files import read_file
from grader.errors import CommandError
from grader.files import write_file
from grader.model import Outcome, State
from grader.pages.feedback_page import build_page
from grader.pages.html import render, write_page

# nbgrader names the released page after these; it cannot release a page without them.
EXCHANGE_FILES = ("timestamp.txt", "submission_secret.txt")
_LARGEST = 4096  # bytes: a date, or a secret, is one line


def write_feedback(
    course: Course, assignment: str, *, students: list[str] | None = None
) -> tuple[dict[str, list[Path]], list[str]]:
    """Write the pages of an assignment from the stored outcomes.

    Parameters
    ----------
    course : Course
    assignment : str
    students : list of str, optional
        Only these.

    Returns
    -------
    written : dict of str to list of Path
        Pages by student.
    without : list of str
        Students who handed nothing in.

    Raises
    ------
    CourseError, CommandError
        Where there is no such assignment, or nothing (of a student that was asked for) is graded yet.
    """
    outcomes = load_all(course, assignment)
    if students:
        unknown = sorted(set(students) - {outcome.student for outcome in outcomes})
        if unknown:
            raise CommandError(
                f"{', '.join(unknown)}: not graded yet. Run `grader grade {shlex.quote(assignment)}` first."
            )
        outcomes = [outcome for outcome in outcomes if outcome.student in students]
    if not outcomes:
        raise CommandError(f"{assignment}: nothing is graded yet. Run `grader grade {shlex.quote(assignment)}` first.")
    pages = FeedbackPages(course, assignment)
    written = {outcome.student: _write(pages, outcome) for outcome in outcomes if outcome.state is not State.MISSING}
    return written, [outcome.student for outcome in outcomes if outcome.state is State.MISSING]


class FeedbackPages:
    """The pages of one assignment, with what the gradebook and the record of people say.

    Parameters
    ----------
    course : Course
    assignment : str

    Raises
    ------
    CourseError
        Where there is no such assignment.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self.master = course.master(assignment)
        self._given, self._known = marks(course, assignment), people(course)

    def html(self, outcome: Outcome, notebook: str) -> str:
        """Return the page of one student and notebook."""
        path = self.course.folder("autograded", self.assignment, outcome.student) / f"{notebook}.ipynb"
        answers = path.read_bytes() if path.is_file() else b""
        person = self._known.get(outcome.student)
        page = build_page(
            outcome,
            notebook,
            self.master.notebooks[notebook],
            answers,
            self._given.get(outcome.student),
            who=person.name if person else "",
            conventions=self.master.conventions,
        )
        return render("feedback.html", page=page)


def _write(pages: FeedbackPages, outcome: Outcome) -> list[Path]:
    course = pages.course
    folder = course.folder("feedback", outcome.assignment, outcome.student)
    written = []
    for name in pages.master.notebooks:
        target = folder / f"{name}.html"
        write_page(target, pages.html(outcome, name))
        written.append(target)
    submitted = course.folder("submitted", outcome.assignment, outcome.student)
    for name in EXCHANGE_FILES:
        # A student's account has written them, and may have made them as large as it liked.
        source = submitted / name
        if source.is_file() and not source.is_symlink():
            content = read_file(source, submitted, _LARGEST).content
            if content is not None:
                write_file(folder / name, content)
    return written
