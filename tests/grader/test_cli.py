"""The command line: help for everything, sentences for mistakes, exit status as promised."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from grader import cli

COMMANDS = [
    "release",
    "mutate",
    "collect",
    "grade",
    "feedback",
    "report",
    "return",
    "roster",
    "export",
    "demo",
    "doctor",
]


def grader(*arguments, cwd=None):
    """Run the program as a person would, with no environment activated."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd or "/tmp"), "COLUMNS": "120"},
    )


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command):
    result = CliRunner().invoke(cli.app, [*command.split(), "--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert all(name in result.output for name in (COMMANDS if not command else ["--course"]))


def test_the_contract_of_grade():
    text = CliRunner().invoke(cli.app, ["grade", "--help"], env={"COLUMNS": "200"}).output
    options = "course student jobs cell-timeout timeout memory tests trust-submissions force scheduler json"
    for option in options.split():
        assert f"--{option}" in text


def test_grade_and_status(small_course, build, hand_in):
    hand_in(small_course, "ada", {"lesson.ipynb": build.solved(build.small())})
    first = grader("grade", "lesson", "--json", small_course / "out.json", cwd=small_course)
    assert first.returncode == 0, first.stderr
    assert "1 submission: 1 graded" in first.stdout
    (entry,) = json.loads((small_course / "out.json").read_text())
    assert (entry["student"], entry["state"], entry["score"], entry["max_score"]) == ("ada", "graded", 3, 3)
    (hand_in(small_course, "eve", {}) / "lesson.ipynb").write_text("{")
    second = grader("grade", "lesson", "--json", "-", cwd=small_course)
    assert second.returncode == 1
    assert [entry["state"] for entry in json.loads(second.stdout)] == ["graded", "unreadable"]
    assert "grader feedback lesson" in second.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["grade", "nope"], "(there: lesson)"),
        (["grade", "lesson", "--student", "zoe"], "zoe"),
        (["grade", "lesson", "--course", "nowhere"], "--course"),
        (["collect", "lesson", "no.zip"], "no such folder or zip"),
        (["collect", "nope", "no.zip"], "(there: lesson)"),
        (["feedback", "lesson"], "Run `grader grade lesson` first"),
        (["report", "nope"], "(there: lesson)"),
        (["export", "nope"], "(there: lesson)"),
        (["release", "nope"], "(there: lesson)"),
        (["demo"], "no sample submissions"),
    ],
)
def test_mistakes_are_sentences(small_course, arguments, says):
    result = grader(*arguments, cwd=small_course)
    assert result.returncode == 2
    assert says in result.stderr
    assert result.stderr.startswith("grader: ")
    assert "Traceback" not in result.stderr + result.stdout


@pytest.mark.parametrize(("number", "words"), [(errno.EACCES, "right to write"), (errno.ENOSPC, "Make room")])
def test_a_folder_that_cannot_be_written_ends_with_a_sentence(monkeypatch, capsys, number, words):
    def refuse():
        raise OSError(number, os.strerror(number), "/course/submitted")

    monkeypatch.setattr(cli, "app", refuse)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert "/course/submitted" in said
    assert words in " ".join(said.split())


def test_another_error_of_the_system_is_a_bug(monkeypatch):
    def fail():
        raise OSError(errno.EBADF, "bad descriptor")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(OSError, match="bad descriptor"):
        cli.main()
