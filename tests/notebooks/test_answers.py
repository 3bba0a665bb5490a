"""Every wrong answer loses points, in its own exercise and in no other; every right one earns them all.

What a student can see of a test has to tell right from wrong: at least 19 of 20 wrong answers of a lesson fail a
visible check. Tests draw fresh inputs, so one that does not fail is drawn again: it has to in 19 of 20 draws. Those
that only hidden checks find are listed, with the reason, in `wrong_answers/NN_topic/only_hidden.toml`:

    [relu]
    leaks_below_minus_a_thousand = "no worked example can hold such numbers without giving the line away"
"""

import tomllib
from collections import Counter
from functools import cache

import pytest

from tests.notebooks.lessons import HERE, Answer, all_lessons, kept_answers, run_tests

LESSONS = {lesson.name: lesson for lesson in all_lessons()}
WRONG = list(kept_answers("wrong_answers"))
RIGHT = list(kept_answers("right_answers"))
WRONG_ANSWERS_PER_EXERCISE = 6
CAUGHT_VISIBLY, VISIBLE_POINTS = 0.95, 0.5
DRAWS = 40

lessons = pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)


def points(lesson, exercise):
    return float(lesson.tests[exercise].metadata.nbgrader.points)


@cache
def tried(answer: Answer):
    """Run the tests that could notice an answer: results by exercise."""
    lesson = LESSONS[answer.lesson]
    return run_tests(lesson, {answer.exercise: answer.source}, lesson.dependents(answer.exercise))


@cache
def caught(answer: Answer) -> bool:
    """Whether a visible check notices a wrong answer, or, where one draw let it pass, does so in 19 of 20 others."""
    if tried(answer)[answer.exercise].failed_visibly:
        return True
    lesson, missed = LESSONS[answer.lesson], 0
    for _ in range(DRAWS):
        again = run_tests(lesson, {answer.exercise: answer.source}, frozenset({answer.exercise}))
        missed += not again[answer.exercise].failed_visibly
        if missed > (1 - CAUGHT_VISIBLY) * DRAWS:
            return False
    return True


@lessons
def test_reference_earns_every_point_as_a_plain_float(lesson):
    found = {exercise: result.score for exercise, result in run_tests(lesson, {}).items()}
    assert found == {exercise: points(lesson, exercise) for exercise in lesson.tests}
    assert {type(score) for score in found.values()} == {float}


@lessons
def test_untouched_stubs_earn_nothing_and_are_told_so(lesson):
    stubs = dict.fromkeys(lesson.answers, "# YOUR CODE HERE\nraise NotImplementedError()\n")
    assert {result.score for result in run_tests(lesson, stubs).values()} == {0.0}


@pytest.mark.parametrize("answer", WRONG, ids=str)
def test_wrong_answer_loses_points_in_its_own_exercise_only(answer: Answer):
    lesson = LESSONS[answer.lesson]
    found = {exercise: result.score for exercise, result in tried(answer).items()}
    assert found.pop(answer.exercise) < points(lesson, answer.exercise), answer.why
    assert found == {exercise: points(lesson, exercise) for exercise in found}, "it costs points in another exercise"


@pytest.mark.parametrize("answer", RIGHT, ids=str)
def test_another_right_answer_earns_every_point(answer: Answer):
    lesson = LESSONS[answer.lesson]
    found = {exercise: result.score for exercise, result in tried(answer).items()}
    assert found == {exercise: points(lesson, exercise) for exercise in found}, answer.why


@lessons
def test_wrong_answers_fail_a_visible_check(lesson, record_property):
    wrong = [answer for answer in WRONG if answer.lesson == lesson.name]
    missed = {(a.exercise, a.name) for a in wrong if not caught(a)}
    lucky = [f"{a.exercise}/{a.name}" for a in wrong if caught(a) and not tried(a)[a.exercise].failed_visibly]
    share = 1 - len(missed) / len(wrong)
    record_property("fails a visible check", f"{lesson.name}: {len(wrong) - len(missed)} of {len(wrong)} ({share:.1%})")
    record_property("passes the visible checks once in a while", f"{lesson.name}: {', '.join(lucky) or 'none'}")
    silent = sorted(f"{a.exercise}/{a.name}" for a in wrong if tried(a)[a.exercise].fails_without_a_word)
    record_property("fails visibly, but no hint or guess says why", f"{lesson.name}: {', '.join(silent) or 'none'}")
    assert missed == only_hidden(lesson.name), "compare with only_hidden.toml"
    assert share >= CAUGHT_VISIBLY


@lessons
def test_visible_checks_carry_at_least_half_of_the_points(lesson, record_property):
    share = {
        exercise: result.visible_points / points(lesson, exercise) for exercise, result in run_tests(lesson, {}).items()
    }
    lines = ", ".join(f"{exercise} {part:.0%}" for exercise, part in share.items())
    record_property("share of points that is visible", f"{lesson.name}: {lines}")
    assert {exercise: part for exercise, part in share.items() if part < VISIBLE_POINTS} == {}


def only_hidden(lesson):
    """Return exercise and name of the wrong answers for which a reason is given why no visible check fails."""
    path = HERE / "wrong_answers" / lesson / "only_hidden.toml"
    if not path.exists():
        return set()
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    assert all(len(why) > 20 for names in listed.values() for why in names.values()), "a reason is a sentence"
    return {(exercise, name) for exercise, names in listed.items() for name in names}


@lessons
def test_every_exercise_has_enough_wrong_answers_and_no_answer_lacks_its_exercise(lesson):
    wrong = Counter(answer.exercise for answer in WRONG if answer.lesson == lesson.name)
    assert {exercise: n for exercise, n in wrong.items() if n < WRONG_ANSWERS_PER_EXERCISE} == {}
    assert set(wrong) == set(lesson.answers) == set(lesson.tests)
    assert {answer.exercise for answer in RIGHT if answer.lesson == lesson.name} <= set(lesson.answers)
    assert len({str(answer) for answer in WRONG + RIGHT}) == len(WRONG + RIGHT), "two answers have one name"
