"""One fork server for all tests that run code in confined processes, and notebooks in a line each."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.grading.execution import Execution, Placement
from grader.grading.scoring import score_cell
from grader.grading.test_inputs.master import of_notebook
from grader.model import CellOutcome, Limits
from grader.pythons import ask
from grader.sandbox.grader_side.fork_server import ForkServer
from grader.sandbox.isolation.probe import refusal
from grader.sandbox.run import Sandbox
from grader.sandbox.run import run as run_notebook
from tests.grader.other_pythons import VARIABLE

LIMITS = {"cell_seconds": 20, "seconds": 60, "memory_mb": 2048, "output_mb": 2, "scratch_mb": 64}
_MARKS = {
    "plain": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "check": {"grade": True, "solution": False, "locked": True, "points": 2},
}


@pytest.fixture(scope="session")
def server():
    """A fork server with Keras, under the Python that `other_pythons.VARIABLE` names, if it does."""
    if refusal() is not None:
        pytest.skip(str(refusal()))
    under = os.environ.get(VARIABLE)
    with ForkServer(["keras", "pandas", "sklearn"], python=ask(under) if under else None) as process:
        yield process


@pytest.fixture
def run(server) -> Callable[..., Execution]:
    """Run cells, given as (kind, source) or as source; keyword arguments are limits, files or settings.

    A third entry is the source in the instructor's notebook, where the student's differs from it. With `beside` every
    test runs in a copy of the session; `shown` holds what of test number i students see.
    """

    def run_cells(*cells, files=None, run_skipped=False, beside=False, shown=None, **options) -> Execution:
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
        sandbox = Sandbox(server, **options)
        tests = [cell["id"] for cell in made if cell.metadata.get("nbgrader", {}).get("grade")]
        seen = {tests[number]: source for number, source in (shown or {}).items()}
        return run_notebook(
            new_notebook(cells=made), limits, files, sandbox=sandbox, given=given, run_skipped=run_skipped,
            placement=Placement(frozenset(tests if beside else ()), seen),
        )  # fmt: skip

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
