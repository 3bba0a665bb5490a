"""Sentences that several commands say."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from grader.commands.report import run as report
from grader.console.course_notes import next_command
from grader.errors import CommandError


def test_the_next_command_can_be_pasted_whatever_assignment_and_course_are_called(small_course):
    """`Week 2 & 3` is a name of an assignment that nbgrader takes; a shell takes it apart."""
    typed = next_command("mutate", "Week 2 & 3", Path("my course"))
    assert shlex.split(typed) == ["grader", "mutate", "Week 2 & 3", "--course", "my course"]
    (small_course / "source" / "lesson").rename(small_course / "source" / "Week 2 & 3")
    with pytest.raises(CommandError, match="Run `grader grade 'Week 2 & 3'` first"):
        report(small_course, "Week 2 & 3", output=None, json=None)
    assert next_command("grade", "ps1", Path(".")) == "grader grade ps1"
