"""Say in plain sentences what merging had to mend; what an ordinary editor does to a notebook is not mentioned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nbformat.notebooknode import NotebookNode

from grader.grading.merge.master_cells import MasterCell
from grader.grading.merge.matching import Match
from grader.grading.merge.reading import StudentCell, StudentNotebook
from grader.notebook.nbgrader_cells import Role, normal

NAMES = {
    Role.ANSWER: "answer cell",
    Role.MANUAL: "answer cell",
    Role.TASK: "task cell",
    Role.TEST: "test cell",
    Role.LOCKED: "read-only cell",
}
FLAGS = ("grade", "solution", "locked", "task")


class Repairs:
    """Compares a submission with the master.

    Parameters
    ----------
    cells : sequence of MasterCell
    student : StudentNotebook
    match : Match
    """

    def __init__(self, cells: Sequence[MasterCell], student: StudentNotebook, match: Match) -> None:
        self.cells = cells
        self.student = student
        self.match = match
        self.named = [cell for cell in cells if cell.grade_id and cell.role is not Role.PLAIN]

    def sentences(self, master: NotebookNode, released: NotebookNode | None) -> list[str]:
        """Return what was mended, in the order in which it matters.

        Parameters
        ----------
        master, released : NotebookNode
            For the kernels that they name.
        """
        return [
            *self.student.remarks,
            *self._missing(was_released=released is not None),
            *self._edited_texts(),
            *self._edited_metadata(),
            *self._lost_metadata(),
            *self._duplicates(),
            *self._invented(),
            *self._order(),
            *self._kernel(master, released),
        ]

    def _missing(self, *, was_released: bool) -> list[str]:
        found = []
        for cell in self.named:
            if cell.index in self.match.cells or (was_released and cell.released is None):
                continue  # a cell that the master gained later cannot be in the submission
            end = "it counts as not answered" if cell.role.written_by_student else "the instructor's was put back"
            found.append(f"The {NAMES[cell.role]} '{cell.grade_id}' was missing: {end}.")
        return found

    def _edited_texts(self) -> list[str]:
        found = []
        for cell, own in self._matched():
            if own.type != cell.type and cell.role is not Role.PLAIN:
                found.append(
                    f"The {NAMES[cell.role]} '{cell.grade_id}' had become a {own.type} cell: it was turned back."
                )
            if not cell.role.written_by_student and normal(own.source) not in cell.known:
                found.append(f"The {NAMES[cell.role]} '{cell.grade_id}' had been changed: the instructor's was used.")
        return found

    def _edited_metadata(self) -> list[str]:
        found = []
        for cell, own in self._matched():
            if not own.nbgrader:
                continue
            if cell.index not in self.match.by_name and own.grade_id:
                found.append(
                    f"The grade_id of '{cell.grade_id}' had been changed to '{own.grade_id[:80]}': "
                    "the cell was recognised by its place and text."
                )
            points = own.nbgrader.get("points")
            given = cell.released.get("points") if cell.released else None
            if "points" in own.nbgrader and cell.points and points not in (given, cell.points):
                said = repr(points)[:40]
                found.append(f"The points of '{cell.grade_id}' had been changed to {said}: it counts {cell.points:g}.")
            flags = [flag for flag in FLAGS if self._flag_differs(cell, own, flag)]
            if flags:
                found.append(
                    f"The nbgrader flags of '{cell.grade_id}' had been changed ({', '.join(flags)}): put back."
                )
        return found

    @staticmethod
    def _flag_differs(cell: MasterCell, own: StudentCell, flag: str) -> bool:
        if cell.released is None or flag not in own.nbgrader:
            return False
        return bool(own.nbgrader[flag]) != bool(cell.released.get(flag, False))

    def _lost_metadata(self) -> list[str]:
        lost = [cell for cell, own in self._matched() if not own.nbgrader]
        if not lost:
            return []
        if len(lost) == sum(1 for _ in self._matched()) and len(lost) > 1:
            return ["The notebook had lost all nbgrader metadata: cells were recognised by their place and text."]
        names = ", ".join(f"'{cell.grade_id}'" for cell in lost)
        return [f"nbgrader's metadata was missing and put back: {names}."]

    def _duplicates(self) -> list[str]:
        found = []
        for position, copies in sorted(self.match.duplicates.items()):
            cell = self.cells[position]
            if cell.role.written_by_student:
                end = "the last one that differs from the released text counts"
            else:
                end = "the instructor's counts once"
            found.append(f"The cell '{cell.grade_id}' was there {len(copies) + 1} times: {end}.")
        return found

    def _invented(self) -> list[str]:
        matched = set(self.match.cells.values())
        names = {cell.grade_id for cell in self.cells}
        return [
            f"The cell '{own.grade_id[:80] or 'without a name'}' called itself graded, but is not the instructor's."
            for index, own in enumerate(self.student.cells)
            if index not in matched and own.grade_id not in names and own.nbgrader.get("grade")
        ]

    def _order(self) -> list[str]:
        repeated = set(self.match.duplicates)
        places = [(self.match.cells[cell.index], cell) for cell, _ in self._matched() if cell.index not in repeated]
        moved = [f"'{later.grade_id}'" for (before, _), (after, later) in pairwise(places) if after < before]
        return (
            [f"Cells stood in another order ({', '.join(moved)} too early): the instructor's was used."]
            if moved
            else []
        )

    def _kernel(self, master: NotebookNode, released: NotebookNode | None) -> list[str]:
        own = self.student.kernel
        names = [notebook.metadata.get("kernelspec", {}).get("name", "") for notebook in (master, released) if notebook]
        if not own or own in names or not any(names):
            return []
        return [f"The notebook named the kernel '{own[:80]}': the assignment's ('{names[0]}') was used."]

    def _matched(self):
        """Yield nbgrader's cells of the master with the submitted cells that stand for them, in the master's order."""
        for cell in self.named:
            if cell.index in self.match.cells:
                yield cell, self.student.cells[self.match.cells[cell.index]]
