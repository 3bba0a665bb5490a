"""The master decides: a submission is a bag of answers, set into a fresh copy of the instructor's notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import compute_checksum

from grader.grading.merge.master_cells import MasterCell, describe
from grader.grading.merge.matching import Match, match_cells
from grader.grading.merge.reading import StudentCell, StudentNotebook
from grader.grading.merge.repairs import Repairs
from grader.notebook.nbgrader_cells import STUDENT_TAG, Role, nbgrader, normal, student_stub, unique_id, upgraded


@dataclass
class Merged:
    """A submission as it is run and scored.

    Attributes
    ----------
    notebook : NotebookNode
        The master with the student's answers, the student's own cells tagged `student-cell`, no outputs.
    cells : list of MasterCell
        The master's cells; cell i of the master has the id `ids[i]` in `notebook`.
    ids : list of str
    untouched : frozenset of str
        `grade_id` of every cell that students write and that was left as it was handed out.
    repairs : list of str
        What was mended, a sentence each.
    """

    notebook: NotebookNode
    cells: list[MasterCell]
    ids: list[str]
    untouched: frozenset[str] = frozenset()
    repairs: list[str] = field(default_factory=list)


def merge(
    master: bytes, released: bytes | None, student: StudentNotebook, conventions: Mapping[str, Any] | None = None
) -> Merged:
    """Set a student's answers into the master.

    Parameters
    ----------
    master : bytes
        The solution notebook, as nbformat JSON.
    released : bytes or None
        What students were given; may be older than the master.
    student : StudentNotebook
    conventions : mapping, optional
        How the course marks answers and hidden tests; see `Master`.

    Returns
    -------
    Merged

    Raises
    ------
    ValueError, RuntimeError
        If the master itself is broken; nothing in a submission raises.
    """
    notebook = upgraded(_loads(master))
    given = upgraded(_loads(released)) if released else None
    stub = student_stub(notebook, conventions)
    cells = describe(notebook, stub, given)
    match = match_cells(cells, student.cells)
    answers = {cell.grade_id: _answer(cell, match, student.cells) for cell in cells if cell.role.written_by_student}
    repairs = Repairs(cells, student, match).sentences(notebook, given)
    untouched = frozenset(cell.grade_id for cell in cells if cell.grade_id in answers and _blank(cell, answers))
    ids = [cell["id"] for cell in notebook.cells]
    notebook.cells = _assembled(notebook, stub, cells, match, student.cells, answers)
    return Merged(notebook, cells, ids, untouched, repairs)


def _loads(content: bytes) -> NotebookNode:
    return nbformat.reads(content.decode("utf-8"), as_version=4)


def _answer(cell: MasterCell, match: Match, student: Sequence[StudentCell]) -> StudentCell | None:
    index = match.cells.get(cell.index)
    return None if index is None else student[index]


def _blank(cell: MasterCell, answers: dict[str, StudentCell | None]) -> bool:
    answer = answers[cell.grade_id]
    return answer is None or (cell.untouched(answer.source) and not answer.attachments)


def _assembled(
    notebook: NotebookNode,
    stub: NotebookNode,
    cells: Sequence[MasterCell],
    match: Match,
    student: Sequence[StudentCell],
    answers: dict[str, StudentCell | None],
) -> list[NotebookNode]:
    """Return the cells of the merged notebook, in the master's order, each followed by what the student added there."""
    added = added_cells(cells, match, student)
    taken = dict.fromkeys((cell["id"] for cell in notebook.cells), 2)
    merged = [_student_cell(own, taken) for own in added.get(-1, [])]
    for cell, fresh, bare in zip(cells, notebook.cells, stub.cells, strict=True):
        merged.append(_master_cell(cell, fresh, bare, answers))
        merged.extend(_student_cell(own, taken, fresh) for own in added.get(cell.index, []))
    return merged


def _master_cell(
    cell: MasterCell, fresh: NotebookNode, bare: NotebookNode, answers: dict[str, StudentCell | None]
) -> NotebookNode:
    """Return a cell of the master, with the student's source where it is theirs to write."""
    if cell.role.written_by_student:
        answer = answers.get(cell.grade_id)
        bare.source = cell.stub
        fresh.source = cell.stub if answer is None else answer.source
        fresh.pop("attachments", None)
        if answer is not None and answer.attachments and cell.type == "markdown":
            fresh["attachments"] = nbformat.from_dict(answer.attachments)
    if cell.type == "code":
        fresh.outputs, fresh.execution_count = [], None
    if cell.role is not Role.PLAIN:
        nbgrader(fresh)["cell_type"] = cell.type
        # For an answer this is the checksum of what was handed out: nbgrader tells by it that nothing was written.
        nbgrader(fresh)["checksum"] = compute_checksum(bare if cell.role.written_by_student else fresh)
    return fresh


def added_cells(
    cells: Sequence[MasterCell], match: Match, student: Sequence[StudentCell]
) -> dict[int, list[StudentCell]]:
    """Return the student's own cells by the index of the master's cell they follow (-1: before the first)."""
    positions = {index: position for position, index in match.cells.items()}
    copied = {index: cells[position] for position, copies in match.duplicates.items() for index in copies}
    added: dict[int, list[StudentCell]] = {}
    place = -1
    for index, own in enumerate(student):
        if index in positions:
            place = positions[index]
            cell = cells[place]
            # Students may change a cell that is not locked: theirs runs after the instructor's.
            if cell.role is Role.PLAIN and normal(own.source) not in cell.known and own.source.strip():
                added.setdefault(place, []).append(own)
            continue
        cell = copied.get(index)
        if cell is not None and (cell.untouched(own.source) or normal(own.source) in cell.known):
            continue  # a bare copy: running the stub would undo the answer
        if own.source.strip():
            added.setdefault(place, []).append(own)
    return added


def _student_cell(own: StudentCell, taken: dict[str, int], replaced: NotebookNode | None = None) -> NotebookNode:
    """Return a cell that a student added, without nbgrader metadata, so that nothing in it is ever scored."""
    tags = [STUDENT_TAG]
    if replaced is not None and not nbgrader(replaced):
        tags += [tag for tag in replaced.metadata.get("tags", []) if own.id == replaced.get("id")]
    # Put together here: nbformat's functions check each cell against the schema, which takes a millisecond.
    made: dict[str, Any] = {"cell_type": own.type, "source": own.source, "metadata": {"tags": tags}}
    made |= {"outputs": [], "execution_count": None} if own.type == "code" else {}
    cell = nbformat.from_dict({"id": unique_id(own.id or "student-cell", taken), **made})
    if own.attachments and own.type == "markdown":
        cell["attachments"] = nbformat.from_dict(own.attachments)
    return cell
