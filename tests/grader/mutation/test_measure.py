"""A small course end to end: killed, equivalent and surviving wrong answers, kept results, and a test that moves."""

from __future__ import annotations

import json

import pytest

from grader.commands import mutate
from grader.course.directory import Course
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import Limits, Master, Tests
from grader.mutation import kept
from grader.mutation.answers import answers_of
from grader.mutation.assignment import MOVED, measure_assignment, with_moved
from grader.mutation.results import Fate, MutantResult, Mutation
from grader.mutation.trying import Trying
from grader.sandbox import refusal

isolated = pytest.mark.skipif(bool(refusal()), reason="sessions cannot be isolated here")


def result(name: str = "m", fate: Fate = Fate.KILLED, **other) -> MutantResult:
    return MutantResult("lesson", "square", ("test-square",), name, "constant", 3, fate, **other)


def test_figures_add_up():
    mutation = Mutation("lesson", [result(), result(), result(fate=Fate.SURVIVED), result(fate=Fate.EQUIVALENT)])
    mutation.left["lesson", "double"] = 2
    assert (mutation.share, mutation.not_tried) == (2 / 3, 2)
    plain = json.loads(json.dumps(mutation.to_json()))
    assert (plain["killed"], plain["survived"], plain["equivalent"], plain["not_tried"]) == (2, 1, 1, 2)
    assert [MutantResult.from_json(each) for each in plain["mutants"]] == mutation.results


def test_nothing_tried_has_no_share():
    assert Mutation("lesson").share is None


def test_results_are_kept_under_a_key(small_course):
    course = Course.open(small_course)
    kept.save(course, "lesson", "a", [result(diff="@@")])
    assert kept.load(course, "lesson", "a") == {("lesson", "square", "m"): result(diff="@@")}
    assert kept.load(course, "lesson", "b") == {}
    kept.kept_path(course, "lesson").write_text("{")
    assert kept.load(course, "lesson", "a") == {}


def test_answers_and_their_tests(build):
    master = Master("lesson", {"lesson": json.dumps(build.small()).encode()})
    first, second = answers_of(master, Calibration())
    assert [test.grade_id for test in first.tests] == ["test-square"]
    assert [test.grade_id for test in first.later] == ["test-double"]
    assert [test.grade_id for test in second.tests] == ["test-double"]


def test_an_answer_whose_tests_are_broken_is_not_said_to_have_none(build):
    master = Master("lesson", {"lesson": json.dumps(build.small()).encode()})
    verdicts = tuple(CellVerdict("lesson", name, broken="NameError") for name in ("test-square", "test-double"))
    first, second = answers_of(master, Calibration(verdicts))
    assert Trying(first, None, Limits()).begin() == (
        "the reference answers lose points in every test that follows it (test-square, test-double)"
    )
    assert "(test-double)" in Trying(second, None, Limits()).begin()
    for cell in (notebook := build.small()).cells:
        cell.metadata.get("nbgrader", {}).update(points=0)
    idle, *_ = answers_of(Master("lesson", {"lesson": json.dumps(notebook).encode()}), Calibration())
    assert Trying(idle, None, Limits()).begin() == "the tests after it give no points (test-square, test-double)"


@isolated
def test_a_small_course(small_course, tmp_path):
    page = tmp_path / "page.html"
    status = mutate.run(small_course, "lesson", seconds=None, jobs=2, output=page, json=str(tmp_path / "out.json"))
    found = json.loads((tmp_path / "out.json").read_text())
    assert status == 0
    assert found["not_tried"] == 0
    killed = {each["operator"] for each in found["mutants"] if each["fate"] == "killed"}
    assert {"None as the result", "a term left out"} <= killed
    survivors = [each["diff"] for each in found["mutants"] if each["fate"] == "survived"]
    assert all("test-" in test for each in found["mutants"] for test in each["tests"])
    assert page.read_text().count('class="survivor"') == len(survivors)
    again = measure_again(small_course)
    assert again.mutation.count(Fate.KILLED) == found["killed"]


def measure_again(folder):
    """Return what is known without time for anything new."""
    from grader.classes.engine import choose
    from grader.classes.grade_class import calibrated, mutation_key

    course = Course.open(folder)
    master = course.master("lesson")
    with choose(course, master) as engine:
        calibration = calibrated(course, master, engine, Limits())
        return measure_assignment(
            course, master, calibration, engine.runner, Limits(), seconds=0,
            key=lambda verdicts: mutation_key(course, master, engine, Limits(), verdicts),
        )  # fmt: skip


def test_a_test_that_judges_two_ways_moves():
    from grader.mutation.assignment import _moved

    found = result(differs=("test-square",), fate=Fate.SURVIVED)
    verdict = _moved("lesson", "test-square", found)
    assert verdict.why.startswith(MOVED)
    moved = with_moved(Calibration(), [verdict])
    assert moved.verdict("lesson", "test-square").tests is Tests.IN_SESSION
    assert [cell.id for cell in moved.in_session] == ["test-square"]
