"""Cells that an answer and its tests do not need are left out, and every cell runs where reading was wrong."""

from __future__ import annotations

import pytest

from grader.grading.calibration.verdicts import Calibration
from grader.grading.execution import CellRun
from grader.model import Limits, Tests
from grader.mutation.answers import Answer, answers_of
from grader.mutation.needed import needed
from grader.mutation.trying import Trying
from grader.sandbox import TestRun

SOLUTION = "def area(r):\n    ### BEGIN SOLUTION\n    return np.pi * r * r\n    ### END SOLUTION"
TEST = "assert round(area(factor)) == 3"
IMPORT, FACTOR = "import numpy as np", "factor = 1"
TEXTS = ["from math import *", "%matplotlib inline", "exec('x = 1')", "globals()['y'] = 2", "1 +"]


def answer(build, *before: str, solution: str = SOLUTION) -> Answer:
    cells = [build.locked(f"given-{number}", text) for number, text in enumerate(before)]
    cells += [build.answer("area", solution), build.test("test-area", TEST)]
    (found,) = answers_of(build.master(build.notebook(*cells)), Calibration())
    return found


def left(found: Answer) -> list[str]:
    cells = needed(found, found.tests).notebook.cells
    assert [cell["id"] for cell in cells[-2:]] == ["area", "test-area"]
    return [cell.source for cell in cells[:-2]]


def test_what_neither_the_answer_nor_its_test_names_is_left_out(build):
    training = "net = np.ones(9)\nfor _ in range(9):\n    net = net * np.pi"
    assert left(answer(build, IMPORT, FACTOR, training, "print(net)")) == [IMPORT, FACTOR]


@pytest.mark.parametrize("other", ["factors.append(2)", "factors[0] = 1", "del factors[1:]", "fill(factors)"])
def test_a_cell_that_may_change_a_value_stays(build, other):
    before = [IMPORT, "def fill(values):\n    values[:] = [1]", "factors = [1]", other, "factor = factors[0]"]
    assert set(left(answer(build, *before))) >= {IMPORT, *before[2:]}


def test_what_is_needed_needs_more(build):
    before = [IMPORT, "base = 0", "def one():\n    return base + 1", "factor = one()", "one_more = 0"]
    assert left(answer(build, *before)) == before[:-1]


def test_a_name_that_is_a_module_and_then_a_value_is_followed(build):
    before = [IMPORT, FACTOR, "import math", "math = [math]", "np.pi = 3", "np = np"]
    assert left(answer(build, *before)) == [IMPORT, FACTOR, "np.pi = 3", "np = np"]


@pytest.mark.parametrize("text", TEXTS)
def test_a_cell_that_does_not_say_what_it_binds_stays(build, text):
    assert left(answer(build, IMPORT, FACTOR, text, "unused = 1")) == [IMPORT, FACTOR, text]


class Fake:
    """Answers for a session: every test passes when a cell is there, and fails otherwise."""

    def __init__(self, bench, limits):
        self.sources = [cell.source for cell in bench.notebook.cells]
        self.limits, self.answer_seconds, self.closed = limits, 0.0, False

    def run(self, source, tests, ways):
        error = "" if "np.hidden = 1" in self.sources else "NameError: it is not there"
        return {way: {test: TestRun(CellRun(executed=True, error=error)) for test in tests} for way in ways}

    def close(self):
        self.closed = True


def test_every_cell_runs_where_the_reference_needs_one_that_was_left_out(build):
    opened: list[Fake] = []

    def open_one(bench, limits):
        opened.append(Fake(bench, limits))
        return opened[-1]

    trying = Trying(answer(build, IMPORT, FACTOR, "np.hidden = 1"), open_one, Limits())
    assert trying.begin() == ""
    short, whole = opened
    assert len(short.sources) + 1 == len(whole.sources)
    assert (short.closed, whole.closed) == (True, False)
    assert whole.limits.cell_seconds == 2.0
    assert short.limits.cell_seconds == Limits().cell_seconds


def test_what_never_passes_is_not_measured(build):
    trying = Trying(answer(build, IMPORT, FACTOR), Fake, Limits())
    assert "NameError" in trying.begin()
    assert {Tests.APART, Tests.IN_SESSION} == set(trying._own.right)
