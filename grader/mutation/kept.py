"""Where the results of wrong answers lie: one JSON file an assignment, so that the next run goes on where one ended."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from pathlib import Path

from grader.course.directory import Course
from grader.files import write_file
from grader.mutation.results import MutantResult

logger = logging.getLogger(__name__)
Known = dict[tuple[str, str, str], MutantResult]


def kept_path(course: Course, assignment: str) -> Path:
    """Return where the results of an assignment lie (the file need not exist)."""
    return course.root / ".grader" / "mutation" / f"{assignment}.json"


def load(course: Course, assignment: str, key: str) -> Known:
    """Return the results that were kept under a key, by notebook, answer and key of the wrong answer.

    Parameters
    ----------
    course : Course
    assignment : str
    key : str
        Of all that they depend on; see `grader.course.grade_key.class_key`.
    """
    try:
        plain = json.loads(kept_path(course, assignment).read_text(encoding="utf-8"))
        results = [MutantResult.from_json(each) for each in plain["results"]] if plain["key"] == key else []
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        logger.warning("what is kept of the wrong answers of %s cannot be read: %s", assignment, error)
        return {}
    return known(results)


def known(results: Iterable[MutantResult]) -> Known:
    """Return results by notebook, answer and key of the wrong answer."""
    return {(result.notebook, result.cell, result.key): result for result in results}


def save(course: Course, assignment: str, key: str, results: Iterable[MutantResult]) -> None:
    """Keep results at one stroke; what cannot be written is only made anew the next time."""
    path = kept_path(course, assignment)
    text = json.dumps({"key": key, "results": [result.to_json() for result in results]}, indent=1)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, text, mode=0o664 if course.coursedir.groupshared else None)
    except OSError as error:
        logger.warning("%s cannot be written: %s", path, error)
