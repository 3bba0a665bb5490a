"""`grader export`: grades as CSV, plain or as Canvas and Moodle import them."""

from __future__ import annotations

import csv
import io

from grader.course.directory import Course
from grader.course.marks import Marks, marks
from grader.course.people import Person, people
from grader.course.received import late_students
from grader.course.store import load_all
from grader.export.layouts import Row
from grader.model import Outcome, State
from grader.text import safe_cell


def grade_rows(course: Course, assignment: str) -> list[Row]:
    """Put together, for everybody in the gradebook or graded, who they are and what they earned, by student id."""
    known = people(course)
    given = marks(course, assignment)
    outcomes = {outcome.student: outcome for outcome in load_all(course, assignment)}
    late = late_students(course, assignment)
    rows = []
    for student in sorted(known.keys() | given.keys() | outcomes.keys()):
        rows.append(_row(known.get(student) or Person(student), given.get(student), outcomes.get(student)))
        rows[-1].late = student in late
    return rows


def to_csv(table: list[list[str]], delimiter: str = ",") -> str:
    """Return a table as CSV, all cells quoted, every text safe to open in a spreadsheet of any language."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([[safe_cell(cell) for cell in row] for row in table])
    return buffer.getvalue()


def _row(person: Person, given: Marks | None, outcome: Outcome | None) -> Row:
    # The gradebook knows what people changed after grading; an outcome alone knows only the automatic points.
    if given is not None:
        return Row(
            person,
            given.automatic,
            given.manual,
            given.penalty,
            given.total,
            given.max_score,
            str(outcome.state) if outcome else "",
            given.waiting,
        )
    score = outcome.score if outcome else 0.0
    state = str(outcome.state if outcome else State.MISSING)
    maximum = sum(cell.max_score for cell in outcome.cells) if outcome else 0.0
    return Row(person, score, 0.0, 0.0, score, maximum, state, False)
