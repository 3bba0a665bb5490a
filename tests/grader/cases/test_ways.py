"""Ways in which courses test answers, and whole courses: right answers earn all points, others none."""

from __future__ import annotations

import pytest

from benchmarks.ways_of_testing import COURSES, STUB, WAYS, Way, ways, write_course
from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.model import Limits, State, Tests
from grader.sandbox import refusal

LIMITS = Limits(cell_seconds=60, seconds=600)
# A few kinds that need no library, by where they are judged; all of them are for `.ci/run`.
FEW = {
    Tests.APART: (
        "counter", "big number", "iterator", "generator send", "coroutine", "mock helper",
        "nested change", "global state", "signature", "own exception", "printed by swap", "input twice",
    ),
    Tests.IN_SESSION: ("tuple identity", "forbidden module", "operators"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def isolated():
    if refusal() is not None:
        pytest.skip(str(refusal()))


def graded(course, assignment):
    """Return the outcomes of an assignment by student, and fail where one is not as it should be."""
    found = {outcome.student: outcome for outcome in grade_class(course, assignment, limits=LIMITS, jobs=2)}
    points = {name: {cell.id: cell.score for cell in outcome.cells} for name, outcome in found.items()}
    tests = points["right"].keys()
    assert points == {"right": dict.fromkeys(tests, 1), "wrong": dict.fromkeys(tests, 0),
                      "blank": dict.fromkeys(tests, 0)}  # fmt: skip
    assert (found["right"].state, found["right"].reason) == (State.GRADED, "")
    return found


def test_a_few_ways(tmp_path):
    few = {*FEW[Tests.APART], *FEW[Tests.IN_SESSION]}
    chosen = [way for each in ways().values() for way in each if way.name in few]
    course = Course.open(write_course(tmp_path / "course", {"few": chosen}))
    cells = {cell.id.removeprefix("test-"): cell for cell in graded(course, "few")["right"].cells}
    for where, names in FEW.items():
        assert {name: cells[name.replace(" ", "-")].tests for name in names} == dict.fromkeys(names, where)
    assert all(bool(cell.why) == (cell.tests is Tests.IN_SESSION) for cell in cells.values())


@pytest.mark.ci
@pytest.mark.timeout(1200)
@pytest.mark.parametrize(
    ("folder", "assignment"), [(folder, each) for folder in (WAYS, COURSES) for each in ways(folder)]
)
def test_every_way_and_every_course(folder, assignment, tmp_path):
    course = Course.open(write_course(tmp_path / "course", {assignment: ways(folder)[assignment]}))
    graded(course, assignment)


def test_names_are_told_apart():
    names = [way.id for each in ways().values() for way in each]
    assert len(names) == len(set(names)) > 100
    for assignment, each in ways(COURSES).items():
        assert len({way.id for way in each}) == len(each) >= 8, assignment


def test_what_students_get_and_what_they_write():
    way = Way("f", "def f(x):\n    ### BEGIN SOLUTION\n    y = x\n    return y\n    ### END SOLUTION", "", "")
    assert way.master == way.solution
    assert way.right == "def f(x):\n    y = x\n    return y"
    assert way.blank == "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert Way("g", "y = 1", "", "").blank == STUB
