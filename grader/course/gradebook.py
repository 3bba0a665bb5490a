"""The one writer into nbgrader's gradebook: formgrader, manual grading and exporters go on working with what it writes.

Each submission is one transaction. Automatic scores are cleared before they are set, so none outlives its submission.
A grade or comment that a person gave stays as long as the answer it was given for is unchanged.
"""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

import nbformat
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    GradeCell,
    MissingEntry,
    Notebook,
    SolutionCell,
    SourceCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import compute_checksum
from sqlalchemy.exc import IntegrityError, OperationalError

from grader.course.directory import Course
from grader.course.written import Written
from grader.model import NO_RESPONSE, CellOutcome, Master, Outcome, State
from grader.notebook.nbgrader_cells import Role, nbgrader, points_of, role_of, student_stub, upgraded

TRIES = 5  # a formgrader that is open holds the database for moments


@dataclass(frozen=True)
class Answers:
    """What a student wrote now, and what was there when a person may have graded it (None if that is not known)."""

    before: Written | None = None
    now: Written = field(default_factory=Written)

    def changed(self, notebook: str, cell: str) -> bool:
        """Whether one answer differs from what was graded before."""
        if self.before is None:
            return False
        where = notebook, cell
        return self.before.sources.get(where) != self.now.sources.get(where) or self.picture_changed(notebook, cell)

    def picture_changed(self, notebook: str, cell: str) -> bool:
        """Whether a picture in an answer differs from what was graded before."""
        where = notebook, cell
        return self.before is not None and self.before.pictures.get(where, "") != self.now.pictures.get(where, "")

    def any_changed(self, notebook: str) -> bool:
        """Whether any answer of a notebook differs."""
        before = self.before.sources if self.before else {}
        return any(self.changed(*name) for name in {*before, *self.now.sources} if name[0] == notebook)

    def missing(self, notebook: str, cell: str) -> bool:
        """Whether a student left a cell as it was handed out."""
        return (notebook, cell) in self.now.untouched


class GradebookWriter:
    """Writes outcomes of one assignment; use as a context manager.

    Parameters
    ----------
    course : Course
    master : Master

    Raises
    ------
    CourseError
        On entering, if the gradebook cannot be opened or brought in line with the master.
    """

    def __init__(self, course: Course, master: Master) -> None:
        self.course = course
        self.master = master
        self.notes: list[str] = []

    def __enter__(self) -> GradebookWriter:
        with ExitStack() as opening:
            self._gradebook = opening.enter_context(self.course.gradebook())
            self._session = self._gradebook.db
            self._transaction(self._bring_in_line)
            self._opened = opening.pop_all()
        plugin = AssignLatePenalties(config=self.course.config)
        plugin.init_plugin()
        self._late_penalty = plugin.plugin_inst.late_submission_penalty
        return self

    def __exit__(self, *_exception) -> None:
        self._opened.close()

    @property
    def has_due_date(self) -> bool:
        """Whether the assignment is due at some time, so that it matters when work was handed in."""
        return self._gradebook.find_assignment(self.master.assignment).duedate is not None

    def record(self, outcome: Outcome, answers: Answers, timestamp: datetime | None = None) -> None:
        """Write one outcome in one transaction; nothing is written for a missing submission that never existed.

        Parameters
        ----------
        outcome : Outcome
        answers : Answers
        timestamp : datetime, optional
            When it was handed in; in UTC where it names no zone.

        Raises
        ------
        sqlalchemy.exc.SQLAlchemyError
            If the gradebook stays locked or is broken; then nothing of this outcome is written.
        """
        self._transaction(lambda: self._record(outcome, answers, timestamp))

    def _transaction(self, work) -> None:
        for attempt in range(TRIES):
            try:
                work()
                self._session.commit()
                return
            except (OperationalError, IntegrityError) as error:
                # Another process holds it, or has just written the very row that was missing a moment ago.
                self._session.rollback()
                passing = isinstance(error, IntegrityError) or "locked" in str(error)
                if not passing or attempt == TRIES - 1:
                    raise
                time.sleep(0.2 * 2**attempt)
            except BaseException:
                self._session.rollback()
                raise

    # -- the assignment ------------------------------------------------------------------------------------------

    def _bring_in_line(self) -> None:
        """Make the gradebook's picture of the assignment that of the master, as releasing it would."""
        try:
            assignment = self._gradebook.find_assignment(self.master.assignment)
        except MissingEntry:
            assignment = Assignment(self.master.assignment, course_id=self.course.course_id)
            self._session.add(assignment)
        known = {notebook.name: notebook for notebook in assignment.notebooks}
        for name, content in self.master.notebooks.items():
            notebook = upgraded(nbformat.reads(content.decode("utf-8"), as_version=4))
            entry = known.get(name)
            if entry is None:
                entry = Notebook(name=name, assignment=assignment)
                self._session.add(entry)
            entry.kernelspec = json.dumps(notebook.metadata.get("kernelspec", {}))
            self._session.flush()
            self._bring_cells_in_line(entry, notebook)

    def _bring_cells_in_line(self, entry: Notebook, notebook) -> None:
        stub = student_stub(notebook, self.master.conventions)
        wanted: dict[tuple[type, str], dict] = {}
        for cell, bare in zip(notebook.cells, stub.cells, strict=True):
            role, name = role_of(cell), nbgrader(cell).get("grade_id")
            if role is Role.PLAIN or not name or cell.cell_type == "raw":
                continue
            points = {"max_score": points_of(cell), "cell_type": cell.cell_type}
            if role is Role.TASK:
                wanted[TaskCell, name] = points
            if role in (Role.TEST, Role.MANUAL):
                wanted[GradeCell, name] = points
            if role.written_by_student:
                wanted[SolutionCell, name] = {}
            given = bare if role.written_by_student else cell
            wanted[SourceCell, name] = {
                "cell_type": cell.cell_type,
                "locked": not role.written_by_student,
                "source": given.source,
                "checksum": compute_checksum(given),
            }
        have = {(type(cell), cell.name): cell for cell in [*entry._base_cells, *entry.source_cells]}
        for (kind, name), values in wanted.items():
            cell = have.get((kind, name))
            if cell is None:
                self._session.add(kind(name=name, notebook=entry, **values))
            elif kind is not SourceCell or values["locked"]:  # releasing has stored what students were given
                for attribute, value in values.items():
                    setattr(cell, attribute, value)
        for key in have.keys() - wanted.keys():
            self._drop(have[key], entry)

    def _drop(self, cell, entry: Notebook) -> None:
        """Remove a cell that the master no longer has, unless a person has graded it."""
        grades, comments = getattr(cell, "grades", []), getattr(cell, "comments", [])
        if any(g.manual_score is not None for g in grades) or any(c.manual_comment for c in comments):
            self.notes.append(
                f"The cell '{cell.name}' is no longer in {entry.name}.ipynb, but was graded by hand: it is kept."
            )
            return
        for row in [*grades, *comments, cell]:
            self._session.delete(row)

    # -- one submission ------------------------------------------------------------------------------------------

    def _record(self, outcome: Outcome, answers: Answers, timestamp: datetime | None) -> None:
        assignment = self._gradebook.find_assignment(self.master.assignment)
        submission = (
            self._session.query(SubmittedAssignment)
            .filter_by(assignment_id=assignment.id, student_id=outcome.student)
            .one_or_none()
        )
        if submission is None:
            if outcome.state is State.MISSING:
                return
            if self._session.get(Student, outcome.student) is None:
                self._session.add(Student(id=outcome.student))
            submission = SubmittedAssignment(assignment=assignment, student_id=outcome.student)
            self._session.add(submission)
        # nbgrader keeps times in UTC without saying so.
        known = timestamp is not None and timestamp.tzinfo is not None
        submission.timestamp = timestamp.astimezone(UTC).replace(tzinfo=None) if known else timestamp
        self._session.flush()
        have = {notebook.notebook_id: notebook for notebook in submission.notebooks}
        for notebook in assignment.notebooks:
            entry = have.get(notebook.id)
            if entry is None:
                entry = SubmittedNotebook(notebook=notebook, assignment=submission)
                self._session.add(entry)
                self._session.flush()
            self._record_notebook(entry, notebook, outcome, answers)
            self._session.flush()
            self._record_lateness(entry, submission)

    def _record_notebook(
        self, entry: SubmittedNotebook, notebook: Notebook, outcome: Outcome, answers: Answers
    ) -> None:
        results = {cell.id: cell for cell in outcome.cells if cell.notebook == notebook.name}
        readable = outcome.state not in (State.MISSING, State.UNREADABLE)
        grades = {grade.cell_id: grade for grade in entry.grades}
        comments = {comment.cell_id: comment for comment in entry.comments}
        for cell in [*notebook.grade_cells, *notebook.task_cells]:
            grade = grades.get(cell.id)
            if grade is None:
                grade = Grade(cell_id=cell.id, notebook=entry)
                self._session.add(grade)
            result = results.get(cell.name)
            changed = self._changed(cell.name, notebook.name, result, grade, answers)
            earlier = set_grade(grade, result, changed=changed, readable=readable)
            if earlier:
                picture = answers.picture_changed(notebook.name, cell.name)
                why = " Its picture was changed." if picture else ""
                self.notes.append(f"{outcome.student}: '{cell.name}' {earlier}{why}")
        for cell in [*notebook.solution_cells, *notebook.task_cells]:
            comment = comments.get(cell.id)
            if comment is None:
                comment = Comment(cell_id=cell.id, notebook=entry)
                self._session.add(comment)
            result = results.get(cell.name)
            empty = result.message == NO_RESPONSE if result else answers.missing(notebook.name, cell.name)
            set_comment(comment, empty=empty, changed=readable and answers.changed(notebook.name, cell.name))

    @staticmethod
    def _changed(name: str, notebook: str, result: CellOutcome | None, grade: Grade, answers: Answers) -> bool:
        """Whether a person's grade was given for something else than what is there now."""
        if result is not None and result.manual:
            return answers.changed(notebook, name)
        return answers.any_changed(notebook)

    def _record_lateness(self, entry: SubmittedNotebook, submission: SubmittedAssignment) -> None:
        entry.late_submission_penalty = None
        if submission.assignment.duedate is None or submission.total_seconds_late <= 0:
            return
        self._session.flush()
        self._session.refresh(entry)
        penalty = self._late_penalty(submission.student_id, entry.score, submission.total_seconds_late)
        if penalty is not None:
            entry.late_submission_penalty = min(max(penalty, 0), entry.score)


def set_grade(grade: Grade, result: CellOutcome | None, *, changed: bool, readable: bool) -> str:
    """Set one row of the gradebook from a cell's result.

    Parameters
    ----------
    grade : nbgrader.api.Grade
    result : CellOutcome or None
        None for a cell that the outcome does not know: its automatic score goes.
    changed : bool
        Whether the answer differs from the one that a person graded.
    readable : bool
        Whether there is a submission to look at. If not, a person's grade is kept and marked for another look,
        because a folder that was moved by mistake must not cost a class its grades.

    Returns
    -------
    str
        What happened to a person's grade, empty if nothing.
    """
    grade.auto_score = None if result is None else result.score
    by_hand = grade.manual_score is not None or bool(grade.extra_credit)
    doubtful = result is None or result.score is None or result.state not in (State.GRADED, State.MISSING)
    if not by_hand:
        grade.needs_manual_grade = doubtful
        return ""
    if not readable:
        grade.needs_manual_grade = True
        return ""
    if changed:
        earlier = f"was given {grade.manual_score} points by hand for an earlier answer; please grade it again."
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = None, None, True
        return earlier
    return ""


def set_comment(comment: Comment, *, empty: bool, changed: bool) -> None:
    """Set the automatic comment; a person's comment on an earlier answer is kept as that, not as one on this answer."""
    comment.auto_comment = NO_RESPONSE if empty else None
    if changed and comment.manual_comment:
        comment.auto_comment = f"(On an earlier version of this answer:) {comment.manual_comment}"
        comment.manual_comment = None
