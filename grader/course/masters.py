"""Build an assignment's master as nbgrader would release it: with header and footer, and tests written out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.course.submitted_files import read_folder
from grader.model import Master
from grader.notebook.nbgrader_cells import conventions_of, nbgrader, student_stub, upgraded, without_outputs

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from grader.course.directory import Course

AUTOTEST = "AUTOTEST"


def build_master(course: Course, assignment: str) -> Master:
    """Read the source notebooks and files of one assignment.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    Master

    Raises
    ------
    ValueError, RuntimeError, OSError
        If a notebook or file cannot be read; the message names it.
    """
    source = course.folder("source", assignment)
    notebooks, released = {}, {}
    conventions = conventions_of(course.config)
    for path in sorted(source.glob("*.ipynb")):
        notebook = _with_written_tests(_with_header(_read(path), course), course, assignment, path.stem)
        notebooks[path.stem] = _to_bytes(without_outputs(notebook))
        release = course.folder("release", assignment) / path.name
        student_version = _read(release) if release.is_file() else student_stub(notebook, conventions)
        released[path.stem] = _to_bytes(without_outputs(student_version))
    keep = frozenset(course.config.get("Autograde", {}).get("exclude_overwriting", {}).get(assignment, []))
    return Master(assignment, notebooks, released, _other_files(course, source), keep, conventions)


def _read(path: Path) -> NotebookNode:
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:
        logger.info("not usable", exc_info=True)
        raise ValueError(f"{path}: {error}") from error


def _to_bytes(notebook: NotebookNode) -> bytes:
    return nbformat.writes(notebook).encode("utf-8")


def _with_header(notebook: NotebookNode, course: Course) -> NotebookNode:
    """Add the course's header and footer cells, as nbgrader does when it makes the student version."""
    settings = course.config.get("IncludeHeaderFooter", {})
    parts = [settings.get("header") or None, None, settings.get("footer") or None]
    cells = [_read(course.root / part).cells if part else [] for part in parts]
    notebook.cells = [*cells[0], *notebook.cells, *cells[2]]
    return upgraded(notebook)


def _with_written_tests(notebook: NotebookNode, course: Course, assignment: str, name: str) -> NotebookNode:
    """Take tests that nbgrader generated (`### AUTOTEST`) from the gradebook, where releasing has put them."""
    wanted = [cell for cell in notebook.cells if AUTOTEST in cell.source and nbgrader(cell)]
    if not wanted:
        return notebook
    from nbgrader.api import MissingEntry

    with course.gradebook() as gradebook:
        for cell in wanted:
            try:
                stored = gradebook.find_source_cell(nbgrader(cell)["grade_id"], name, assignment)
            except (MissingEntry, KeyError):
                raise ValueError(
                    f"{name}.ipynb generates its tests ({AUTOTEST}); release {assignment!r} before grading it."
                ) from None
            cell.source = stored.source
    return notebook


def _other_files(course: Course, source: Path) -> dict[str, bytes]:
    from grader.model import Limits

    limits = Limits(notebook_mb=1024, scratch_mb=4096)
    found = read_folder(source, limits, [*course.coursedir.ignore, "*.ipynb"])
    unread = [file.problem for file in found.values() if file.content is None]
    if unread:
        raise OSError(unread[0])
    return {name: file.content for name, file in found.items() if file.content is not None}
