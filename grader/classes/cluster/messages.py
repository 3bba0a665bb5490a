"""The plain form in which masters, submissions and outcomes travel: JSON text, bytes as base64, nothing else.

The cluster is trusted, but what it carries is not only its own: plain text can neither run nor surprise anybody.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict
from typing import Any

from grader.model import Limits, Master, Outcome, Submission, SubmittedFile

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
    return {**outcome.to_json(), "executed": outcome.executed}


def outcome_from_plain(plain: dict[str, Any]) -> Outcome:
    """Build an outcome from its plain form.

    Raises
    ------
    KeyError, TypeError, ValueError
        If `plain` is something else.
    """
    outcome = Outcome.from_json(plain)
    if not all(isinstance(part, str) for item in outcome.executed.items() for part in item):
        raise TypeError("executed notebooks are text")
    return outcome


def key(plain: dict[str, Any]) -> str:
    """Return a key of plain data."""
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode("ascii")).hexdigest()
