"""The author of a test is told which of its assertions failed, and which cell before it."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output

from grader.grading.calibration.claims import with_claims
from grader.model import CellOutcome, Outcome, State

IPYTHON = """\x1b[31m-----\x1b[39m
AssertionError      Traceback (most recent call last)
Cell In[3], line 9
      7 def near(a): ...
----> \x1b[32m9\x1b[39m near(2)

Cell In[3], line 4, in near(a)
      3 assert a
----> 4 \x1b[38;5;28;01massert\x1b[39;00m a == 1, \'\'
      5 assert a == 3

AssertionError: """
PYTHON = """Traceback (most recent call last):
  File "<cell>", line 2, in <module>
    assert square(3) == 10
           ^^^^^^^^^^^^^^^
AssertionError"""


@pytest.mark.parametrize(
    ("traceback", "message", "said"),
    [
        (IPYTHON, "AssertionError: ", "AssertionError at `assert a == 1, ''`"),
        (PYTHON, "AssertionError", "AssertionError at `assert square(3) == 10`"),
        (PYTHON, "AssertionError: it is 9", "AssertionError: it is 9"),
        ("AssertionError", "AssertionError", "AssertionError"),
        (None, "AssertionError", "AssertionError"),
    ],
)
def test_a_bare_assertion_is_told(build, traceback, message, said):
    notebook = build.small()
    if traceback is not None:
        (cell,) = (each for each in notebook.cells if each["id"] == "test-square")
        lines = traceback.split("\n")
        cell.outputs = [new_output("error", ename="AssertionError", evalue="", traceback=lines)]
    outcome = Outcome(
        "reference", "lesson", State.GRADED, executed={"lesson": nbformat.writes(notebook)},
        cells=[CellOutcome("lesson", "test-square", 0.0, 2.0, message=message)],
    )  # fmt: skip
    with_claims(outcome)
    assert outcome.cells[0].message == said


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import no_such as square", "name 'square' is not defined, for the cell that defines it fails: OSError: gone"),
        ("import no_such as other", "name 'square' is not defined"),
    ],
)
def test_a_name_that_a_failing_cell_was_to_define_is_told_with_its_error(build, source, said):
    """Without this an author reads of every test that a name is unknown, and of no missing package."""
    notebook = build.small()
    notebook.cells.insert(0, new_code_cell(source, outputs=[new_output("error", ename="OSError", evalue="gone")]))
    outcome = Outcome(
        "reference", "lesson", State.GRADED, executed={"lesson": nbformat.writes(notebook)},
        cells=[CellOutcome("lesson", "test-square", 0.0, 2.0, message="NameError: name 'square' is not defined")],
    )  # fmt: skip
    with_claims(outcome)
    assert outcome.cells[0].message == f"NameError: {said}"
