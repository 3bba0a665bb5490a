"""One line says how far the reader is."""

import json

import pytest

from course_utils.checks import Checks, progress


@pytest.fixture(autouse=True)
def a_new_kernel():
    progress.forget()


def report(exercise, passed, hidden=False, points=2):
    checks = Checks(exercise, points=points)
    checks.true("a", passed)
    if hidden:
        with checks.hidden():
            checks.true("b", True)
    checks.score()


def test_exercises_done_points_and_what_is_open(capsys):
    report("softmax", True)
    report("relu", False)
    assert progress.line() == "Progress: 1 of 2 exercises checked so far done, 2 of 4 points; open: relu."
    report("relu", True)
    assert progress.line() == "Progress: 2 of 2 exercises checked so far done, 4 of 4 points; nothing is open."
    assert capsys.readouterr().out.strip().endswith(progress.line())


def test_the_hidden_part_is_no_business_of_a_reader(capsys):
    report("softmax", True, hidden=True)
    assert "Progress" not in capsys.readouterr().out


def cell(grade_id, points=None, kind="code"):
    return {
        "cell_type": kind,
        "metadata": {"nbgrader": {"grade_id": grade_id, "grade": points is not None, "points": points}},
    }


def test_a_notebook_that_can_be_read_says_what_else_there_is(tmp_path, monkeypatch, capsys):
    path = tmp_path / "lesson.ipynb"
    cells = [cell("softmax"), cell("test-softmax", 3), cell("test-relu", 2), cell("written", 4, "markdown")]
    path.write_text(json.dumps({"cells": [*cells, {"cell_type": "code", "metadata": {}}]}))
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    report("softmax", True, points=3)
    assert progress.line() == "Progress: 1 of 2 exercises done, 3 of 5 points; open: relu."


@pytest.mark.parametrize(
    "content", [None, "", "[]", '{"cells": [{}]}', '{"cells": [{"cell_type": "code", "metadata": 3}]}']
)
def test_a_notebook_that_cannot_be_read_costs_nothing(content, tmp_path, monkeypatch, capsys):
    path = tmp_path / "lesson.ipynb"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    report("softmax", True, points=3)
    assert progress.line() == "Progress: 1 of 1 exercises checked so far done, 3 of 3 points; nothing is open."
