"""No right answer fails by chance or by the clock more than once in 10,000 runs.

`false_failures.json` holds what `python -m tests.notebooks.fresh_draws --runs 500 --write LESSON` measured: for each
check the draws of all right answers, those that failed, the largest share of the tolerance that one used, and the rate
that the spread of these shares lets expect. Run it again where a check changes: its name is what says so here.
"""

import json

import numpy as np
import pytest

from tests.notebooks.clock_checks import timed
from tests.notebooks.fresh_draws import STORE, share_of_range, tail_rate
from tests.notebooks.lessons import all_lessons, kept_answers, run_tests

ALLOWED, FEWEST_RUNS = 1e-4, 500
MEASURED = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}

measured = pytest.mark.parametrize(
    "lesson", [one for one in all_lessons() if one.name in MEASURED], ids=lambda lesson: lesson.name
)


@measured
def test_every_check_of_a_measured_exercise_is_there_and_none_fails_too_often(lesson, record_property):
    found = MEASURED[lesson.name]
    assert min(some["runs"] for some in found.values()) >= FEWEST_RUNS
    checks = {(exercise, check): one for exercise, some in found.items() for check, one in some["checks"].items()}
    results = run_tests(lesson, {}, frozenset(found))
    now = {(exercise, check["name"]) for exercise, result in results.items() for check in result.checks}
    assert set(checks) == now, "measure again: python -m tests.notebooks.fresh_draws --runs 500 --write"
    assert {key: one for key, one in checks.items() if one["failures"] or one["rate"] > ALLOWED} == {}
    highest = max(checks, key=lambda key: checks[key]["rate"])
    record_property("highest rate of false failures", f"{lesson.name}: {checks[highest]['rate']:.0e}, {highest}")


def test_every_check_against_the_clock_is_measured():
    clocks = {
        (lesson.name, exercise)
        for lesson in all_lessons()
        for exercise, cell in lesson.tests.items()
        if "def is_quick(" in cell.source
    }
    assert clocks <= {(lesson, exercise) for lesson, found in MEASURED.items() for exercise in found}


def test_a_check_against_the_clock_is_timed_for_each_right_answer():
    (lesson,) = (one for one in all_lessons() if one.name == "07_contractive")
    right = [answer for answer in kept_answers("right_answers") if answer.lesson == lesson.name]
    shares = {
        answer: share for (_, answer, _), passed, share in timed(lesson, right, 1, frozenset(lesson.tests)) if passed
    }
    assert set(shares) == {"reference"} | {one.name for one in right if one.exercise == "contractive-penalty"}
    assert max(shares.values()) < 1


def test_the_rate_that_a_spread_lets_expect():
    draw = np.random.default_rng(0)
    assert tail_rate([0.3] * 500) == 0.0, "the same every time: nothing is left to chance"
    assert tail_rate(list(1e-9 / draw.uniform(size=500))) < 1e-7
    near = 0.05 / draw.uniform(size=5000)  # exceeds 1 in one of twenty draws
    assert 0.02 < tail_rate(list(near)) < 0.12


def test_the_share_of_a_range_with_one_end():
    assert share_of_range(np.array([-2.0, -4.0]), -np.inf, -1.0) == 0.5
    assert share_of_range(np.array([0.25, 0.5]), 0.0, 1.0) == 0.5
    assert share_of_range(np.array([0.1, 0.25]), -np.inf, 0.5) == 0.5
    assert share_of_range(np.array([2.0, 8.0]), 1.0, np.inf) == 0.5
    assert share_of_range(np.array([2.0]), -np.inf, -1.0) is None
