"""One warm process for all tests that run code in confined processes, and notebooks in a line each."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.apart import Setting, run_apart
from grader.isolation.probe import refusal
from grader.kernel.running import Execution
from grader.outcome import CellOutcome, Limits
from grader.provision.master import of_notebook
from grader.scoring import score_cell
from grader.warm.client import Warm

LIMITS = {"cell_seconds": 20, "seconds": 60, "memory_mb": 2048, "output_mb": 2, "scratch_mb": 64}
_MARKS = {
    "plain": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "check": {"grade": True, "solution": False, "locked": True, "points": 2},
}


@pytest.fixture(scope="session")
def warm():
    """A warm process with Keras."""
    if refusal() is not None:
        pytest.skip(str(refusal()))
    with Warm(["keras", "pandas", "sklearn"]) as process:
        yield process


@pytest.fixture
def run(warm) -> Callable[..., Execution]:
    """Run cells, given as (kind, source) or as source; keyword arguments are limits, files or settings.

    A third entry is the source in the instructor's notebook, where the student's differs from it.
    """

    def run_cells(*cells, files=None, run_skipped=False, **options) -> Execution:
        made, masters = [], []
        for cell in cells:
            kind, source, *master = ("plain", cell) if isinstance(cell, str) else cell
            masters.append(*(master or [source]))
            made.append(new_code_cell(source, metadata={"nbgrader": _MARKS[kind]} if kind in _MARKS else {}))
            if kind not in _MARKS:
                made[-1].metadata["tags"] = [kind]
        solution = new_notebook(cells=copy.deepcopy(made))
        for cell, source in zip(solution.cells, masters, strict=True):
            cell.source = source
        given = of_notebook(solution)
        limits = Limits(**{name: options.pop(name, value) for name, value in LIMITS.items()})
        setting = Setting(warm, **options)
        return run_apart(new_notebook(cells=made), limits, files, setting=setting, given=given, run_skipped=run_skipped)

    return run_cells


@pytest.fixture
def scores() -> Callable[[Execution], list[float]]:
    """Return the points of every test cell, of two each."""

    def score_all(execution: Execution) -> list[float]:
        found = []
        for cell in execution.notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade"):
                outcome = CellOutcome("n", cell["id"], None, 2.0)
                found.append(score_cell(outcome, cell.outputs, execution.cells[cell["id"]]).score)
        return found

    return score_all


@pytest.fixture
def text() -> Callable[[Execution], str]:
    """Return everything that a notebook has printed, shown or raised."""

    def all_text(execution: Execution) -> str:
        found = []
        for cell in execution.notebook.cells:
            for output in cell.outputs:
                found += [output.get("text", ""), output.get("ename", ""), output.get("evalue", "")]
                found += [str(value) for value in output.get("data", {}).values()]
        return "\n".join(found)

    return all_text
