"""The master's cells as merging and scoring see them: what each is for, and in which forms a student may have it."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat.notebooknode import NotebookNode

from grader.notebook.nbgrader_cells import Role, nbgrader, normal, points_of, role_of


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
