"""What a student wrote, lifted out of a submission and not set into anything: for whoever compares or shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nbformat

from grader.grading.merge.master_cells import describe
from grader.grading.merge.matching import match_cells
from grader.grading.merge.merging import added_cells
from grader.grading.merge.student_notebook import StudentNotebook
from grader.notebook.nbgrader_cells import student_stub, upgraded


@dataclass(frozen=True)
class Lifted:
    """A cell that a student wrote.

    Attributes
    ----------
    cell : str
        The answer's `grade_id`; for a cell that the student added, that of the last answer before it.
    type : {"code", "markdown", "raw"}
    source : str
    added : bool
        Whether the student added the cell.
    """

    cell: str
    type: str
    source: str
    added: bool = False


class Lifting:
    """Lifts answers out of submissions of one notebook.

    Parameters
    ----------
    master : bytes
        The solution notebook, as nbformat JSON.
    released : bytes or None
        What students were given; may be older than the master.
    conventions : mapping, optional
        How the course marks answers and hidden tests; see `Master`.

    Attributes
    ----------
    given : list of (str, str)
        Type and source of every cell as students get it, of the released version and of the master as it is now.
    """

    def __init__(self, master: bytes, released: bytes | None, conventions: Mapping[str, Any] | None = None) -> None:
        notebook = upgraded(nbformat.reads(master.decode("utf-8"), as_version=4))
        old = upgraded(nbformat.reads(released.decode("utf-8"), as_version=4)) if released else None
        stub = student_stub(notebook, conventions)
        self._cells = describe(notebook, stub, old)
        cells = [*stub.cells, *(old.cells if old else [])]
        self.given = list(dict.fromkeys((cell.cell_type, cell.source) for cell in cells))

    def lift(self, student: StudentNotebook) -> list[Lifted]:
        """Return what the student wrote, in the master's order; answers that were left as handed out are not there."""
        match = match_cells(self._cells, student.cells)
        added = added_cells(self._cells, match, student.cells)
        last, found = "", [Lifted("", own.type, own.source, added=True) for own in added.get(-1, [])]
        for cell in self._cells:
            index = match.cells.get(cell.index)
            if cell.role.students:
                last = cell.grade_id
            if index is not None and cell.role.written_by_student and not cell.untouched(student.cells[index].source):
                found.append(Lifted(cell.grade_id, student.cells[index].type, student.cells[index].source))
            found += [Lifted(last, own.type, own.source, added=True) for own in added.get(cell.index, [])]
        return found
