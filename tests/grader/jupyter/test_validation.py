"""What *Validate* shows: tables of the visible checks, escaped, in the form that nbgrader's extension reads."""

from __future__ import annotations

import asyncio
import json
import os
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import compute_checksum

from grader.jupyter.running import Answer
from grader.jupyter.validation import ValidateHandler, changed_tests, result


def check(passed, message="", hint="", name="keeps the shape"):
    return {"name": name, "points": 1.0, "passed": passed, "message": message, "hint": hint, "hidden": False}


def cell(score, checks=(), most=2.0, message="", name="test-relu"):
    return {"id": name, "score": score, "max_score": most, "checks": list(checks), "message": message}


def answer(*cells, state="graded", reason="", status=0):
    outcome = {"state": state, "reason": reason, "cells": list(cells), "score": sum(c["score"] or 0 for c in cells)}
    return Answer(status, json.dumps([outcome]), "")


def test_success_says_nothing_else():
    assert result(answer(cell(2.0), cell(None, most=4.0, name="written")), "/page") == {"success": True, "value": {}}


def test_a_cell_that_lost_points_is_a_table_with_message_hint_and_all_points():
    checks = [check(True), check(False, "1 < 2", "look & think", "<img src=x onerror=alert(1)>")]
    shown = result(answer(cell(1.0, checks), cell(2.0, name="test-softmax")), "/grader/page/a")
    assert shown["success"]
    (failed,) = shown["value"]["failed"]
    assert failed["source"] == "test-relu: 1 of 2 points"
    html = failed["error"]
    assert html.count("<tr>") == 2
    assert "✓ passed" in html
    assert "✗ failed" in html
    assert "1 &lt; 2" in html
    assert "Hint: look &amp; think" in html
    assert "<img" not in html
    assert "3 of 4 points of the checks that you see" in html
    assert '<a href="/grader/page/a"' in html


def test_a_test_without_checks_says_its_message():
    (failed,) = result(answer(cell(0.0, message="AssertionError: 8 != 9")), "")["value"]["failed"]
    assert "AssertionError: 8 != 9" in failed["error"]
    assert "<a " not in failed["error"]


def test_what_stopped_the_notebook_comes_first_and_in_words():
    stopped = answer(cell(0.0), state="partial", reason="cell `relu` was stopped after 60 s", status=1)
    first, second = result(stopped, "")["value"]["failed"]
    assert first["source"] == "The notebook: partial"
    assert "was stopped after 60 s" in first["error"]
    assert second["source"].startswith("test-relu")
    (alone,) = result(answer(state="unreadable", reason="no notebook", status=1), "")["value"]["failed"]
    assert "no notebook" in alone["error"]


@pytest.mark.parametrize("said", ["grader: there is no such notebook.\n", ""])
def test_where_nothing_could_be_run_a_sentence_says_why(said):
    shown = result(Answer(2, "", said), "")
    assert not shown["success"]
    assert "grader:" not in shown["value"]
    assert shown["value"]


@pytest.mark.parametrize("path", ["a\0.ipynb", "\ud800.ipynb", "loop/a.ipynb", "", None, 5, ["a.ipynb"]])
def test_a_path_that_names_no_file_is_answered_in_words(tmp_path, path):
    (tmp_path / "loop").symlink_to("loop")
    server = SimpleNamespace(settings={"grader_root": str(tmp_path), "grader_config": {}}, _kept=lambda page: "")
    shown = asyncio.run(ValidateHandler._validated(server, path))
    assert not shown["success"]
    assert shown["value"]


@pytest.mark.parametrize("marks", [{}, {"grade_id": "t", "points": "many"}, {"grade_id": ["t"]}, {"grade_id": None}])
def test_marks_that_nbgrader_never_wrote_are_a_change(tmp_path, marks):
    test = new_code_cell("assert f() == 1")
    test.metadata["nbgrader"] = {"locked": True, "grade": True, "checksum": "0" * 32, **marks}
    path = tmp_path / "ps.ipynb"
    path.write_text(json.dumps(new_notebook(cells=[test])))
    assert changed_tests(path) == [{"source": "assert f() == 1"}]


def test_a_changed_test_is_told_by_its_checksum(tmp_path):
    test = new_code_cell("assert f() == 1")
    test.metadata["nbgrader"] = {
        "grade_id": "t", "grade": True, "locked": True, "points": 1, "schema_version": 3, "solution": False,
    }  # fmt: skip
    test.metadata["nbgrader"]["checksum"] = compute_checksum(test)
    path = tmp_path / "ps.ipynb"
    nbformat.write(new_notebook(cells=[test]), path)
    assert changed_tests(path) == []
    test.source = "assert True"
    nbformat.write(new_notebook(cells=[test]), path)
    assert changed_tests(path) == [{"source": "assert True"}]
    path.write_text("{")
    assert changed_tests(path) == []
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.ipynb")
        assert changed_tests(tmp_path / "pipe.ipynb") == []
