"""What grading one submission needs and gives: plain data, JSON-serialisable, no database, no shared folder.

`Master`, `Submission` and `Limits` go in, `Outcome` comes out; all of them can cross a process or a network.
"""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from grader.contents import StoredFile

CHECKS_MIME = "application/vnd.course-checks+json"
NO_RESPONSE = "No response."  # nbgrader's words for an answer that was left as it was handed out


class State(StrEnum):
    """How grading a submission (or one of its cells) ended; every submission ends in exactly one."""

    GRADED = "graded"
    PARTIAL = "partial"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    MISSING = "missing"


# From harmless to grave: a submission is in the gravest state of its notebooks.
GRAVITY = [State.GRADED, State.PARTIAL, State.TIMEOUT, State.CRASHED, State.UNREADABLE, State.MISSING]


class Tests(StrEnum):
    """Where test cells run: away from the student's process, inside it, or where each of them works."""

    __test__ = False  # pytest takes the name for a class of tests

    AUTO = "auto"
    APART = "apart"
    IN_SESSION = "in-session"

    @classmethod
    def _missing_(cls, value: object) -> Tests | None:
        # What earlier versions wrote into outcomes, and what people have in their scripts.
        return cls.IN_SESSION if value == "in-kernel" else None


@dataclass(frozen=True)
class Limits:
    """What one submission may use.

    Attributes
    ----------
    cell_seconds, seconds : float
        Wall time in seconds for one cell, and for all cells of a notebook together.
    memory_mb : int
        Resident memory in MiB of the session's whole process tree.
    notebook_mb : int
        Largest submitted notebook that is read, in MiB.
    output_mb : int
        Output in MiB that one notebook may produce.
    scratch_mb : int
        Files in MiB that a session may leave in its scratch directory.
    """

    cell_seconds: float = 60.0
    seconds: float = 600.0
    memory_mb: int = 4096
    notebook_mb: int = 100
    output_mb: int = 20
    scratch_mb: int = 512


@dataclass(frozen=True)
class SubmittedFile:
    """One file of a submission.

    Attributes
    ----------
    held : bytes, StoredFile or None
        Its content, or what reads it whenever it is asked for: a large file is not kept in memory. None where it could
        not or may not be read.
    problem : str
        Why it could not or may not be read.
    """

    held: bytes | StoredFile | None
    problem: str = ""

    @property
    def content(self) -> bytes | None:
        """Its content, None where it could not or may not be read.

        Raises
        ------
        OSError
            Where a large file was changed or taken away meanwhile.
        """
        return self.held() if isinstance(self.held, StoredFile) else self.held


@dataclass(frozen=True)
class Master:
    """An assignment as the instructor wrote it.

    Attributes
    ----------
    assignment : str
        Name of the assignment (its folder).
    notebooks : dict of str to bytes
        Solution notebooks by name without suffix, as nbformat JSON.
    released : dict of str to bytes
        Student versions by name, used to recognise untouched stubs; may be empty.
    files : dict of str to bytes
        Other files of the assignment by relative path; they win over a student's file of the same name.
    editable : frozenset of str
        Those of `files` that students may change and hand in (nbgrader's `Autograde.exclude_overwriting`).
    conventions : dict
        How the course marks answers, hidden tests and marking schemes, as plain data of nbgrader's configuration; see
        `grader.notebook.nbgrader_cells.conventions_of`.
    """

    assignment: str
    notebooks: dict[str, bytes]
    released: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    editable: frozenset[str] = frozenset()
    conventions: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """What one student handed in: files by relative path; empty means nothing was handed in."""

    student: str
    files: dict[str, SubmittedFile] = field(default_factory=dict)


@dataclass(frozen=True)
class Check:
    """One check that a test cell published."""

    name: str
    points: float
    passed: bool
    message: str = ""
    hint: str = ""
    hidden: bool = False


@dataclass
class CellOutcome:
    """The result of one graded cell.

    Attributes
    ----------
    notebook, id : str
        Notebook name without suffix, and the cell's `grade_id`.
    score : float or None
        Points earned automatically; None for a cell that a person grades.
    max_score : float
    state : State
    checks : list of Check
    message : str
        What a student should read when there are no checks: the error, or why the score is 0.
    manual : bool
        True for a cell that a person grades.
    seconds : float
    tests : Tests or None
        Where the cell ran, `apart` or `in-session`; None for one that a person grades.
    why : str
        Why it ran in the student's session although tests run apart wherever they can.
    refused : list of str
        What a test that ran apart could not be told and passed by without a word.
    """

    notebook: str
    id: str
    score: float | None
    max_score: float
    state: State = State.GRADED
    checks: list[Check] = field(default_factory=list)
    message: str = ""
    manual: bool = False
    seconds: float = 0.0
    tests: Tests | None = None
    why: str = ""
    refused: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """The result of grading one submission.

    `score` and `max_score` count automatic points only. `executed` holds the executed notebooks as nbformat JSON by
    name; it is stored beside the outcome and left out of `to_json`, as is `log`, what the grader logged meanwhile.
    """

    student: str
    assignment: str
    state: State
    reason: str = ""
    score: float = 0.0
    max_score: float = 0.0
    repairs: list[str] = field(default_factory=list)
    seconds: float = 0.0
    peak_memory_mb: float = 0.0
    tests: Tests = Tests.AUTO
    cells: list[CellOutcome] = field(default_factory=list)
    phases: dict[str, float] = field(default_factory=dict)
    executed: dict[str, str] = field(default_factory=dict, repr=False)
    log: str = field(default="", repr=False)

    @property
    def needs_person(self) -> bool:
        """Whether somebody should look at this submission before its score counts."""
        return self.state is not State.GRADED

    def worsen(self, state: State, reason: str) -> None:
        """Take a graver state, never a more harmless one, and add the reason."""
        self.state = max(self.state, state, key=GRAVITY.index)
        self.reason = f"{self.reason}; {reason}" if self.reason else reason

    def to_json(self) -> dict[str, Any]:
        """Return the outcome as JSON-serialisable containers, without the executed notebooks."""
        plain = asdict(self)
        for name in ("executed", "log"):
            plain.pop(name)
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Outcome:
        """Build an outcome from what `to_json` returned.

        Raises
        ------
        KeyError, TypeError, ValueError
            If `plain` is something else.
        """
        cells = [
            CellOutcome(
                **{
                    **cell,
                    "state": State(cell["state"]),
                    "checks": [Check(**check) for check in cell["checks"]],
                    "tests": Tests(cell["tests"]) if cell.get("tests") else None,
                }
            )
            for cell in plain["cells"]
        ]
        return cls(**{**plain, "state": State(plain["state"]), "tests": Tests(plain["tests"]), "cells": cells})


def bounded_score(value: Any, max_score: float) -> float | None:
    """Return `value` as a score if it is a finite real number between 0 and `max_score`, else None."""
    if isinstance(value, bool):
        return None
    try:
        score = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return score if math.isfinite(score) and 0 <= score <= max_score + 1e-9 else None
