"""What *Autograde* says and which states formgrader's pages are told."""

from __future__ import annotations

import json

import pytest

from grader.jupyter.formgrader import result, states
from grader.jupyter.running import Answer


def answer(state, status, reason="", said=""):
    outcome = {"state": state, "reason": reason, "score": 3.0, "max_score": 4.0, "repairs": ["a cell was put back"]}
    return Answer(status, json.dumps([outcome]), said)


def test_graded_is_a_success_with_points_and_what_was_mended():
    assert result(answer("graded", 0)) == {
        "success": True, "log": "graded: 3 of 4 points by the tests\nmended: a cell was put back", "error": "",
    }  # fmt: skip


@pytest.mark.parametrize("state", ["partial", "timeout", "crashed", "unreadable", "missing"])
def test_what_needs_a_person_is_an_error_that_names_state_and_reason(state):
    shown = result(answer(state, 1, "an answer loops"))
    assert not shown["success"]
    assert shown["log"].startswith(f"{state}: ")
    assert "an answer loops" in shown["log"]


def test_tests_that_need_a_person_are_said_too():
    shown = result(answer("graded", 1, said="t: the reference answers lose points in it"))
    assert not shown["success"]
    assert "reference answers lose points" in shown["log"]


def test_where_nothing_was_graded_the_reason_is_said():
    assert result(Answer(2, "", "grader: no such assignment")) == {
        "success": False, "log": "no such assignment", "error": "",
    }  # fmt: skip


def test_a_folder_that_is_no_course_has_no_states(tmp_path):
    assert states(tmp_path, "ps") == {}
