"""Where outcomes lie: JSON beside the executed notebook, written at one stroke, with the key of what was graded."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

import nbformat
from nbgrader.utils import compute_checksum

from grader import log
from grader.course.directory import Course
from grader.files import clear_leftovers, made_folder
from grader.model import Limits, Master, Outcome, State, Submission, Tests
from grader.notebook.nbgrader_cells import nbgrader, role_of, written_cells

logger = logging.getLogger(__name__)

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
    pattern = outcome_path(course, assignment, "*")
    paths = sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
    outcomes = [stored[1] for stored in map(_read, paths) if stored and stored[1].assignment == assignment]
    outcomes = [outcome for outcome in outcomes if not course.excluded(outcome.student)]
    return sorted(outcomes, key=lambda outcome: outcome.student)


def load_if_current(course: Course, assignment: str, student: str, key: str) -> Outcome | None:
    """Return the stored outcome if it was `graded` from exactly what `key` stands for, with its notebooks in place."""
    path = outcome_path(course, assignment, student)
    stored = _read(path)
    if stored is None or stored[0] != key or stored[1].state is not State.GRADED:
        return None
    notebooks = {cell.notebook for cell in stored[1].cells}
    return stored[1] if all((path.parent / f"{name}.ipynb").is_file() for name in notebooks) else None


def save(course: Course, outcome: Outcome, key: str, files: dict[str, bytes] | None = None) -> None:
    """Put a submission's folder of the `autograded` step in place at one stroke.

    Parameters
    ----------
    course : Course
    outcome : Outcome
    key : str
        See `content_key`; empty where the outcome must not be reused.
    files : dict of str to bytes, optional
        Further files by relative path: pictures that the notebooks show, the time stamp.

    Raises
    ------
    OSError
        If the disk is full or the folder may not be written; the earlier folder is then still in place.
    """
    content = {f"{name}.ipynb": text.encode("utf-8", "replace") for name, text in outcome.executed.items()}
    stored = {"key": key, "outcome": outcome.to_json()}
    # Names of files and cells that students chose may hold halves of surrogate pairs.
    text = json.dumps(stored, indent=1, ensure_ascii=False, allow_nan=False)
    content[FILE_NAME] = text.encode("utf-8", "replace")
    if outcome.log:
        content[log.FILE_NAME] = outcome.log.encode("utf-8", "replace")
    folder = course.folder("autograded", outcome.assignment, outcome.student)
    clear_leftovers(folder.parent)
    with made_folder(folder, mode=0o2770 if course.coursedir.groupshared else 0o755) as new:
        for name, data in content.items():
            (new / name).write_bytes(data)
        _write_beside(new, files or {}, {name.casefold() for name in content})


def _write_beside(folder: Path, files: dict[str, bytes], taken: set[str]) -> None:
    """Write files of the assignment and the student; one whose name is in the way of others costs only itself."""
    for name, data in files.items():
        path = folder / name
        if PurePosixPath(name).parts[0].casefold() in taken:
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        except OSError as error:
            if error.errno not in (errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL):
                raise


@dataclass(frozen=True)
class Written:
    """What a student wrote in executed notebooks; cells below a task are counted to it.

    Attributes
    ----------
    sources : dict of (str, str) to str
        By notebook and `grade_id`.
    untouched : frozenset of (str, str)
        What was left as it was handed out.
    """

    sources: dict[tuple[str, str], str] = field(default_factory=dict)
    untouched: frozenset[tuple[str, str]] = frozenset()


def written_in(notebooks: dict[str, str]) -> Written:
    """Find what a student wrote.

    Parameters
    ----------
    notebooks : dict of str to str
        Executed notebooks by name, as nbformat JSON.

    Returns
    -------
    Written
    """
    found: dict[tuple[str, str], str] = {}
    untouched = set()
    for name, text in notebooks.items():
        cells = nbformat.reads(text, as_version=4).cells
        for grade_id, written in written_cells(cells).items():
            found[name, grade_id] = "".join(cell.source if nbgrader(cell) else cell.source + "\n" for cell in written)
        untouched |= {
            (name, str(nbgrader(cell).get("grade_id")))
            for cell in cells
            if role_of(cell).written_by_student and nbgrader(cell).get("checksum") == compute_checksum(cell)
        }
    return Written(found, frozenset(untouched))


def written_before(course: Course, master: Master, student: str) -> Written | None:
    """Return `written_in` the executed notebooks that are in place now, None if there are none."""
    folder = course.folder("autograded", master.assignment, student)
    notebooks = {}
    for name in master.notebooks:
        try:
            notebooks[name] = (folder / f"{name}.ipynb").read_text(encoding="utf-8")
        except (OSError, ValueError):
            continue
    try:
        return written_in(notebooks) if notebooks else None
    except Exception:  # nbformat raises several kinds; a broken file is as good as none
        logger.info("not usable", exc_info=True)
        return None


def base_key(
    master: Master, limits: Limits, tests: Tests, environment: str, *, isolated: bool = True, calibration: str = ""
) -> str:
    """Return a key of everything that a score can depend on but the submission.

    Parameters
    ----------
    master : Master
    limits : Limits
    tests : Tests
        Where test cells run.
    environment : str
        See `grader.course.fingerprint.environment_key`.
    isolated : bool
        Whether submissions run isolated.
    calibration : str
        Key of the verdicts by which tests are placed.

    Returns
    -------
    str
        Hexadecimal SHA-256.
    """
    how = f"{tests}, {'isolated' if isolated else 'trusted'}, {calibration}"
    parts = [environment, how, json.dumps(asdict(limits), sort_keys=True), master.assignment]
    for files in (master.notebooks, master.released, master.files):
        parts += [str(len(files)), *(part for name in sorted(files) for part in (name, files[name]))]
    return _digest([*parts, *sorted(master.editable), json.dumps(master.conventions, sort_keys=True)])


def content_key(base: str, submission: Submission) -> str:
    """Return a key that changes with anything a score can depend on; `base` comes from `base_key`."""
    files = submission.files
    parts = [part for name in sorted(files) for part in (name, files[name].content, files[name].problem)]
    return _digest([base, *parts])


def _digest(parts: Iterable[str | bytes | None]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"-" if data is None else b"%d:" % len(data))
        digest.update(data or b"")
    return digest.hexdigest()


def _read(path: Path) -> tuple[str, Outcome] | None:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return stored["key"], Outcome.from_json(stored["outcome"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
