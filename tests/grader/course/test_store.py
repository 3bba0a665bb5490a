"""No name that a student chose keeps an outcome from being stored."""

import json

import pytest

from grader.classes.grade_class import grade_class
from grader.course import calibrations, store
from grader.course.directory import Course
from grader.model import Outcome, State
from grader.mutation import kept

LONG = "/".join(["d" * 200] * 25)


@pytest.mark.parametrize(
    "name",
    ["outcome.json/x", "OUTCOME.JSON", "lesson.ipynb/x", "Lesson.ipynb", "a/b/c", "a", LONG, "d" * 300, "\udcff.txt"],
)
def test_an_outcome_is_stored_whatever_its_files_are_called(small_course, name):
    course = Course.open(small_course)
    outcome = Outcome("eve", "lesson", State.GRADED, repairs=["\udcff.ipynb was taken for lesson.ipynb.", "\ud800"])
    outcome.executed = {"lesson": "{}\ud800"}
    store.save(course, outcome, None, {"a/b": b"1", name: b"x", "kept.txt": b"y", "Grader.log": b"made up"})
    folder = course.folder("autograded", "lesson", "eve")
    assert json.loads((folder / "outcome.json").read_text(encoding="utf-8"))["outcome"]["student"] == "eve"
    assert store.load(course, "lesson", "eve").state is State.GRADED
    assert (folder / "lesson.ipynb").read_text() == "{}?"
    assert (folder / "kept.txt").read_bytes() == b"y"
    assert "grader.log" not in {path.name.lower() for path in folder.iterdir()}


def test_a_page_that_could_act_does_not_lie_beside_a_graded_notebook(small_course, build, hand_in):
    notebook = build.solved(build.small())
    acting = {"x.html": b"<script>", "drawing.SVG": b"<svg>", "notes.txt": b"n", "\udcff.txt": b"b"}
    hand_in(small_course, "eve", {"lesson.ipynb": notebook, **acting})
    course = Course.open(small_course)
    (outcome,) = grade_class(course, "lesson", jobs=1)
    assert outcome.state is State.GRADED
    there = {path.name for path in course.folder("autograded", "lesson", "eve").iterdir()}
    assert there == {"grader.log", "lesson.ipynb", "outcome.json", "notes.txt", "\udcff.txt"}


VERDICTS = '"cells": [], "shown": [], "together": [], "uncalibrated": []'


@pytest.mark.parametrize(
    "damaged",
    ["", "[" * 100_000, "[]", "5", '{"key": "k", "results": [{}]}', '{"k": []}', '{"k": 5}', '{"k": {"cells": [{}]}}',
     f'{{"k": {{{VERDICTS}, "reference": {{}}, "blank": null}}}}', '{"key": "k", "parts": [], "outcome": {}}'],
)  # fmt: skip
def test_what_is_kept_and_damaged_is_made_anew(small_course, damaged):
    course = Course.open(small_course)
    places = (
        calibrations.calibration_path(course, "lesson"),
        kept.kept_path(course, "lesson"),
        store.outcome_path(course, "lesson", "eve"),
    )
    for path in places:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(damaged)
    assert calibrations.load(course, "lesson", "k") is None
    assert kept.load(course, "lesson", "k") == {}
    assert store.load(course, "lesson", "eve") is None
