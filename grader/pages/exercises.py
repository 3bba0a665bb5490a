"""Which answer cells and test cells of a master belong together: the exercises of an assignment."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field

import nbformat
from nbformat.notebooknode import NotebookNode

from grader.notebook.nbgrader_cells import Regions, Role, nbgrader, points_of, role_of, written_cells

logger = logging.getLogger(__name__)

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
TOP_HEADING = re.compile(r"^#\s+(.+?)\s*#*$", re.MULTILINE)
# The judge's own error where the code that it tests has ended or was stopped: its text says all.
_GONE = re.compile(r"(?:your function stops with )?\bSessionGone: ")
POINTS = re.compile(r"\s*[(\[]\d+(?:\.\d+)?\s*(?:points?|pts?)[)\]]$", re.IGNORECASE)


@dataclass
class Exercise:
    """Answer cells and the graded cells that belong to them.

    Attributes
    ----------
    notebook : str
    title : str
        The last heading before the first answer.
    answers, tests : list of str
        `grade_id`s; a written answer is in both.
    max_score : float
    manual : bool
        Whether a person grades it.
    """

    notebook: str
    title: str
    answers: list[str] = field(default_factory=list)
    tests: list[str] = field(default_factory=list)
    max_score: float = 0.0
    manual: bool = False


def exercises_of(name: str, notebook: bytes, regions: Regions | None = None) -> list[Exercise]:
    """Read the exercises off a master notebook.

    Answer cells belong to the test cells that follow them, up to the next answer. Written answers and manually graded
    tasks are exercises of their own.

    Parameters
    ----------
    name : str
        Name of the notebook, without suffix.
    notebook : bytes
        nbformat JSON.
    regions : Regions, optional
        How the course marks what students must not see, such as a heading in a marking scheme; default: nbgrader's.
    """
    regions = regions or Regions.of()
    found: list[Exercise] = []
    heading = name
    current: Exercise | None = None
    for cell in nbformat.reads(notebook.decode("utf-8"), as_version=4).cells:
        role, grade_id, points = role_of(cell), nbgrader(cell).get("grade_id"), points_of(cell)
        if cell.cell_type == "markdown" and not role.students:
            titles = HEADING.findall(_open_text(cell, regions))
            heading = POINTS.sub("", _plain(titles[-1])) if titles else heading
        if not grade_id:
            continue
        if role.graded_by_hand:
            found.append(Exercise(name, heading, [grade_id], [grade_id], points, manual=True))
            current = None
        elif role is Role.ANSWER:
            if current is None or current.tests:
                current = Exercise(name, heading)
                found.append(current)
            current.answers.append(grade_id)
        elif role is Role.TEST:
            if current is None:
                current = Exercise(name, heading)
                found.append(current)
            current.tests.append(grade_id)
            current.max_score += points
    return _distinct([exercise for exercise in found if exercise.tests])


def title_of(name: str, notebook: bytes, regions: Regions | None = None) -> str:
    """Return the first open heading of the highest level, else the first of any level, else the name."""
    regions = regions or Regions.of()
    cells = [
        _open_text(cell, regions)
        for cell in nbformat.reads(notebook.decode("utf-8"), as_version=4).cells
        if cell.cell_type == "markdown" and not role_of(cell).students
    ]
    for pattern in (TOP_HEADING, HEADING):
        titles = [title for source in cells for title in pattern.findall(source)]
        if titles:
            return _plain(titles[0])
    return name


def without_judges_words(message: str) -> str:
    """Return a test's message without the name of the judge's own error for code that has ended or was stopped.

    >>> without_judges_words("your function stops with SessionGone: a call to the student's code was stopped after 5 s")
    "a call to the student's code was stopped after 5 s"
    """
    return _GONE.sub("", message)


def tests_with_hidden_lines(notebook: bytes, regions: Regions) -> dict[str, str]:
    """Return the cells of a master of which students do not see all lines: what they do see, by `grade_id`."""
    cells = nbformat.reads(notebook.decode("utf-8"), as_version=4).cells
    hidden = [cell for cell in cells if regions.hidden_tests.lines(cell.source)]
    return {str(nbgrader(cell).get("grade_id")): _open_text(cell, regions) for cell in hidden}


def hidden_lines(notebook: bytes, regions: Regions) -> list[str]:
    """Return the lines of all hidden tests of a master that are long enough to give something away."""
    cells = nbformat.reads(notebook.decode("utf-8"), as_version=4).cells
    lines = [line for cell in cells for line in regions.hidden_tests.lines(cell.source)]
    return [line for line in lines if len(line) >= 8 and not line.startswith("#")]


def written_by_id(notebook: str | bytes) -> dict[str, list[NotebookNode]]:
    """Return the cells of a notebook that a student wrote, by `grade_id`; an unreadable notebook has none."""
    text = notebook.decode("utf-8", "replace") if isinstance(notebook, bytes) else notebook
    try:
        return written_cells(nbformat.reads(text, as_version=4).cells)
    except Exception:
        logger.info("not usable", exc_info=True)
        return {}


def _open_text(cell: NotebookNode, regions: Regions) -> str:
    """Return what students see of a cell of the master."""
    text = cell.source
    for region in regions.all:
        text = region.outside(text)
    return text


def _plain(heading: str) -> str:
    """Drop Markdown's marks from a heading; formulas stay as they are written."""
    heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", heading).strip()


def _distinct(found: list[Exercise]) -> list[Exercise]:
    """Tell exercises under one heading apart by the name of their answer."""
    titles = [exercise.title for exercise in found]
    for exercise in found:
        if titles.count(exercise.title) > 1:
            exercise.title = f"{exercise.title}: {(exercise.answers or exercise.tests)[0]}"
    return found
