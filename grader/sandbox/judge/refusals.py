"""What a test that runs apart cannot be told: said in words, and remembered, so that no guarded test passes by it."""

from __future__ import annotations


class CannotJudge(Exception):
    """A value of the session cannot be used in this way by a test that runs apart; the message says why.

    No `TypeError`: a test that expects one of the code under test must not take this for it.
    """


_MOST = 20
_said: list[str] = []


def refused(why: str) -> CannotJudge:
    """Return the exception for something that cannot be done, and remember it."""
    note(why)
    return CannotJudge(why)


def note(why: str) -> None:
    """Remember something that cannot be done and that nothing in the test will notice."""
    if len(_said) < _MOST and why not in _said:
        _said.append(why)


def take() -> list[str]:
    """Return what was refused since the last call."""
    said = list(_said)
    _said.clear()
    return said
