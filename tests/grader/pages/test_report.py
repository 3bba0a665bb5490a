"""The class report: right counts, one page that stands alone, pictures with alt text."""

from __future__ import annotations

import base64
import json

import pytest
from nbformat import writes

from grader.commands import report
from grader.errors import CommandError
from grader.model import CellOutcome, Check, Outcome, State
from grader.notebook.nbgrader_cells import Regions
from grader.pages.class_figures import class_figures
from grader.pages.exercises import exercises_of, hidden_lines, title_of
from grader.pages.report_plots import exercise_means, score_distribution, time_and_memory
from tests.grader.pages_of_a_class import Page


def test_exercises_are_read_off_the_master(build):
    cells = [
        build.text("# Title\n## 1. Softmax (3 points)"),
        build.answer("softmax", "def softmax(): pass"),
        build.test("test-a", "1", 2),
        build.test("test-b", "1", 1),
        build.text("## *Two* `names` of [x](http://y)"),
        build.answer("f", "def f(): pass"),
        build.answer("g", "def g(): pass"),
        build.test("test-fg", "1", 4),
        build.written("written", "x", 4),
    ]
    notebook = writes(build.notebook(*cells)).encode()
    found = [(e.title, e.answers, e.tests, e.max_score, e.manual) for e in exercises_of("n", notebook)]
    assert found == [
        ("1. Softmax", ["softmax"], ["test-a", "test-b"], 3.0, False),
        ("Two names of x: f", ["f", "g"], ["test-fg"], 4.0, False),
        ("Two names of x: written", ["written"], ["written"], 4.0, True),
    ]
    assert title_of("n", notebook) == "Title"
    assert hidden_lines(writes(build.small()).encode(), Regions.of()) == ["assert square(-2) == 4"]


def _class(build):
    exercises = exercises_of("lesson", writes(build.small()).encode())

    def outcome(student, state, *cells):
        return Outcome(student, "lesson", state, score=sum(c.score for c in cells), max_score=3.0, cells=list(cells))

    def square(score, *checks):
        return CellOutcome("lesson", "test-square", score, 2.0, checks=list(checks))

    good, bad = Check("a", 2.0, True), Check("a", 2.0, False, "off by one")
    double = [CellOutcome("lesson", "test-double", s, 1.0, message="" if s else "AssertionError") for s in (1.0, 0.0)]
    return exercises, [
        outcome("ada", State.GRADED, square(2.0, good), double[0]),
        outcome("bob", State.GRADED, square(0.0, bad), double[1]),
        outcome("cy", State.GRADED, square(0.0, bad), double[0]),
        outcome("eve", State.UNREADABLE, square(0.0), double[1]),
        outcome("nia", State.MISSING),
    ]


def test_counts(build):
    exercises, outcomes = _class(build)
    figures = class_figures("lesson", outcomes, exercises)
    assert (figures.students, figures.handed_in, figures.mean, figures.median) == (5, 4, 1.0, 0.5)
    assert figures.states == {"graded": 3, "unreadable": 1, "missing": 1}
    square, double = figures.exercises
    assert (square.mean, square.full, square.none) == (0.25, 1, 3)
    (check,) = square.checks
    assert (check.passed, check.of, check.common, check.times) == (1, 4, "off by one", 2)
    # A test cell without published checks counts as one check.
    assert [(c.name, c.passed, c.of) for c in double.checks] == [("test-double", 2, 4)]
    json.dumps(figures.to_json(), allow_nan=False)


def test_nobody_handed_in(build):
    exercises, outcomes = _class(build)
    figures = class_figures("lesson", outcomes[-1:], exercises)
    assert figures.exercises[0].checks[0].rate == 0
    for picture in (score_distribution([], 0.0), exercise_means(figures.exercises), time_and_memory(outcomes[-1:])):
        assert picture.alt.endswith(".")


def test_pictures_say_what_they_show(build):
    exercises, outcomes = _class(build)
    picture = score_distribution([0.0, 1.0, 2.99, 3.0], 3.0)
    assert "1 from 0 to 0.3" in picture.alt
    assert "2 from 2.7 to 3" in picture.alt
    svg = base64.b64decode(picture.dark.partition(",")[2])
    assert b"<svg" in svg
    exercises[0].title = r"A $\frac{half formula"
    figures = class_figures("lesson", outcomes, exercises)
    assert "25%" in exercise_means(figures.exercises).alt


def test_one_page_that_stands_alone(graded_course, tmp_path, capsys):
    assert report.run(graded_course, "lesson", output=None, json=str(tmp_path / "r.json")) == 0
    page = Page((graded_course / "reports" / "lesson.html").read_text())
    assert page.loads_from_elsewhere == []
    assert all(image["alt"] for image in page.images)
    assert len(page.images) == 3
    assert "Submissions that need a person" in page.text
    figures = json.loads((tmp_path / "r.json").read_text())
    assert [entry["student"] for entry in figures["needs_person"]] == ["eve", "nia"]


def test_report_before_grading_or_to_nowhere(small_course, graded_course, tmp_path):
    with pytest.raises(CommandError, match="Run `grader grade lesson` first"):
        report.run(small_course, "lesson", output=None, json=None)
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="cannot be written"):
        report.run(graded_course, "lesson", output=tmp_path / "file" / "x.html", json=None)


def test_the_most_frequent_message_is_that_of_those_who_tried(build):
    exercises = exercises_of("lesson", writes(build.small()).encode())
    says = ["NotImplementedError", "NotImplementedError", "off by one"]
    outcomes = [
        Outcome(name, "lesson", State.GRADED, cells=[CellOutcome("lesson", "test-square", 0.0, 2.0, message=text)])
        for name, text in zip("abc", says, strict=True)
    ]
    left = {name: {("lesson", "square")} for name in "ab"}
    square = class_figures("lesson", outcomes, exercises, left).exercises[0]
    assert (square.checks[0].common, square.checks[0].times, square.untouched) == ("off by one", 1, 2)
    assert (square.checks[0].passed, square.checks[0].of) == (0, 3)
