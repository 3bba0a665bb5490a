"""Where outcomes lie: JSON beside the executed notebook, written at one stroke, with the key of what was graded."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from grader import log
from grader.contents import Contents
from grader.course.directory import Course
from grader.course.grade_key import GradeKey
from grader.files import clear_leftovers, made_folder
from grader.model import Outcome, State

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
    """Return every stored outcome of an assignment, by student id, without students whom the course excludes."""
    paths = (outcome_path(course, assignment, each) for each in course.students_with("autograded", assignment))
    outcomes = [stored[1] for stored in map(_read, paths) if stored and stored[1].assignment == assignment]
    return sorted(outcomes, key=lambda outcome: outcome.student)


def load_if_current(course: Course, student: str, key: GradeKey) -> Outcome | None:
    """Return the stored outcome if it was `graded` from exactly what `key` stands for, with its notebooks in place."""
    path = outcome_path(course, key.assignment, student)
    stored = _read(path)
    if stored is None or stored[0] != key.digest or stored[1].state is not State.GRADED:
        return None
    notebooks = {cell.notebook for cell in stored[1].cells}
    return stored[1] if all((path.parent / f"{name}.ipynb").is_file() for name in notebooks) else None


def why_again(course: Course, student: str, key: GradeKey) -> str:
    """Return why a submission is graded again, "" where it never was (or was by a version that kept no reasons).

    Parameters
    ----------
    course : Course
    student : str
    key : GradeKey
        Of what would be graded now.
    """
    stored = _read(outcome_path(course, key.assignment, student))
    if stored is None or stored[1].state is State.MISSING:
        return ""
    before, outcome = stored[2], stored[1]
    changed = [what for what, digest in key.parts.items() if before and before.get(what) != digest]
    if changed:
        return f"{changed[0]} changed"
    if outcome.state is not State.GRADED:
        return f"the last run ended as `{outcome.state}`"
    return "" if not before else "a file of the last run is gone"


def save(course: Course, outcome: Outcome, key: GradeKey | None, files: Mapping[str, bytes] | None = None) -> None:
    """Put a submission's folder of the `autograded` step in place at one stroke.

    Parameters
    ----------
    course : Course
    outcome : Outcome
    key : GradeKey or None
        Of what was graded; None where the outcome must not be reused.
    files : mapping of str to bytes, optional
        Further files by relative path: pictures that the notebooks show, the time stamp.

    Raises
    ------
    OSError
        If the disk is full or the folder may not be written; the earlier folder is then still in place.
    """
    content = {f"{name}.ipynb": text.encode("utf-8", "replace") for name, text in outcome.executed.items()}
    stored = {"key": key.digest if key else "", "parts": key.parts if key else {}, "outcome": outcome.to_json()}
    # Names of files and cells that students chose may hold halves of surrogate pairs.
    text = json.dumps(stored, indent=1, ensure_ascii=False, allow_nan=False)
    content[FILE_NAME] = text.encode("utf-8", "replace")
    if outcome.log:
        content[log.FILE_NAME] = outcome.log.encode("utf-8", "replace")
    folder = course.folder("autograded", outcome.assignment, outcome.student)
    clear_leftovers(folder.parent)
    with made_folder(folder, mode=0o2770 if course.coursedir.groupshared else None) as new:
        for name, data in content.items():
            (new / name).write_bytes(data)
        # Nothing of a student's is taken for the grader's own, also where this time it wrote no such file.
        write_beside(new, Contents.of(files or {}), {name.casefold() for name in (*content, log.FILE_NAME)})


def write_beside(folder: Path, files: Contents, taken: set[str]) -> None:
    """Write files of the assignment and the student; one whose name is in the way of others costs only itself."""
    for name in files:
        path = folder / name
        if PurePosixPath(name).parts[0].casefold() in taken:
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.writelines(files.pieces(name))
        except OSError as error:
            if error.errno not in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL):
                raise


def _read(path: Path) -> tuple[str, Outcome, dict[str, str]] | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return stored["key"], Outcome.from_json(stored["outcome"]), dict(stored.get("parts") or {})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
