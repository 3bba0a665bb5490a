"""Where the verdicts of calibrations lie: one JSON file an assignment, made anew when anything changes."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from grader.course.directory import Course
from grader.files import write_file
from grader.grading.calibration.verdicts import Calibration

logger = logging.getLogger(__name__)
FOLDER = ".grader"


def calibration_path(course: Course, assignment: str) -> Path:
    """Return where the verdicts on an assignment lie (the file need not exist)."""
    return course.root / FOLDER / "calibration" / f"{assignment}.json"


def load(course: Course, assignment: str, key: str) -> Calibration | None:
    """Return the verdicts that were kept under a key, None where there are none or they cannot be read.

    Parameters
    ----------
    course : Course
    assignment : str
    key : str
        Of all that they depend on; see `grader.course.grade_key.class_key`.
    """
    found = _read(calibration_path(course, assignment)).get(key)
    try:
        return None if found is None else Calibration.from_json(found)
    except (KeyError, TypeError, ValueError) as error:
        logger.warning("the calibration of %s cannot be read: %s", assignment, error)
        return None


def save(course: Course, assignment: str, key: str, calibration: Calibration) -> None:
    """Keep verdicts at one stroke, with the last few that were found with other limits or in another way.

    What cannot be written is only made anew the next time.
    """
    path = calibration_path(course, assignment)
    kept = {old: plain for old, plain in list(_read(path).items())[-3:] if old != key}
    text = json.dumps({**kept, key: calibration.to_json()}, indent=1)
    try:
        write_file(path, text, mode=0o664 if course.coursedir.groupshared else None)
    except OSError as error:
        logger.warning("%s cannot be written: %s", path, error)


def _read(path: Path) -> dict:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
