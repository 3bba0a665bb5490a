"""What `grade` makes of how a notebook ended, whoever ran it: nothing is executed here."""

from __future__ import annotations

import pytest

from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.grading.grade import grade
from grader.model import Limits, State, Tests
from tests.grader.fakes import FakeRunner

REFUSED = "`v` belongs to your notebook and is no plain value: it cannot be compared. Return a number."


@pytest.fixture
def graded(build):
    """Return a function that grades the reference of the small master with a runner."""

    def go(runner, **how):
        small = build.small()
        return grade(build.master(small), build.submission(build.solved(small)), runner=runner, **how)

    return go


def scores(outcome):
    return {cell.id: cell.score for cell in outcome.cells if not cell.manual}


def test_a_notebook_that_ran_to_its_end_is_graded(graded):
    outcome = graded(FakeRunner())
    assert (outcome.state, outcome.reason, outcome.score, outcome.max_score) == (State.GRADED, "", 3.0, 3.0)
    assert outcome.phases["cells"] == 0.5
    assert not outcome.needs_person


def test_the_runner_is_given_limits_files_and_places(graded):
    runner, limits = FakeRunner(), Limits(cell_seconds=7)
    inside = Calibration((CellVerdict("lesson", "test-double", Tests.IN_SESSION, "it looks at a plot"),))
    outcome = graded(runner, limits=limits, tests=Tests.AUTO, calibration=inside)
    (call,) = runner.calls
    assert call["limits"] is limits
    assert set(call["given"]) == {"test-square", "test-double"}
    assert call["placement"].copies == {"test-double"}
    assert {cell.id: (cell.tests, cell.why) for cell in outcome.cells if not cell.manual} == {
        "test-square": (Tests.APART, ""),
        "test-double": (Tests.IN_SESSION, "it looks at a plot"),
    }


def test_an_exception_costs_its_own_test_only(graded):
    outcome = graded(FakeRunner(raised={"test-square": "AssertionError: 8 is not 9"}))
    assert scores(outcome) == {"test-square": 0.0, "test-double": 1.0}
    assert outcome.cells[0].message == "AssertionError: 8 is not 9"
    assert outcome.state is State.GRADED


@pytest.mark.parametrize("state", [State.PARTIAL, State.TIMEOUT, State.CRASHED])
def test_how_a_notebook_ended_is_how_its_submission_ends(graded, state):
    outcome = graded(FakeRunner(stopped={"test-double": state}, state=state, reason="something happened"))
    assert (outcome.state, outcome.score) == (state, 2.0)
    assert "something happened" in outcome.reason
    assert outcome.needs_person


def test_a_refusal_that_nobody_was_told_of_needs_a_person(graded):
    """A test that guards itself goes on where a value is refused, and then passes because it saw nothing."""
    outcome = graded(FakeRunner(refused={"test-square": REFUSED}), tests=Tests.APART)
    assert (outcome.state, outcome.score) == (State.PARTIAL, 3.0)
    assert outcome.needs_person
    assert outcome.reason.startswith("test-square: the test could not be told this and went on")
    assert REFUSED in outcome.reason
    assert outcome.cells[0].refused == [REFUSED]


def test_a_refusal_that_the_student_reads_is_told(graded):
    runner = FakeRunner(raised={"test-square": f"CannotJudge: {REFUSED}"}, refused={"test-square": REFUSED})
    outcome = graded(runner, tests=Tests.APART)
    assert (outcome.state, outcome.cells[0].refused) == (State.GRADED, [])
    assert outcome.cells[0].message == f"CannotJudge: {REFUSED}"


def test_a_refusal_behind_another_failure_is_added_to_it(graded):
    runner = FakeRunner(raised={"test-square": "AssertionError: wrong"}, refused={"test-square": REFUSED})
    outcome = graded(runner, tests=Tests.APART)
    assert outcome.state is State.GRADED
    assert outcome.cells[0].message.startswith("AssertionError: wrong; the test could not be told this")


def test_a_test_that_judges_the_reference_wrong_needs_a_person_whatever_it_says(graded):
    broken = Calibration((CellVerdict("lesson", "test-square", broken="AssertionError"),))
    outcome = graded(FakeRunner(), tests=Tests.AUTO, calibration=broken)
    assert (outcome.state, outcome.score) == (State.PARTIAL, 3.0)
    assert "test-square: the reference answers lose points in it as well" in outcome.reason


def test_the_strict_way_names_what_cannot_be_judged_apart(graded):
    inside = Calibration((CellVerdict("lesson", "test-double", Tests.IN_SESSION, "it looks at a plot"),))
    outcome = graded(FakeRunner(), tests=Tests.APART, calibration=inside)
    assert outcome.state is State.PARTIAL
    assert outcome.reason == "test-double: it cannot be judged apart: it looks at a plot"
