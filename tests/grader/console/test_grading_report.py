"""What `grader grade` promises to programs and says to people."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from grader.classes.grade_class import Event
from grader.console.grading_report import exit_status, findings, machine_list, show_table, summary
from grader.console.progress import ClassProgress, time_left
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import CellOutcome, Check, Outcome, State, Tests
from grader.text import points

KEYS = [
    "student", "assignment", "state", "reason", "score", "max_score", "repairs", "seconds", "peak_memory_mb", "tests",
    "cells",
]  # fmt: skip


def _outcomes():
    cell = CellOutcome("n", "t", 1.0, 2.0, checks=[Check("c", 1.0, True)], message="m")
    return [
        Outcome("ada", "ps1", State.GRADED, score=1.0, max_score=2.0, cells=[cell], phases={"start": 1.0}),
        Outcome("[red]bob", "ps1", State.CRASHED, "the kernel died [/bold]", repairs=["cell `x` was put back"]),
    ]


def _text(console):
    return console.file.getvalue()


def _console():
    return Console(file=io.StringIO(), width=120, highlight=False)


def test_the_keys_are_the_promised_ones_and_no_others():
    first, second = json.loads(json.dumps(machine_list(_outcomes())))
    assert list(first) == KEYS == list(second)
    keys = ["notebook", "id", "score", "max_score", "state", "checks", "message", "tests", "why"]
    assert list(first["cells"][0]) == keys
    assert list(first["cells"][0]["checks"][0]) == ["name", "points", "passed", "message", "hint", "hidden"]
    assert (first["state"], first["tests"]) == ("graded", "auto")


@pytest.mark.parametrize(
    ("states", "status"),
    [(["graded", "graded"], 0), (["graded", "missing"], 1), (["partial"], 1), (["unreadable"], 1), ([], 2)],
)
def test_exit_status(states, status):
    assert exit_status([Outcome("a", "b", State(state)) for state in states]) == status


def test_what_is_wrong_with_tests_comes_first_and_a_broken_one_ends_with_1():
    cells = [
        CellOutcome("n", name, score, 1.0, tests=Tests.APART) for name, score in (("t", 0.0), ("u", 0.0), ("v", 1.0))
    ]
    cells[2].tests = Tests.IN_SESSION
    outcomes = [Outcome(name, "ps1", State.GRADED, cells=cells) for name in ("ada", "bob")]
    calibration = Calibration(
        (
            CellVerdict("n", "v", Tests.IN_SESSION, "it looks at a plot of the answer"),
            CellVerdict("n", "t", broken="AssertionError: no"),
        )
    )
    lines = [str(line) for line in findings(calibration, outcomes)]
    assert lines[0].startswith("t: the reference answers lose points in it (AssertionError: no).")
    assert [line for line in lines if "nobody passed it" in line] == lines[1:3]
    assert lines[-1] == "  v: it looks at a plot of the answer."
    assert (exit_status(outcomes, calibration), exit_status(outcomes, Calibration())) == (1, 0)


def test_answers_that_a_test_cannot_judge_are_named():
    def outcome(student, message, score=0.0):
        return Outcome(student, "ps1", State.GRADED, cells=[CellOutcome("n", "t", score, 1.0, message=message)])

    said = "CannotJudge: an object of type Rows cannot be compared"
    outcomes = [outcome("ada", said), outcome("bob", "AssertionError"), outcome("cem", "", 1.0), outcome("dag", said)]
    (line,) = findings(Calibration(), outcomes)
    assert str(line).startswith("t: 2 submissions (ada, dag) earned nothing because")
    broken = Calibration((CellVerdict("n", "t", broken="AssertionError"),))
    assert len(findings(broken, outcomes)) == 1


def test_the_table_shows_state_score_reason_and_repairs_as_they_are():
    console = _console()
    show_table(console, _outcomes(), title="ps1")
    for words in ("[red]bob", "the kernel died [/bold]", "1 / 2", "mended: cell `x` was put back", "crashed"):
        assert words in _text(console)
    assert summary(_outcomes()) == "2 submissions: 1 graded, 1 crashed"


def test_time_left():
    assert time_left(30.0, 3, 6) == "about 60 s left"
    assert time_left(600.0, 5, 20) == "about 40 min left"
    assert time_left(5.0, 0, 7) == time_left(5.0, 7, 0) == ""


def test_progress_in_a_file_is_one_line_a_submission():
    console = _console()
    ada, bob = _outcomes()
    with ClassProgress(console, "ps1") as progress:
        for event in (
            Event("start", total=2),
            Event("begin", "ada", total=2),
            Event("done", "ada", ada, done=1, total=2),
            Event("note", "bob", text="bob [x]: could not be written"),
            Event("done", "[red]bob", bob, reused=True, done=2, total=2),
        ):
            progress(event)
    lines = _text(console).splitlines()
    assert lines[0].startswith("1/2  ada  graded  1 / 2 automatic  about")
    assert lines[1] == "bob [x]: could not be written"
    assert lines[2] == "2/2  [red]bob  crashed  0 / 0 automatic  unchanged since the last run"


def test_points_have_no_needless_zeros():
    assert [points(value) for value in (4.0, 3.5, 0.25, 10.0, None)] == ["4", "3.5", "0.25", "10", "–"]


def test_nothing_of_a_submission_steers_the_terminal():
    stream = io.StringIO()
    outcome = Outcome(
        "eve", "ps1", State.PARTIAL, "\x1b]52;c;ZXZpbA==\x07 \x9b2J", repairs=["\x1b[2Ja\u202eb.ipynb was taken"]
    )
    show_table(Console(file=stream, width=120), [outcome], title="t")
    assert not set(stream.getvalue()) & set("\x1b\x07\x9b\u202e")
    assert "b.ipynb was taken" in stream.getvalue()
