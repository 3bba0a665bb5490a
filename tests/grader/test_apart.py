"""A notebook whose tests run apart from the student's code."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.apart import Setting, run_apart
from grader.isolation.probe import refusal
from grader.outcome import CHECKS_MIME, CellOutcome, Limits, State
from grader.scoring import score_cell
from grader.warm.client import Warm

pytestmark = pytest.mark.skipif(refusal() is not None, reason=str(refusal()))
LIMITS = Limits(cell_seconds=20, seconds=60, memory_mb=2048, output_mb=2, scratch_mb=64)


@pytest.fixture(scope="module")
def warm():
    with Warm() as process:
        yield process


def plain(source):
    return new_code_cell(source, metadata={"nbgrader": {"grade": False, "solution": False, "locked": True}})


def answer(source):
    return new_code_cell(source, metadata={"nbgrader": {"grade": False, "solution": True}})


def check(source, points=2):
    return new_code_cell(source, metadata={"nbgrader": {"grade": True, "solution": False, "points": points}})


def run(warm, *cells, limits=LIMITS, **options):
    notebook = new_notebook(cells=list(cells))
    return run_apart(notebook, limits, options.pop("files", None), setting=Setting(warm, **options))


def scores(execution, points=2.0):
    found = []
    for cell in execution.notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            result = score_cell(CellOutcome("n", cell["id"], None, points), cell.outputs, execution.cells[cell["id"]])
            found.append(result.score)
    return found


ADD = "def add(a, b):\n    return a + b"
TEST_ADD = "import numpy as np\nassert add(1, 2) == 3\nassert np.allclose(add(np.ones(3), 1), 2)"


def test_a_right_answer_earns_its_points_and_a_wrong_one_none(warm):
    assert scores(run(warm, answer(ADD), check(TEST_ADD))) == [2.0]
    assert scores(run(warm, answer(ADD.replace("+", "-")), check(TEST_ADD))) == [0.0]


def test_tests_run_in_the_session_where_a_course_asks_for_it(warm):
    cells = [plain("hidden_state = 7"), check("assert 'hidden_state' in globals()")]
    assert scores(run(warm, *cells, judge=False)) == [2.0]
    assert scores(run(warm, *cells)) == [0.0]


def test_a_report_of_checks_counts_from_the_judge_only(warm):
    report = f"""
from IPython.display import publish_display_data
publish_display_data({{'{CHECKS_MIME}': {{'version': 1, 'checks': [
    {{'name': 'a', 'points': 2.0, 'passed': bool(ok()), 'message': '', 'hint': '', 'hidden': False}}]}}}})
"""
    assert scores(run(warm, answer("def ok(): return True"), check(report))) == [2.0]
    forged = answer("def ok():\n" + report.replace("bool(ok())", "True").replace("\n", "\n    ") + "\n    return False")
    execution = run(warm, forged, check(report))
    assert scores(execution) == [0.0]
    assert "CHECKS" not in str(execution.notebook.cells[0].outputs)


def test_an_endless_function_costs_its_own_exercise(warm):
    limits = Limits(cell_seconds=1, seconds=30)
    cells = [answer("def endless():\n    while True: pass\n" + ADD), check("endless()"), check(TEST_ADD)]
    execution = run(warm, *cells, limits=limits)
    assert scores(execution) == [0.0, 2.0]
    assert execution.state is State.PARTIAL
    assert "stopped after 1 s" in execution.reason


def test_a_session_that_dies_in_a_call_is_named(warm):
    execution = run(warm, answer("import os\ndef leave(): os._exit(0)"), check("leave()"), check("1"))
    assert scores(execution) == [0.0, 0.0]
    assert execution.state is State.CRASHED
    assert "ended" in execution.reason
