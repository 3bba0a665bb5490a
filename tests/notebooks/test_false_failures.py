"""No right answer fails by chance or by the clock more than once in 10,000 runs.

`false_failures.json` holds what `python -m tests.notebooks.fresh_draws --write LESSON` measured: what chance an
exercise depends on, and for each check the draws of all right answers, those that failed, the largest share of the
tolerance that one used, the standard deviations between its statistics and their bounds, and the rate that this lets
expect. Run it again where a check changes: its name is what says so here.
"""

import json

import numpy as np
import pytest

from tests.notebooks.chance import checked_with_its_sources, sources_of_chance
from tests.notebooks.clock_checks import timed
from tests.notebooks.fresh_draws import ALLOWED, FEWEST_DRAWS, STORE
from tests.notebooks.lessons import all_lessons, kept_answers, run_cell
from tests.notebooks.tails import distance, tail_rate
from tests.notebooks.watched_checks import Seen, instrumented, share_of_range, watched

MANY_DRAWS = 500
MEASURED = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}

measured = pytest.mark.parametrize(
    "lesson", [one for one in all_lessons() if one.name in MEASURED], ids=lambda lesson: lesson.name
)


@measured
def test_every_check_of_a_measured_exercise_is_there_and_none_fails_too_often(lesson, record_property):
    found = MEASURED[lesson.name]
    checks = {(exercise, check): one for exercise, some in found.items() for check, one in some["checks"].items()}
    assert min(one["draws"] for one in checks.values()) >= FEWEST_DRAWS
    # A rate is told less surely by few draws.
    allowed = {key: ALLOWED if one["draws"] >= MANY_DRAWS else ALLOWED / 10 for key, one in checks.items()}
    now = set()
    for exercise, some in found.items():
        result, sources = checked_with_its_sources(lesson, exercise)
        now |= {(exercise, check["name"]) for check in result.checks}
        assert sources == set(some.get("chance", sources)), exercise
    assert set(checks) == now, "measure again: python -m tests.notebooks.fresh_draws --write"
    assert {key: one for key, one in checks.items() if one["failures"] or one["rate"] > allowed[key]} == {}
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


def test_the_distance_in_standard_deviations():
    draw = np.random.default_rng(0)
    means = [Seen(values=[0.1 * draw.normal(size=3)], bounds=[(-1.0, 1.0)], shares=[None]) for _ in range(400)]
    away, rate = distance(means)
    assert 8 < away < 12
    assert rate < 1e-12
    heavy = [Seen(values=[np.array([1e-3 / draw.normal()])], bounds=[(-1.0, 1.0)], shares=[None]) for _ in range(400)]
    assert distance(heavy) == (None, 1.0), "the power law has to tell"
    near = [Seen(values=[np.array([0.4 * draw.normal()])], bounds=[(-np.inf, 1.0)], shares=[None]) for _ in range(400)]
    assert 1e-3 < distance(near)[1] < 3e-2
    factors = [Seen(values=[np.exp(draw.normal(size=1))], bounds=[(0.01, np.inf)], shares=[None]) for _ in range(400)]
    assert 4 < distance(factors)[0] < 5.2, "log 0.01 is -4.6"


def test_what_a_check_compares_is_heard():
    source = instrumented(
        """
import numpy as np
from course_utils.checks import Checks
checks = Checks("some", points=5)
x = 0.25
checks.true("one end", lambda: x < 0.5)
checks.true("two ends", lambda: bool(abs(-x) < 1.0))
checks.true("close", lambda: np.allclose([1.0, 2.0], [1.0, 2.0 + 1e-6], rtol=0, atol=1e-5))
checks.true("other results", lambda: not np.allclose(1.0, 3.0, rtol=0, atol=0.5))
checks.close("numbers", lambda: [x, 0.0], [0.0, 0.0], rtol=0, atol=1.0)
checks.score()
"""
    )
    with watched() as seen:
        run_cell(source, {})
    assert [one.share for one in seen] == [0.5, 0.25, pytest.approx(0.1), 0.25, 0.25]
    assert seen[1].values[0].tolist() == [-0.25]


def test_chance_is_noticed_by_its_source():
    def drawn(code):
        with sources_of_chance() as sources:
            exec(code, {"np": np})
        return sources

    assert drawn("np.random.default_rng(3).normal()") == set()
    assert drawn("np.random.default_rng().normal()") == {"numpy.random.default_rng() without a seed"}
    assert drawn("np.random.normal()") == {"the global generator of NumPy"}
    assert drawn("import keras; keras.layers.Dense(2).build((None, 3))") == {
        "Keras without a seed, such as weights to begin with"
    }
    assert drawn("import tensorflow as tf; tf.random.normal((2,))") == {"TensorFlow without a seed"}
