"""Where outcomes lie: JSON beside the executed notebook, written at one stroke, with the key of what was graded."""

from __future__ import annotations

import json
from pathlib import Path

from grader.course import Course
from grader.outcome import Outcome

FILE_NAME = "outcome.json"


def outcome_path(course: Course, assignment: str, student: str) -> Path:
    """Return where the outcome of a submission lies (it need not exist)."""
    return course.folder("autograded", assignment, student) / FILE_NAME


def load(course: Course, assignment: str, student: str) -> Outcome | None:
    """Return the stored outcome of a submission, None if there is none or it cannot be read.

    The executed notebooks are not in it: they lie beside it in `course.folder("autograded", assignment, student)`.
    """
    stored = _read(outcome_path(course, assignment, student))
    return stored[1] if stored else None


def load_all(course: Course, assignment: str) -> list[Outcome]:
    """Return every stored outcome of an assignment, by student id."""
    pattern = outcome_path(course, assignment, "*")
    paths = sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
    outcomes = [stored[1] for stored in map(_read, paths) if stored and stored[1].assignment == assignment]
    return sorted(outcomes, key=lambda outcome: outcome.student)


def _read(path: Path) -> tuple[str, Outcome] | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return stored["key"], Outcome.from_json(stored["outcome"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
