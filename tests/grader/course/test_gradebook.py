"""What is written into nbgrader's gradebook: formgrader's view of it, stale scores, and what persons have graded."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta, timezone

import pytest
from nbformat import from_dict, writes
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy.exc import OperationalError

from grader.course.directory import Course
from grader.course.gradebook import Answers, GradebookWriter
from grader.course.written import Written
from grader.errors import CourseError
from grader.grading.grade import not_run
from grader.model import CellOutcome, Outcome, State


@pytest.fixture
def course(small_course):
    return Course.open(small_course)


@pytest.fixture
def master(course):
    return course.master("lesson")


@pytest.fixture
def record(course, master):
    """Return a function that writes an outcome given by scores and returns the notes."""

    def go(square=2.0, double=1.0, written=None, state=State.GRADED, answers=None, student="ada", timestamp=None):
        cells = [
            CellOutcome("lesson", "test-square", square, 2.0),
            CellOutcome("lesson", "test-double", double, 1.0),
            CellOutcome(
                "lesson", "written", written, 4.0, manual=True, message="" if written is None else "No response."
            ),
        ]
        outcome = Outcome(student, "lesson", state, cells=cells)
        if state in (State.MISSING, State.UNREADABLE):
            outcome = not_run(master, student, state, "gone")
        with GradebookWriter(course, master) as writer:
            writer.record(outcome, answers or Answers(), timestamp)
            return writer.notes

    return go


@pytest.fixture
def rows(course):
    """Return a function that gives (auto_score, manual_score, needs_manual_grade) by cell."""

    def go(student="ada"):
        with Gradebook(course.db_url, course.course_id) as gradebook:
            grades = gradebook.find_submission_notebook("lesson", "lesson", student).grades
            return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in grades}

    return go


@pytest.fixture
def by_hand(course):
    """Return a function that grades as a person does in formgrader."""

    def go(cell, score, comment=None):
        with Gradebook(course.db_url, course.course_id) as gradebook:
            grade = gradebook.find_grade(cell, "lesson", "lesson", "ada")
            grade.manual_score, grade.needs_manual_grade = score, False
            if comment:
                gradebook.find_comment(cell, "lesson", "lesson", "ada").manual_comment = comment
            gradebook.db.commit()

    return go


def comment_on(course, cell):
    with Gradebook(course.db_url, course.course_id) as gradebook:
        found = gradebook.find_comment(cell, "lesson", "lesson", "ada")
        return found.manual_comment, found.auto_comment


BEFORE = {("lesson", "square"): "a", ("lesson", "double"): "b", ("lesson", "written"): "c"}
SAME = Answers(Written(BEFORE), Written(BEFORE))


def test_formgrader_sees_what_was_written(course, record, rows, hand_in):
    hand_in(course.root, "ada", {"lesson.ipynb": {}})
    record(square=1.5)
    assert rows() == {
        "test-square": (1.5, None, False),
        "test-double": (1.0, None, False),
        "written": (None, None, True),
    }
    course.folder("autograded", "lesson", "ada").mkdir(parents=True)
    (course.folder("autograded", "lesson", "ada") / "lesson.ipynb").write_text("{}")
    api = NbGraderAPI(course.coursedir)
    (submission,) = api.get_submissions("lesson")
    assert submission["autograded"]
    assert (submission["score"], submission["max_score"], submission["needs_manual_grade"]) == (2.5, 7.0, True)
    assert api.get_student_notebook_submissions("ada", "lesson")[0]["code_score"] == 2.5


def test_no_response_is_as_under_nbgrader(course, record, rows):
    record(written=0.0)
    assert rows()["written"] == (0.0, None, False)
    assert comment_on(course, "written") == (None, "No response.")


@pytest.mark.parametrize("state", [State.UNREADABLE, State.MISSING])
def test_no_score_outlives_its_submission(record, rows, state):
    record()
    record(state=state)
    found = rows()
    assert found["test-square"][0] == found["test-double"][0] == 0.0
    assert found["written"][0] in (0.0, None)
    assert found["written"][2] is (state is State.UNREADABLE)


def test_a_cell_that_an_outcome_does_not_know_loses_its_score(course, master, record, rows):
    record()
    outcome = Outcome("ada", "lesson", State.CRASHED, cells=[CellOutcome("lesson", "test-double", 1.0, 1.0)])
    with GradebookWriter(course, master) as writer:
        writer.record(outcome, Answers())
    assert rows()["test-square"] == (None, None, True)
    assert rows()["test-double"] == (1.0, None, False)


def test_nothing_is_written_for_who_never_handed_in(course, record):
    record(state=State.MISSING, student="bob")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.assignment_submissions("lesson") == []


def test_grades_by_hand_stay_while_the_answer_stays(course, record, rows, by_hand):
    record()
    by_hand("written", 3.0, "good")
    by_hand("test-square", 1.0)
    assert record(answers=SAME) == []
    assert rows()["written"] == (None, 3.0, False)
    assert rows()["test-square"] == (2.0, 1.0, False)
    assert comment_on(course, "written") == ("good", None)


def test_grades_by_hand_do_not_pass_to_another_answer(course, record, rows, by_hand):
    record()
    by_hand("written", 3.0, "good")
    by_hand("test-square", 2.0)
    notes = record(square=0.0, answers=Answers(Written(BEFORE), Written({**BEFORE, ("lesson", "written"): "other"})))
    assert rows()["written"] == (None, None, True)
    assert rows()["test-square"] == (0.0, None, True)
    assert comment_on(course, "written") == (None, "(On an earlier version of this answer:) good")
    assert any("'written' was given 3.0 points by hand" in note for note in notes)


def test_a_changed_picture_clears_the_mark_and_says_so(record, rows, by_hand):
    record()
    by_hand("written", 3.0, "good")
    pictures = [Written(BEFORE, {("lesson", "written"): digest}) for digest in ("1", "2")]
    notes = record(answers=Answers(*pictures))
    assert rows()["written"] == (None, None, True)
    assert any(note.endswith("please grade it again. Its picture was changed.") for note in notes)


@pytest.mark.parametrize("state", [State.UNREADABLE, State.MISSING])
def test_a_folder_that_went_away_does_not_cost_a_persons_work(record, rows, by_hand, state):
    record()
    by_hand("written", 3.0)
    record(state=state, answers=Answers(Written(BEFORE), Written()))
    assert rows()["written"][1:] == (3.0, True)


def test_what_is_doubtful_asks_for_a_person(course, master, rows):
    cell = CellOutcome("lesson", "test-square", 0.0, 2.0, State.PARTIAL)
    with GradebookWriter(course, master) as writer:
        writer.record(Outcome("ada", "lesson", State.PARTIAL, cells=[cell]), Answers())
    assert rows()["test-square"] == (0.0, None, True)


def test_a_master_that_gained_a_cell(build, course, record, rows):
    record()
    notebook = build.small()
    notebook.cells.append(build.test("test-more", "1", 5))
    (course.folder("source", "lesson") / "lesson.ipynb").write_text(writes(notebook))
    outcome = Outcome("ada", "lesson", State.GRADED, cells=[CellOutcome("lesson", "test-more", 4.0, 5.0)])
    with GradebookWriter(course, course.master("lesson")) as writer:
        writer.record(outcome, Answers())
    assert rows()["test-more"] == (4.0, None, False)


def test_a_master_that_lost_a_cell_keeps_what_a_person_graded(build, course, record, rows, by_hand):
    record()
    by_hand("test-square", 2.0)
    notebook = build.small()
    notebook.cells = [cell for cell in notebook.cells if not cell["id"].startswith("test")]
    (course.folder("source", "lesson") / "lesson.ipynb").write_text(writes(notebook))
    with GradebookWriter(course, course.master("lesson")) as writer:
        assert "'test-square' is no longer in lesson.ipynb" in writer.notes[0]
    assert set(rows()) == {"test-square", "written"}


def test_changed_points_are_taken_over(build, course, record):
    record()
    notebook = from_dict(json.loads(json.dumps(build.small())))
    notebook.cells[4].metadata.nbgrader.points = 20
    (course.folder("source", "lesson") / "lesson.ipynb").write_text(writes(notebook))
    with GradebookWriter(course, course.master("lesson")), Gradebook(course.db_url, course.course_id) as gradebook:
        assert gradebook.find_assignment("lesson").max_score == 25.0


def test_late_work(course, record):
    (course.root / "nbgrader_config.py").write_text("c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'")
    record()
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment("lesson", duedate="2026-01-01 00:00:00 UTC")
    late = Course.open(course.root)
    cells = [CellOutcome("lesson", "test-square", 2.0, 2.0)]
    with GradebookWriter(late, late.master("lesson")) as writer:
        handed_in = datetime(2026, 1, 2, 1, tzinfo=timezone(timedelta(hours=1)))
        writer.record(Outcome("ada", "lesson", State.GRADED, cells=cells), Answers(), handed_in)
    with Gradebook(late.db_url, late.course_id) as gradebook:
        submission = gradebook.find_submission("lesson", "ada")
        assert submission.total_seconds_late == 86400
        assert submission.notebooks[0].late_submission_penalty == 2.0


def test_one_transaction(course, master, record, rows, monkeypatch):
    """What fails half-way leaves the earlier scores complete."""
    record(square=1.0)
    monkeypatch.setattr("grader.course.gradebook.set_comment", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        record(square=2.0)
    assert rows()["test-square"][0] == 1.0


def test_a_locked_gradebook_is_waited_for_and_named(course, master, record, monkeypatch):
    record()
    monkeypatch.setattr("grader.course.gradebook.TRIES", 1)
    other = sqlite3.connect(course.root / "gradebook.db")
    with GradebookWriter(course, master) as writer:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OperationalError, match="locked"):
            writer.record(Outcome("ada", "lesson", State.GRADED), Answers())
        other.rollback()
        writer.record(Outcome("ada", "lesson", State.GRADED), Answers())


def test_a_row_that_another_run_writes_meanwhile_is_taken(course, master, record, rows, monkeypatch):
    """Two `grader grade` at once both find that a submission has no row yet."""
    find, others = Gradebook.find_assignment, []

    def slow(gradebook, name):
        if not others:
            others.append(1)
            record(square=1.0)  # another run is quicker
            monkeypatch.setattr(Gradebook, "find_assignment", find)
            gradebook.db.add(SubmittedAssignment(assignment=find(gradebook, name), student_id="ada"))
        return find(gradebook, name)

    with GradebookWriter(course, master) as writer:
        monkeypatch.setattr(Gradebook, "find_assignment", slow)
        cells = [CellOutcome("lesson", "test-square", 2.0, 2.0)]
        writer.record(Outcome("ada", "lesson", State.GRADED, cells=cells), Answers())
    assert others
    assert rows()["test-square"][0] == 2.0


def test_a_broken_gradebook_is_named(course, master):
    (course.root / "gradebook.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(CourseError, match="cannot be used"), GradebookWriter(course, master):
        pass
