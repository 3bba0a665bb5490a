"""Every wrong answer loses points, in its own exercise and in no other; every right one earns them all."""

from collections import Counter

import pytest

from tests.notebooks.lessons import Answer, all_lessons, kept_answers, scores

LESSONS = {lesson.name: lesson for lesson in all_lessons()}
WRONG = list(kept_answers("wrong_answers"))
RIGHT = list(kept_answers("right_answers"))
WRONG_ANSWERS_PER_EXERCISE = 6


def points(lesson, exercise):
    return float(lesson.tests[exercise].metadata.nbgrader.points)


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.name)
def test_reference_earns_every_point_as_a_plain_float(lesson):
    found = scores(lesson, {})
    assert found == {exercise: points(lesson, exercise) for exercise in lesson.tests}
    assert {type(score) for score in found.values()} == {float}


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.name)
def test_untouched_stubs_earn_nothing_and_are_told_so(lesson):
    stubs = dict.fromkeys(lesson.answers, "# YOUR CODE HERE\nraise NotImplementedError()\n")
    assert set(scores(lesson, stubs).values()) == {0.0}


@pytest.mark.parametrize("answer", WRONG, ids=str)
def test_wrong_answer_loses_points_in_its_own_exercise_only(answer: Answer):
    lesson = LESSONS[answer.lesson]
    found = scores(lesson, {answer.exercise: answer.source}, lesson.dependents(answer.exercise))
    assert found.pop(answer.exercise) < points(lesson, answer.exercise), answer.why
    assert found == {exercise: points(lesson, exercise) for exercise in found}, "it costs points in another exercise"


@pytest.mark.parametrize("answer", RIGHT, ids=str)
def test_another_right_answer_earns_every_point(answer: Answer):
    lesson = LESSONS[answer.lesson]
    found = scores(lesson, {answer.exercise: answer.source}, lesson.dependents(answer.exercise))
    assert found == {exercise: points(lesson, exercise) for exercise in found}, answer.why


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=lambda lesson: lesson.name)
def test_every_exercise_has_enough_wrong_answers_and_no_answer_lacks_its_exercise(lesson):
    wrong = Counter(answer.exercise for answer in WRONG if answer.lesson == lesson.name)
    assert {exercise: n for exercise, n in wrong.items() if n < WRONG_ANSWERS_PER_EXERCISE} == {}
    assert set(wrong) == set(lesson.answers) == set(lesson.tests)
    assert {answer.exercise for answer in RIGHT if answer.lesson == lesson.name} <= set(lesson.answers)
    assert len({str(answer) for answer in WRONG + RIGHT}) == len(WRONG + RIGHT), "two answers have one name"
