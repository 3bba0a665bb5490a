"""Inputs for the tests of a master, as merging or the solution notebook alone describes it."""

from __future__ import annotations

from collections.abc import Sequence

from nbformat.notebooknode import NotebookNode

from grader.grading.execution import SKIP_TAG
from grader.grading.merge.master_cells import MasterCell
from grader.grading.test_inputs.plan import Cell, CellInputs, inputs_of_tests
from grader.notebook.nbgrader_cells import role_of


def of_cells(cells: Sequence[MasterCell], ids: Sequence[str]) -> dict[str, CellInputs]:
    """Return what the tests of a master are given, by cell id.

    Parameters
    ----------
    cells : sequence of MasterCell
    ids : sequence of str
        Cell i has the id `ids[i]`.
    """
    found = []
    for cell, name in zip(cells, ids, strict=True):
        if cell.type == "code" and SKIP_TAG not in cell.tags:
            sources = tuple(dict.fromkeys((cell.source, cell.stub))) if cell.role.students else (cell.source,)
            found.append(Cell(name, cell.role, sources))
    return inputs_of_tests(found)


def of_notebook(notebook: NotebookNode) -> dict[str, CellInputs]:
    """Return what the tests of a solution notebook are given, by cell id; its answers are the solution."""
    found = [
        Cell(cell.get("id", ""), role_of(cell), (cell.source,))
        for cell in notebook.cells
        if cell.cell_type == "code" and SKIP_TAG not in cell.metadata.get("tags", [])
    ]
    return inputs_of_tests(found)
