"""The plain form in which masters, submissions and outcomes travel: JSON text, bytes as base64, nothing else.

The cluster is trusted, but what it carries is not only its own: plain text can neither run nor surprise anybody.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, fields
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, Strict, TypeAdapter, model_validator

from grader.model import CellOutcome, Limits, Master, Outcome, State, Submission, SubmittedFile, Tests

MAX_TEXT = 1 << 30


class TooLarge(ValueError):
    """Something is too large to be sent."""


def write(plain: dict[str, Any]) -> str:
    """Return JSON text.

    Raises
    ------
    TooLarge
        Beyond a gibibyte; the message says the size.
    """
    text = json.dumps(plain, allow_nan=False)
    if len(text) > MAX_TEXT:
        raise TooLarge(f"{len(text) >> 20} MiB are too much to be sent; at most {MAX_TEXT >> 20} MiB are")
    return text


def read(text: str) -> dict[str, Any]:
    """Return what `write` was given.

    Raises
    ------
    ValueError
        If it is no such text.
    """
    if not isinstance(text, str) or len(text) > MAX_TEXT:
        raise ValueError("what came is no message")
    plain = json.loads(text)
    if not isinstance(plain, dict):
        raise ValueError("what came is no message")
    return plain


def files_to_plain(files: dict[str, bytes]) -> dict[str, str]:
    """Return contents as base64."""
    return {name: base64.b64encode(content).decode("ascii") for name, content in files.items()}


def files_from_plain(plain: dict[str, str]) -> dict[str, bytes]:
    """Return contents as bytes."""
    return {name: base64.b64decode(content) for name, content in plain.items()}


def master_to_plain(master: Master) -> dict[str, Any]:
    """Return a master in its plain form."""
    return {
        "assignment": master.assignment,
        "notebooks": files_to_plain(master.notebooks),
        "released": files_to_plain(master.released),
        "files": files_to_plain(master.files),
        "editable": sorted(master.editable),
        "conventions": master.conventions,
    }


def master_from_plain(plain: dict[str, Any]) -> Master:
    """Build a master from its plain form."""
    parts = {name: files_from_plain(plain[name]) for name in ("notebooks", "released", "files")}
    return Master(plain["assignment"], **parts, editable=frozenset(plain["editable"]), conventions=plain["conventions"])


def submission_to_plain(submission: Submission) -> dict[str, Any]:
    """Return a submission in its plain form."""
    files = {}
    for name, file in submission.files.items():
        content = None if file.content is None else base64.b64encode(file.content).decode("ascii")
        files[name] = [content, file.problem]
    return {"student": submission.student, "files": files}


def submission_from_plain(plain: dict[str, Any]) -> Submission:
    """Build a submission from its plain form."""
    files = {}
    for name, (content, problem) in plain["files"].items():
        files[name] = SubmittedFile(None if content is None else base64.b64decode(content), problem)
    return Submission(plain["student"], files)


def limits_to_plain(limits: Limits) -> dict[str, Any]:
    """Return limits in their plain form."""
    return asdict(limits)


def outcome_to_plain(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome in its plain form, with the executed notebooks."""
    return {**outcome.to_json(), "executed": outcome.executed, "log": outcome.log}


def outcome_from_plain(plain: dict[str, Any], master: Master) -> Outcome:
    """Build an outcome from its plain form, and check it against the master: what a worker sends is not believed.

    Parameters
    ----------
    plain : dict
    master : Master
        Its notebooks and the points of its cells bound what may come.

    Raises
    ------
    ValueError
        If `plain` is something else: unknown fields, a score that is out of range, a notebook that is none of the
        master's (its name becomes a file's).
    """
    outcome = _OUTCOME.validate_python(plain).outcome()
    strangers = sorted({*outcome.executed, *(cell.notebook for cell in outcome.cells)} - master.notebooks.keys())
    if strangers:
        raise ValueError(f"it names notebooks that the assignment has not: {strangers[:3]}")
    return outcome


class _Strict(BaseModel):
    """Knows its fields, takes no others and converts nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)


_Points = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
_Seconds = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


class _Check(_Strict):
    name: str
    points: Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
    passed: bool
    message: str
    hint: str
    hidden: bool


class _Cell(_Strict):
    model_config = ConfigDict(extra="allow", strict=True)  # what a newer grader tells of a cell is checked below
    notebook: str
    id: str
    score: _Points | None
    max_score: _Points
    state: Annotated[State, Strict(False)]
    checks: list[_Check]
    message: str
    manual: bool
    seconds: _Seconds

    @model_validator(mode="after")
    def bounded(self) -> Self:
        """Nothing earns more than it is worth."""
        if self.score is not None and self.score > self.max_score + 1e-9:
            raise ValueError(f"cell {self.id}: a score of {self.score:g} of {self.max_score:g}")
        if self.model_extra and not set(self.model_extra) <= _CELL_FIELDS:
            raise ValueError(f"cell {self.id}: unknown fields {sorted(set(self.model_extra) - _CELL_FIELDS)}")
        return self


class _Outcome(_Strict):
    model_config = ConfigDict(extra="allow", strict=True)
    student: str
    assignment: str
    state: Annotated[State, Strict(False)]
    reason: str
    score: _Points
    max_score: _Points
    repairs: list[str]
    seconds: _Seconds
    peak_memory_mb: _Seconds
    tests: Annotated[Tests, Strict(False)]
    cells: list[_Cell]
    phases: dict[str, _Seconds]
    executed: dict[str, str]
    log: str

    @model_validator(mode="after")
    def bounded(self) -> Self:
        """The sums are those of the cells."""
        if self.score > self.max_score + 1e-9:
            raise ValueError(f"a score of {self.score:g} of {self.max_score:g}")
        if self.model_extra and not set(self.model_extra) <= _OUTCOME_FIELDS:
            raise ValueError(f"unknown fields {sorted(set(self.model_extra) - _OUTCOME_FIELDS)}")
        return self

    def outcome(self) -> Outcome:
        """Return the outcome itself."""
        return Outcome.from_json(self.model_dump())


_CELL_FIELDS = {each.name for each in fields(CellOutcome)}
_OUTCOME_FIELDS = {each.name for each in fields(Outcome)}
_OUTCOME = TypeAdapter(_Outcome)


def key(plain: dict[str, Any]) -> str:
    """Return a key of plain data."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode("ascii")).hexdigest()
