"""Read from nbgrader's gradebook what people gave: manual points, comments, extra credit, late penalties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.course.directory import Course


@dataclass(frozen=True)
class Mark:
    """What the gradebook says about one graded cell.

    Attributes
    ----------
    automatic, manual : float or None
        Points; None where there are none.
    extra : float
    waiting : bool
        Whether a person still has to grade it.
    max_score : float
    """

    automatic: float | None
    manual: float | None
    extra: float
    waiting: bool
    max_score: float


@dataclass
class Marks:
    """What the gradebook says about one submission.

    Attributes
    ----------
    cells : dict of (str, str) to Mark
        By notebook and `grade_id`.
    comments : dict of (str, str) to str
        Comments that people wrote, by notebook and `grade_id`.
    automatic, manual, penalty, total, max_score : float
        Points; `automatic` and `manual` count extra credit once, with manual.
    """

    cells: dict[tuple[str, str], Mark] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)
    automatic: float = 0.0
    manual: float = 0.0
    penalty: float = 0.0
    total: float = 0.0
    max_score: float = 0.0

    @property
    def waiting(self) -> bool:
        """Whether a person still has to grade something."""
        return any(mark.waiting for mark in self.cells.values())


def marks(course: Course, assignment: str, students: Iterable[str] | None = None) -> dict[str, Marks]:
    """Read the marks of an assignment.

    Parameters
    ----------
    course : Course
    assignment : str
    students : iterable of str, optional
        Only these.

    Returns
    -------
    dict of str to Marks
        By student id; who has no submission in the gradebook is not in it.
    """
    from nbgrader.api import Assignment, Comment, Grade, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy.orm import selectinload, undefer

    wanted = None if students is None else set(students)
    # As many queries as an assignment has cells; by itself the gradebook asks for each mark of each submission.
    notebooks = selectinload(SubmittedAssignment.notebooks)
    together = [
        notebooks.selectinload(SubmittedNotebook.grades).selectinload(Grade.cell),
        notebooks.selectinload(SubmittedNotebook.comments).selectinload(Comment.cell),
        undefer(SubmittedAssignment.late_submission_penalty),
    ]
    with course.gradebook() as gradebook:
        every = gradebook.db.query(SubmittedAssignment).join(Assignment).filter(Assignment.name == assignment)
        submissions = every.options(*together).all()
        return {
            submission.student_id: _read(submission)
            for submission in submissions
            if (wanted is None or submission.student_id in wanted) and not course.excluded(submission.student_id)
        }


def _read(submission) -> Marks:
    found = Marks(penalty=float(submission.late_submission_penalty or 0))
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            mark = Mark(
                grade.auto_score,
                grade.manual_score,
                float(grade.extra_credit or 0),
                bool(grade.needs_manual_grade),
                float(getattr(grade.cell, "max_score", None) or 0),
            )
            found.cells[(notebook.name, grade.name)] = mark
            found.max_score += mark.max_score
            # A manual score replaces the automatic one, as in nbgrader's own sum.
            if mark.manual is not None:
                found.manual += mark.manual
            else:
                found.automatic += mark.automatic or 0.0
            if mark.manual is not None or mark.automatic is not None:
                found.manual += mark.extra
        for comment in notebook.comments:
            text = comment.comment
            if text and text != "No response.":
                found.comments[(notebook.name, comment.name)] = text
    found.total = max(0.0, found.automatic + found.manual - found.penalty)
    return found
