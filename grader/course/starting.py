"""Turn a folder of notebooks into a course: where each notebook goes, and which of its cells are answers and tests."""

from __future__ import annotations

import ast
import logging
import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.course import nbgrader_feedback, used_files
from grader.errors import CommandError
from grader.files import write_file
from grader.notebook.language import language_of
from grader.notebook.names import plain_python
from grader.notebook.nbgrader_cells import Regions, nbgrader, normal
from grader.notebook.syntax import parse

logger = logging.getLogger(__name__)

CONFIG_NAME = "nbgrader_config.py"
SOURCE = "source"
# Folders of a course, of editors and of environments: no assignments of their own.
_NOT_ASSIGNMENTS = used_files.CACHES | frozenset(
    "source release submitted autograded feedback downloaded returned reports exchange venv env".split()  # noqa: SIM905
)
_WRITTEN = re.compile(r"your (?:code|answer) here", re.IGNORECASE)
_STATES = re.compile(r"\b(?:assert\w*|stopifnot|expect_\w+|checkEquals\w*|@test|@assert)\b")
_COMMENT = re.compile(r"#.*$", re.MULTILINE)
LARGEST_MB = 100


@dataclass
class Found:
    """One assignment that was made of a folder.

    Attributes
    ----------
    name : str
        Its name: the folder's or the notebook's.
    notebooks : list of Path
        As they were found.
    files : list of Path
        What lies beside them and goes along.
    answers, tests, written : int
        Cells that were marked for nbgrader; 0 where the notebook was marked already.
    unmarked : list of str
        Notebooks in which no cell is graded, before and after.
    unanswered : list of str
        Notebooks with graded cells in which there is nothing to write.
    below : list of Path
        Notebooks in folders below: they stay behind, for students would get them as they are, solutions and all.
    """

    name: str
    notebooks: list[Path] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    answers: int = 0
    tests: int = 0
    written: int = 0
    unmarked: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    below: list[Path] = field(default_factory=list)


def assignments_in(folder: Path) -> list[Found]:
    """Return the assignments that a folder of notebooks makes, by name; nothing is changed.

    A notebook in the folder itself is an assignment, and so is each folder with notebooks below it, however deep.

    Raises
    ------
    CommandError
        If the folder is none or holds no notebook, if a notebook cannot be read, or if two assignments would have the
        same name.
    """
    if not folder.is_dir():
        raise CommandError(f"{folder} is not a folder. Give the folder that holds your notebooks.")
    _refuse_links(folder)
    places = sorted(_with_notebooks(folder))
    found = [_in_folder(place) for place in places]
    own = sorted(folder.glob("*.ipynb"))
    _refuse_unreadable([*own, *(path for each in found for path in each.notebooks)])
    beside = used_files.beside(folder, _NOT_ASSIGNMENTS)
    found = [Found(_name(path.stem), [path], used_files.used(_text(path), beside)) for path in own] + found
    if not found:
        if any((folder / SOURCE).glob("*/*.ipynb")):
            raise _course_already(folder)
        raise CommandError(f"{folder} holds no notebook (*.ipynb), and no folder below it does.")
    _tell_apart(found, folder)
    return found


def _course_already(folder: Path) -> CommandError:
    return CommandError(
        f"{folder} is a course already: see {folder / SOURCE}. Go on with: grader doctor --course {folder}"
    )


def refuse_course(folder: Path) -> None:
    """Refuse a folder that has assignments in its source folder."""
    source = folder / SOURCE
    if source.is_dir() and any(source.iterdir()):
        raise _course_already(folder)


def _with_notebooks(folder: Path) -> Iterator[Path]:
    """Yield the folders below one that hold notebooks, and none that lies in another of them."""
    for place, folders, names in os.walk(folder):
        here = Path(place) != folder and any(name.endswith(".ipynb") for name in names)
        if here:
            yield Path(place)
        folders[:] = [] if here else [name for name in folders if not _passed_over(name)]


def _passed_over(name: str) -> bool:
    return name.startswith(".") or name in _NOT_ASSIGNMENTS


def _in_folder(place: Path) -> Found:
    along = [path for path in sorted(place.rglob("*")) if path.is_file() and _goes_along(path, place)]
    notebooks = [path for path in along if path.suffix == ".ipynb"]
    own = [path for path in notebooks if path.parent == place]
    files = [path for path in along if path.suffix != ".ipynb"]
    return Found(_name(place.name), own, files, below=[path for path in notebooks if path not in own])


def _tell_apart(found: list[Found], folder: Path) -> None:
    """Name folders of the same name after where they lie; refuse what is then still the same."""
    for name in _more_than_one(found):
        for each in found:
            place = each.notebooks[0].parent
            if each.name == name and place != folder:
                each.name = _name(place.relative_to(folder).as_posix())
    if twice := _more_than_one(found):
        raise CommandError(f"{folder}: two assignments would be called {', '.join(twice)}; rename one of the two.")


def _more_than_one(found: list[Found]) -> list[str]:
    return sorted(name for name, count in Counter(each.name for each in found).items() if count > 1)


def _refuse_unreadable(notebooks: list[Path]) -> None:
    """Refuse notebooks that cannot be read, all at once and before anything is made."""
    wrong = []
    for path in notebooks:
        try:
            _read(path)
        except CommandError as error:
            wrong.append(str(error))
    if wrong:
        raise CommandError("\n".join([*wrong, "Nothing was made. Mend what is named or move it away, then try again."]))


def _refuse_links(folder: Path) -> None:
    """Refuse a folder with links that lead out of it: what they lead to would be handed out to students."""
    inside = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for path in (Path(place, name) for name in [*folders, *names]):
            if path.is_symlink() and not _resolved(path).is_relative_to(inside):
                raise CommandError(
                    f"{path} is a link that leads out of {folder}. Put the file itself there, or take the link away."
                )


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # links in a circle lead nowhere
        return Path(path.anchor)


def make_assignment(found: Found, folder: Path, target: Path) -> None:
    """Copy an assignment into a course's source folder, and mark cells of notebooks in which none is marked.

    Parameters
    ----------
    found : Found
        Its counts are filled in.
    folder : Path
        Where it was found.
    target : Path
        The assignment's folder; made here.

    Raises
    ------
    CommandError
        If a notebook cannot be read.
    OSError
    """
    notebooks = [(path, _read(path)) for path in found.notebooks]
    target.mkdir(parents=True)
    for path, notebook in notebooks:
        if not any(nbgrader(cell) for cell in notebook.cells):
            _mark(notebook, found)
        marks = [nbgrader(cell) for cell in notebook.cells]
        if not any(each.get("grade") or each.get("task") for each in marks):
            found.unmarked.append(path.name)
        elif not any(each.get("solution") or each.get("task") for each in marks):
            found.unanswered.append(path.name)
        write_file(target / path.name, nbformat.writes(notebook))
    inside = found.notebooks[0].parent
    for path in found.files:
        place = target / path.relative_to(inside)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def write_configuration(folder: Path, name: str) -> bool:
    """Write a course's configuration where there is none; return whether it was written."""
    path = folder / CONFIG_NAME
    if path.exists():
        return False
    text = (
        '"""Configuration of nbgrader and of the grader for this course."""\n\n'
        "c = get_config()  # noqa: F821\n\n"
        f"c.CourseDirectory.course_id = {name!r}\n"
        "# nbgrader's own feedback and formgrader's button write the pages of `grader feedback`: no hidden tests.\n"
        f"{nbgrader_feedback.LINE}\n"
    )
    write_file(path, text)
    return True


def _name(wanted: str) -> str:
    """Return a name that nbgrader takes for an assignment: it allows no plus sign, and shells no blanks."""
    return re.sub(r"[^\w.-]+", "_", wanted).strip("._") or "assignment"


def _goes_along(path: Path, below: Path) -> bool:
    return not any(part.startswith(".") or part in used_files.CACHES for part in path.relative_to(below).parts)


def _text(notebook: Path) -> str:
    return "\n".join(cell.source for cell in _read(notebook).cells)


def _read(path: Path) -> NotebookNode:
    try:
        if path.stat().st_size > LARGEST_MB << 20:
            raise CommandError(f"{path}: larger than {LARGEST_MB} MiB; clear its outputs first.")
        return nbformat.read(path, as_version=4)
    except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:  # nbformat's many kinds
        raise CommandError(f"{path}: it cannot be read as a notebook ({type(error).__name__}: {error}).") from error


def _mark(notebook: NotebookNode, found: Found) -> None:
    """Mark answers and tests as their text shows them: where a solution stands, what asserts something."""
    regions, names = Regions.of(), _numbers()
    python = language_of(notebook) == "python"
    for cell in notebook.cells:
        answer = regions.solution.begin in cell.source or _WRITTEN.search(cell.source) is not None
        if cell.cell_type == "code" and answer:
            found.answers += 1
            marks = {"grade_id": f"answer-{next(names)}", "solution": True}
        elif cell.cell_type == "code" and (regions.hidden_tests.begin in cell.source or _asserts(cell.source, python)):
            found.tests += 1
            marks = {"grade_id": f"test-{next(names)}", "grade": True, "locked": True, "points": 1}
        elif cell.cell_type == "markdown" and answer:
            found.written += 1
            marks = {"grade_id": f"written-{next(names)}", "grade": True, "solution": True, "points": 1}
        else:
            continue
        flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        cell.metadata["nbgrader"] = flags | marks


def _numbers() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _asserts(source: str, python: bool) -> bool:
    """Whether a cell checks something at its top level: one that only defines what asserts is no test."""
    if not python:
        return _STATES.search(_COMMENT.sub("", normal(source))) is not None
    try:
        body = parse(plain_python(source)).body
    except (SyntaxError, ValueError, RecursionError):
        return False
    return any(
        isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and "assert" in ast.unparse(node.func))
        for statement in body
        if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
    )
