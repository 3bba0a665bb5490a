"""The master's cells as merging and scoring see them: what each is for, and in which forms a student may have it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator


class Role(StrEnum):
    """What a cell of the master is for."""

    ANSWER = "answer"  # a student writes it, nothing is scored here
    MANUAL = "manual"  # a student writes it, a person grades it
    TASK = "task"  # a person grades the cells that students add below it
    TEST = "test"  # scored automatically
    LOCKED = "locked"  # read-only
    PLAIN = "plain"  # not nbgrader's

    @property
    def written_by_student(self) -> bool:
        """Whether the cell's source is lifted out of the submission."""
        return self in (Role.ANSWER, Role.MANUAL)


@dataclass(frozen=True)
class MasterCell:
    """One cell of the master.

    Attributes
    ----------
    index : int
        Position in the master.
    role : Role
    type : {"code", "markdown", "raw"}
    grade_id, id : str
        Empty where the cell has none.
    source : str
        The instructor's text; for a cell that students write, the solution.
    stub : str
        What students were given.
    known : frozenset of str
        Normalised texts that are not a student's work: the master's, the stub's, the released one.
    points : float
    released : dict or None
        nbgrader metadata of the released cell; None if it was not released.
    tags : frozenset of str
    """

    index: int
    role: Role
    type: str
    grade_id: str
    id: str
    source: str
    stub: str
    known: frozenset[str]
    points: float
    released: dict | None
    tags: frozenset[str] = frozenset()

    def untouched(self, source: str) -> bool:
        """Whether `source` is empty or what students were given."""
        text = normal(source)
        return not text or text in self.known - {normal(self.source)} or text == normal(self.stub)


def describe(master: NotebookNode, stub: NotebookNode, released: NotebookNode | None) -> list[MasterCell]:
    """Describe every cell of a master.

    Parameters
    ----------
    master : NotebookNode
        Solution notebook with upgraded nbgrader metadata (see `upgraded`).
    stub : NotebookNode
        The same notebook, cell for cell, without answers and hidden tests.
    released : NotebookNode or None
        What students were given; may be older than the master.
    """
    given = {nbgrader(cell).get("grade_id"): cell for cell in (released.cells if released else [])}
    cells = []
    for index, (cell, bare) in enumerate(zip(master.cells, stub.cells, strict=True)):
        meta = nbgrader(cell)
        grade_id = meta.get("grade_id") or ""
        old = given.get(grade_id) if grade_id else None
        texts = {normal(cell.source), normal(bare.source)} | ({normal(old.source)} if old else set())
        cells.append(
            MasterCell(
                index=index,
                role=role_of(cell),
                type=cell.cell_type,
                grade_id=grade_id,
                id=cell.get("id", ""),
                source=cell.source,
                stub=old.source if old and role_of(cell).written_by_student else bare.source,
                known=frozenset(texts),
                points=points_of(cell),
                released=dict(nbgrader(old)) if old else None,
                tags=frozenset(map(str, cell.metadata.get("tags", []))),
            )
        )
    return cells


def upgraded(notebook: NotebookNode) -> NotebookNode:
    """Bring a notebook's nbgrader metadata to schema 3 and give every cell a unique id; changes it in place."""
    validator = MetadataValidator()
    taken: set[str] = set()
    notebook.nbformat, notebook.nbformat_minor = 4, max(5, notebook.get("nbformat_minor", 0))
    for index, cell in enumerate(notebook.cells):
        if "nbgrader" in cell.metadata:
            validator.upgrade_cell_metadata(cell)
        wanted = cell.get("id") or nbgrader(cell).get("grade_id") or f"cell-{index}"
        cell["id"] = unique_id(wanted, taken)
    return notebook


def unique_id(wanted: str, taken: set[str]) -> str:
    """Return a cell id that the notebook format allows and that is not in `taken`, and add it there."""
    stem = re.sub(r"[^a-zA-Z0-9_-]", "-", wanted)[:56] or "cell"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name


def nbgrader(cell: NotebookNode) -> dict:
    """Return a cell's nbgrader metadata, empty if it has none."""
    return cell.metadata.get("nbgrader") or {}


def role_of(cell: NotebookNode) -> Role:
    """Return what a master's cell is for, by its nbgrader metadata."""
    meta = nbgrader(cell)
    if meta.get("task"):
        return Role.TASK
    if meta.get("solution"):
        return Role.MANUAL if meta.get("grade") else Role.ANSWER
    if meta.get("grade"):
        return Role.TEST if cell.cell_type == "code" else Role.MANUAL
    return Role.LOCKED if meta.get("locked") else Role.PLAIN


def points_of(cell: NotebookNode) -> float:
    """Return the points of a master's cell, 0 where it has none."""
    try:
        return float(nbgrader(cell).get("points") or 0)
    except (TypeError, ValueError):
        return 0.0


def normal(source: str) -> str:
    """Return a source without what editors change by themselves: trailing blanks, line ends, blank lines around."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip("\n")
