"""Honest work earns the same, test by test, whether its tests run apart from it or in its own process."""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from grader.classes.engine import choose
from grader.course.directory import Course
from grader.model import Limits, State, Submission, SubmittedFile
from grader.sandbox.isolation.probe import refusal
from tests.notebooks.lessons import ROOT, all_lessons, kept_answers, quick_or_ci

pytestmark = [pytest.mark.slow, pytest.mark.skipif(refusal() is not None, reason=str(refusal()))]

LIMITS = Limits(cell_seconds=60, seconds=300)
# So many submissions of wrong answers are graded both ways with a lesson's reference, the others in CI. Answers to
# different exercises do not meet, so one submission can have a wrong one for each.
WRONG_SUBMISSIONS = 3
DRAWS = 10  # a wrong answer that is right by chance has many scores; those that have one in common are not asked again


def handed_in(lesson, answers):
    """Return a lesson's notebook with other answers, by `grade_id`."""
    notebook = copy.deepcopy(lesson.notebook)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.source = answers.get(grade_id, cell.source)
    return nbformat.writes(notebook).encode()


def wrong_answers(lesson):
    """Return sets of wrong answers, each with one for every exercise that has enough of them; none is left out."""
    kept = [answer for answer in kept_answers("wrong_answers") if answer.lesson == lesson.name]
    mine = {e: [answer.source for answer in kept if answer.exercise == e] for e in lesson.answers}
    return [
        {exercise: sources[turn] for exercise, sources in mine.items() if len(sources) > turn}
        for turn in range(max(map(len, mine.values())))
    ]


def both_ways(course, assignment, notebooks):
    """Grade submissions, given as {name: files}, both ways; return the scores of their tests."""
    master = course.master(assignment)
    with choose(course, master) as apart:
        apart.start()
        inside = apart.in_session()
        work = [(way.grade, name, files) for name, files in notebooks.items() for way in (apart, inside)]

        def run(each):
            grade, name, files = each
            submission = Submission(name, {path: SubmittedFile(data) for path, data in files.items()})
            return name, grade(master, submission, LIMITS)

        with ThreadPoolExecutor(2) as pool:
            done = list(pool.map(run, work))
    assert {str(outcome.state) for _, outcome in done} == {State.GRADED}, [outcome.reason for _, outcome in done]
    found = [
        (name, {cell.id: cell.score for cell in outcome.cells if not cell.manual}, outcome) for name, outcome in done
    ]
    return {name: (a, b) for (name, a, _), (_, b, _) in zip(found[::2], found[1::2], strict=True)}


@pytest.mark.parametrize("lesson", quick_or_ci())
def test_a_lesson_earns_the_same_both_ways(lesson, monkeypatch):
    monkeypatch.setenv("COURSE_DATASET", "digits")
    course = Course.open(ROOT)
    released = next(iter(course.master(lesson.name).released.values()))
    notebooks = {"reference": handed_in(lesson, {}), "blank": released}
    wrong = {
        f"wrong-{turn}": handed_in(lesson, each) for turn, each in enumerate(wrong_answers(lesson)[:WRONG_SUBMISSIONS])
    }
    found = both_ways(course, lesson.name, _files(lesson, notebooks | wrong))
    for name, (apart, inside) in found.items():
        assert apart == inside or name in wrong, name
    assert sum(found["reference"][0].values()) == pytest.approx(16)
    assert sum(found["blank"][0].values()) == 0
    unsteady = {name: wrong[name] for name, (apart, inside) in found.items() if apart != inside}
    assert _never_the_same(course, lesson, _files(lesson, unsteady)) == {}


@pytest.mark.ci
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)
def test_every_other_wrong_answer_earns_the_same_both_ways(lesson, monkeypatch):
    monkeypatch.setenv("COURSE_DATASET", "digits")
    course = Course.open(ROOT)
    sets = enumerate(wrong_answers(lesson)[WRONG_SUBMISSIONS:], WRONG_SUBMISSIONS)
    left = {f"wrong-{turn}": handed_in(lesson, answers) for turn, answers in sets}
    assert _never_the_same(course, lesson, _files(lesson, left)) == {}


def _files(lesson, notebooks):
    return {name: {lesson.path.name: data} for name, data in notebooks.items()}


def _never_the_same(course, lesson, left):
    """Return the scores of what never earned the same both ways.

    Tests draw fresh inputs, so a wrong answer may earn one score or another: those seen must have one in common.
    """
    differ: dict[tuple[str, str], tuple[set, set]] = {}
    seen: dict[tuple[str, str], tuple[set, set]] = {}
    for _ in range(DRAWS):
        if not left:
            break
        for name, ways in both_ways(course, lesson.name, left).items():
            for way, scores in enumerate(ways):
                for cell, score in scores.items():
                    seen.setdefault((name, cell), (set(), set()))[way].add(score)
        differ = {key: ways for key, ways in seen.items() if not ways[0] & ways[1]}
        left = {name: files for name, files in left.items() if any(name == other for other, _ in differ)}
    return differ


@pytest.mark.ci
def test_nbgraders_example_is_judged_apart_as_in_its_kernel(quickstart_course):
    """Also the test that deletes the student's function and looks whether another answer still works."""

    def files(step):
        return {path.name: path.read_bytes() for path in Path(quickstart_course, step, "ps1").glob("*.ipynb")}

    found = both_ways(Course.open(quickstart_course), "ps1", {"reference": files("source"), "blank": files("release")})
    assert all(apart == inside for apart, inside in found.values())
    assert set(found) == {"reference", "blank"}
