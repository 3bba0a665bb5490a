"""Each cell is judged where the reference earns its points and the untouched version none; the rest is said."""

from __future__ import annotations

import pytest
from nbformat import writes

from grader.grading.calibration.calibrate import calibrate
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import CellOutcome, Master, Outcome, State, Tests


@pytest.fixture
def master(build):
    """An assignment with two exercises of two and one points."""
    return build.master(build.small())


class Runs:
    """Stands in for running notebooks: points of (test-square, test-double) by who, and where they run."""

    def __init__(self, **points: dict[str, tuple[float, float]]) -> None:
        self.points = points
        self.asked: list[tuple[str, str]] = []

    def __call__(self, tests, plan, submission) -> Outcome:
        shown = "shown" if plan.in_session else "shown_apart"
        mode = shown if plan.shown else str(tests).replace("-", "_")
        self.asked.append((submission.student, mode))
        scores = self.points.get(mode, {"reference": (2, 1), "blank": (0, 0)})[submission.student]
        names = ("test-square", "test-double")
        cells = [
            CellOutcome("lesson", name, float(score), full, message="" if score == full else "AssertionError: no")
            for name, score, full in zip(names, scores, (2.0, 1.0), strict=True)
        ]
        return Outcome(submission.student, "lesson", State.GRADED, tests=tests, cells=cells)


def test_what_is_right_apart_is_run_once(master):
    runs = Runs()
    found = calibrate(master, runs)
    assert found.cells == ()
    assert sorted(runs.asked) == [("blank", "apart"), ("reference", "apart")]
    assert (found.reference.score, found.blank.score) == (3, 0)


@pytest.mark.parametrize("apart", [{"reference": (2, 0), "blank": (0, 0)}, {"reference": (2, 1), "blank": (0, 1)}])
def test_what_is_wrong_apart_and_right_beside_the_answer_runs_there(master, apart):
    found = calibrate(master, Runs(apart=apart))
    (cell,) = found.in_session
    assert (cell.id, bool(cell.why), cell.broken, cell.free) == ("test-double", True, "", 0)
    assert (found.reference.score, found.blank.score, found.shown, found.together) == (3, 0, (), ())


def test_a_test_that_went_on_where_it_could_not_see_runs_beside_the_answer(master):
    class Refusing(Runs):
        def __call__(self, tests, plan, submission):
            outcome = super().__call__(tests, plan, submission)
            if tests is Tests.APART:
                outcome.cells[0].refused = ["that random.Random.choice is replaced"]
            return outcome

    (cell,) = calibrate(master, Refusing()).in_session
    assert cell.id == "test-square"
    assert "random.Random.choice is replaced" in cell.why


def test_what_is_wrong_everywhere_is_broken_and_stays_apart(master):
    wrong = {"reference": (2, 0), "blank": (1, 0)}
    found = calibrate(master, Runs(apart=wrong, auto=wrong, shown=wrong, in_session=wrong))
    assert found.in_session == []
    assert [(cell.id, cell.broken) for cell in found.broken] == [("test-double", "AssertionError: no")]
    assert [(cell.id, cell.free) for cell in found.cells if cell.free] == [("test-square", 1)]
    assert (found.reference.score, found.blank.score) == (2, 1)


def test_answers_may_need_what_visible_tests_leave_behind(master):
    wrong = {"reference": (2, 0), "blank": (0, 0)}
    found = calibrate(master, Runs(apart=wrong, auto=wrong, shown_apart=wrong))
    assert (found.shown, found.together) == (("lesson",), ())
    assert [cell.id for cell in found.in_session] == ["test-double"]


def test_a_test_that_lacks_only_such_an_answer_is_judged_apart(master):
    wrong = {"reference": (2, 0), "blank": (0, 0)}
    found = calibrate(master, Runs(apart=wrong, auto=wrong))
    assert (found.shown, found.together, found.in_session) == (("lesson",), (), [])
    assert (found.reference.score, found.blank.score) == (3, 0)


def test_tests_may_need_what_other_tests_leave_behind(master):
    wrong = {"reference": (2, 0), "blank": (0, 0)}
    found = calibrate(master, Runs(apart=wrong, auto=wrong, shown=wrong))
    assert (found.shown, found.together) == ((), ("lesson",))
    assert [cell.id for cell in found.in_session] == ["test-square", "test-double"]


@pytest.fixture
def chain(build):
    """The same assignment, whose second test uses a name of the first."""
    notebook = build.small()
    tests = {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata}
    tests["test-square"].source = "kept = square(3)\nassert kept == 9"
    tests["test-double"].source = "assert double(kept) == 18"
    return build.master(notebook)


def test_a_test_goes_where_the_test_goes_whose_names_it_uses(chain):
    wrong = {"reference": (0, 1), "blank": (0, 0)}
    runs = Runs(apart=wrong, shown_apart=wrong, auto={"reference": (2, 0), "blank": (0, 0)})
    found = calibrate(chain, runs)
    assert {cell.id for cell in found.in_session} == {"test-square", "test-double"}
    assert (found.shown, found.together, found.reference.score) == (("lesson",), (), 3)
    assert "`kept` of a test before it" in found.verdict("lesson", "test-double").why


def test_a_test_that_goes_on_with_another_ones_names_finds_them_though_it_is_broken(chain):
    apart, beside = {"reference": (0, 0), "blank": (0, 0)}, {"reference": (2, 0), "blank": (0, 0)}
    runs = Runs(apart=apart, auto=beside, shown=beside, shown_apart=apart, in_session=beside)
    found = calibrate(chain, runs)
    assert ([cell.id for cell in found.broken], found.shown, found.together) == (["test-double"], ("lesson",), ())


def test_a_test_stays_apart_with_the_test_whose_names_it_uses(chain):
    wrong = {"reference": (0, 1), "blank": (0, 0)}
    found = calibrate(chain, Runs(apart=wrong, auto=wrong, shown=wrong, in_session=wrong))
    assert (found.in_session, [cell.id for cell in found.broken]) == ([], ["test-square"])


def test_a_test_that_loses_what_another_one_changed_goes_there_too(master):
    """Its own text names nothing of the other's; only the run with both in their places shows it."""
    wrong = {"reference": (0, 1), "blank": (0, 0)}
    runs = Runs(apart=wrong, shown_apart=wrong, auto={"reference": (2, 0), "blank": (0, 0)})
    found = calibrate(master, runs)
    assert {cell.id for cell in found.in_session} == {"test-square", "test-double"}
    assert (found.shown, found.reference.score) == (("lesson",), 3)


def test_why_a_test_is_broken_is_said_as_the_notebook_says_it(master):
    class Refusing(Runs):
        def __call__(self, tests, plan, submission):
            outcome = super().__call__(tests, plan, submission)
            outcome.cells[1].message = "CannotJudge: no" if tests is Tests.APART else "ValueError: no"
            return outcome

    wrong = {"reference": (2, 0), "blank": (0, 0)}
    found = calibrate(master, Refusing(apart=wrong, auto=wrong, shown=wrong, in_session=wrong))
    assert [cell.broken for cell in found.broken] == ["ValueError: no"]


def test_in_the_session_only_what_is_broken_is_asked(master):
    runs = Runs(in_session={"reference": (2, 0), "blank": (0, 0)})
    found = calibrate(master, runs, Tests.IN_SESSION)
    assert {mode for _, mode in runs.asked} == {"in_session"}
    assert [cell.id for cell in found.broken] == ["test-double"]


def test_a_source_without_answers_tells_nothing(build):
    stub = writes(build.released(build.small())).encode()
    wrong = {"reference": (0, 0), "blank": (0, 0)}
    found = calibrate(Master("lesson", {"lesson": stub}, {"lesson": stub}), Runs(apart=wrong))
    assert (found.cells, found.uncalibrated) == ((), ("lesson",))


def test_a_calibration_survives_being_written():
    cell = CellVerdict("lesson", "t", Tests.IN_SESSION, "why", "broken", 1.0)
    found = Calibration((cell,), ("a",), ("b",), ("c",), Outcome("reference", "lesson", State.GRADED))
    assert Calibration.from_json(found.to_json()) == found
    assert Calibration.from_json(found.to_json(runs=False)).key() == found.key()
    assert found.key() != Calibration().key()
