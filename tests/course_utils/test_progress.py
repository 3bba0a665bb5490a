"""Bars are drawn only where somebody watches."""

import io
import sys

import pytest

from course_utils import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_is_watched_and_a_file_is_not(monkeypatch):
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert progress.watched()
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not progress.watched()


def test_a_notebook_is_watched(monkeypatch):
    from ipykernel.iostream import OutStream

    class Kernel(io.StringIO):
        __module__ = OutStream.__module__

    monkeypatch.setattr(sys, "stdout", Kernel())
    assert progress.watched()


def test_the_choice_can_be_forced(monkeypatch):
    for value, expected in (("bar", True), ("line", False)):
        monkeypatch.setenv("COURSE_PROGRESS", value)
        assert progress.watched() is expected
    monkeypatch.setenv("COURSE_PROGRESS", "lots")
    with pytest.raises(ValueError, match="COURSE_PROGRESS is 'lots'"):
        progress.watched()
