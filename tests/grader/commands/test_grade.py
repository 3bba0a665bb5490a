"""What `grader grade` prints, writes and returns, whatever grades the class: nothing is run here."""

from __future__ import annotations

import contextlib
import functools
import json
import sqlite3

import pytest
from typer.testing import CliRunner

from grader import cli
from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.errors import CourseError
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.grading.grade import not_run
from grader.model import CellOutcome, Outcome, State, Tests
from tests.grader.fakes import FakeGrades

pytestmark = pytest.mark.usefixtures("handed_in")


@pytest.fixture
def handed_in(small_course, build, hand_in):
    for student in ("ada", "bob", "cyd"):
        hand_in(small_course, student, {"lesson.ipynb": build.released(build.small())})
    return small_course


@pytest.fixture
def grade(small_course, monkeypatch):
    """Return a function that runs `grader grade lesson` with a fake that grades."""

    def go(engine, *options):
        monkeypatch.setattr("grader.commands.grade.grade_class", functools.partial(grade_class, engine=engine))
        line = ["grade", "lesson", "--course", str(small_course), *options]
        return CliRunner().invoke(cli.app, line, env={"COLUMNS": "200"})

    return go


def outcome(student, state=State.GRADED, score=0.0, reason=""):
    cells = [CellOutcome("lesson", "test-square", score, 2.0, state), CellOutcome("lesson", "test-double", 0.0, 1.0)]
    return Outcome(student, "lesson", state, reason, score=score, max_score=3.0, cells=cells)


def test_everybody_graded_is_status_0(grade, small_course):
    engine = FakeGrades({"ada": outcome("ada", score=2.0)}, note="Two workers.")
    result = grade(engine)
    assert result.exit_code == 0
    assert "3 submissions: 3 graded" in result.output
    assert "2/3" in result.output
    assert "Two workers." in result.output
    assert "Next: grader feedback lesson" in result.output
    assert engine.log == ["enter", "start", "ada", "bob", "cyd", "exit"]
    assert Course.open(small_course).folder("autograded", "lesson", "ada").is_dir()


def test_one_that_needs_a_person_is_status_1_and_named(grade):
    result = grade(FakeGrades({"bob": outcome("bob", State.TIMEOUT, reason="too long")}))
    assert result.exit_code == 1
    assert "2 graded, 1 timeout" in result.output
    assert "too long" in result.output
    assert "Look at the submissions that are not `graded`" in result.output


def test_a_broken_test_is_status_1_though_everybody_is_graded(grade):
    broken = CellVerdict("lesson", "test-square", Tests.APART, broken="AssertionError: 4")
    result = grade(FakeGrades(calibration=Calibration((broken,))))
    assert result.exit_code == 1
    assert "the reference answers lose points in it (AssertionError: 4)" in result.output


def test_the_json_is_the_outcomes(grade, tmp_path):
    grade(FakeGrades({"cyd": outcome("cyd", State.PARTIAL, 1.0, "nan")}), "--json", str(tmp_path / "out.json"))
    found = {entry["student"]: entry for entry in json.loads((tmp_path / "out.json").read_text())}
    assert [(name, entry["state"]) for name, entry in found.items()] == [
        ("ada", "graded"),
        ("bob", "graded"),
        ("cyd", "partial"),
    ]
    assert (found["cyd"]["score"], found["cyd"]["reason"]) == (1.0, "nan")
    assert [cell["id"] for cell in found["cyd"]["cells"]] == ["test-square", "test-double"]


def test_only_who_was_asked_for_is_graded(grade):
    engine = FakeGrades()
    assert grade(engine, "--student", "bob").exit_code == 0
    assert engine.log == ["enter", "start", "bob", "exit"]


def test_a_second_run_takes_what_is_there_and_starts_nothing(grade):
    grade(FakeGrades({"eve": outcome("eve")}))
    again = FakeGrades()
    result = grade(again)
    assert again.log == ["enter", "exit"]
    assert "unchanged since the last run" in result.output
    forced = FakeGrades()
    grade(forced, "--force")
    assert forced.log == ["enter", "start", "ada", "bob", "cyd", "exit"]


def test_what_runs_otherwise_is_graded_again(grade):
    grade(FakeGrades())
    trusted = FakeGrades(isolated=False, tests=Tests.IN_SESSION)
    grade(trusted)
    assert trusted.log == ["enter", "start", "ada", "bob", "cyd", "exit"]


def test_who_handed_nothing_in_is_missing(grade, small_course):
    master = Course.open(small_course).master("lesson")
    result = grade(FakeGrades({"bob": not_run(master, "bob", State.MISSING, "nothing was handed in")}))
    assert result.exit_code == 1
    assert "1 missing" in result.output


def test_a_cluster_that_is_lost_ends_with_its_sentence_and_keeps_what_is_done(grade, small_course):
    engine = FakeGrades({"bob": CourseError("The scheduler is gone.")})
    result = grade(engine)
    assert isinstance(result.exception, CourseError)
    assert engine.log[-1] == "exit"
    assert (Course.open(small_course).folder("autograded", "lesson", "ada") / "outcome.json").is_file()


def test_ctrl_c_ends_what_grades(grade):
    engine = FakeGrades({"bob": KeyboardInterrupt()})
    assert grade(engine).exit_code != 0
    assert engine.log == ["enter", "start", "ada", "bob", "exit"]


def test_a_way_that_does_not_exist_is_named(grade):
    result = grade(FakeGrades(), "--tests", "nowhere")
    assert result.exit_code != 0
    assert "there is no such way" in str(result.exception) + result.output


def test_who_is_excluded_is_left_out_and_named(grade, small_course):
    with (small_course / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.student_id_exclude = 'bob'\n")
    engine = FakeGrades()
    result = grade(engine)
    assert engine.log == ["enter", "start", "ada", "cyd", "exit"]
    assert "student_id_exclude): bob" in result.output


def test_an_id_that_would_act_in_formgrader_costs_that_person_alone(grade, small_course, build, hand_in):
    hand_in(small_course, "<b>x", {"lesson.ipynb": build.released(build.small())})
    result = grade(FakeGrades({}))
    assert result.exit_code == 1
    assert "3 submissions: 3 graded" in result.output
    assert "Not graded (1)" in result.output
    assert "<b>x" in result.output
    assert not Course.open(small_course).folder("autograded", "lesson", "<b>x").exists()


@pytest.mark.parametrize("command", ["grade", "export", "feedback", "report"])
@pytest.mark.parametrize("damage", ["no database", "of an older nbgrader"])
def test_a_gradebook_that_cannot_be_used_is_one_sentence(graded_course, command, damage):
    book = graded_course / "gradebook.db"
    if damage == "no database":
        book.write_text("no database at all, " * 50)
    else:
        with contextlib.closing(sqlite3.connect(book)) as database:
            database.execute("ALTER TABLE student DROP COLUMN lms_user_id")
            database.commit()
    result = CliRunner().invoke(cli.app, [command, "lesson", "--course", str(graded_course)])
    assert isinstance(result.exception, CourseError)
    assert result.exception.status == 2
    assert "nbgrader db upgrade" in str(result.exception)
    assert "\n" not in str(result.exception)


def test_points_for_nothing_are_status_1_and_named(grade):
    """`grade` checks the master as `release` does: it may have been changed since, or come from somewhere else."""
    full, free = outcome("reference", score=2.0), outcome("blank", score=2.0)
    result = grade(FakeGrades(calibration=Calibration(reference=full, blank=free)))
    assert result.exit_code == 1
    assert "the untouched student version earns 2 of 2" in result.output
    assert "3 submissions: 3 graded" in result.output


def test_a_source_that_cannot_be_used_is_refused_before_anybody_is_graded(grade, small_course):
    path = small_course / "source" / "lesson" / "lesson.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("### END HIDDEN TESTS", "", 1), encoding="utf-8")
    engine = FakeGrades()
    result = grade(engine)
    assert isinstance(result.exception, CourseError)
    assert engine.log == []


def test_a_hidden_test_in_what_was_handed_out_is_named(grade, small_course, build):
    folder = small_course / "release" / "lesson"
    folder.mkdir(parents=True)
    (folder / "lesson.ipynb").write_text(json.dumps(build.small()), encoding="utf-8")
    result = grade(FakeGrades())
    assert "can be read in the student version" in result.output.replace("\n", " ")
