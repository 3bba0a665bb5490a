"""nbgrader's own command and formgrader's button write our pages where the configuration says so."""

from __future__ import annotations

import pytest
from nbgrader.apps.api import NbGraderAPI

from grader.console.course_notes import say_stock_feedback
from grader.console.terminal import console
from grader.course import store
from grader.course.directory import Course
from grader.course.nbgrader_feedback import LINE, writes_our_pages

HIDDEN = "square(-2) == 4"


@pytest.fixture
def ours(graded_course):
    with (graded_course / "nbgrader_config.py").open("a") as config:
        config.write(f"{LINE}\n")
    return graded_course


def _page(root, student="ada"):
    return (root / "feedback" / student / "lesson" / "lesson.html").read_text(encoding="utf-8")


def test_the_command_writes_pages_without_hidden_tests(ours, stock):
    done = stock(ours, "generate_feedback", "lesson", "--force")
    assert done.returncode == 0, done.stderr
    assert "Feedback for ada" in _page(ours)
    assert HIDDEN not in _page(ours)
    assert "BEGIN HIDDEN TESTS" not in _page(ours)
    assert "could not be opened" in _page(ours, "eve")


def test_formgraders_button_does_so_too(ours):
    course = Course.open(ours)
    assert writes_our_pages(course)
    done = NbGraderAPI(course.coursedir, config=course.config).generate_feedback("lesson", "ada")
    assert done["success"], done
    assert HIDDEN not in _page(ours)
    assert "BEGIN HIDDEN TESTS" not in _page(ours)
    assert "Feedback for ada" in _page(ours)


def test_work_that_nbgrader_graded_has_nbgraders_page(ours, stock):
    store.outcome_path(Course.open(ours), "lesson", "ada").unlink()
    done = stock(ours, "generate_feedback", "lesson", "--force", "--student=ada")
    assert done.returncode == 0, done.stderr
    assert "BEGIN HIDDEN TESTS" in _page(ours)
    assert "Feedback for ada" not in _page(ours)


def test_without_the_line_it_is_said(graded_course, ours, capsys):
    say_stock_feedback(console(machine=False), Course.open(ours))
    assert capsys.readouterr().out == ""
    config = graded_course / "nbgrader_config.py"
    config.write_text(config.read_text().replace(LINE, ""))
    say_stock_feedback(console(machine=False), Course.open(graded_course))
    assert LINE in capsys.readouterr().out
