"""The `Checks` object as a test cell uses it."""

import json

import numpy as np
import pytest

from course_utils.checks import Checks
from course_utils.checks.collector import AuthoringError


@pytest.fixture
def checks():
    return Checks("softmax", points=4)


class Agreeable:
    def __eq__(self, other):
        return True

    def __array__(self, *args, **kwargs):
        return np.ones(3)

    def __bool__(self):
        return True

    __hash__ = None


def unwritten():
    raise NotImplementedError


def last(checks):
    return checks.checks[-1]


def test_points_of_passed_checks_are_added(checks, capsys):
    assert checks.close("a", 1.0, 1.0, points=1.5)
    assert not checks.close("b", 2.0, 1.0, points=1)
    assert checks.equal("c", "x", "x", points=0.5)
    assert checks.shape("d", np.ones(3), (3,), points=1)
    score = checks.score()
    assert type(score) is float
    assert repr(score) == "3.0"
    assert "softmax: 3 of 4 points" in capsys.readouterr().out


@pytest.mark.parametrize("points", [np.float64(0.4), np.float32(1), np.int64(2), 2])
def test_the_score_is_a_plain_float_whatever_the_points_were(points, capsys):
    checks = Checks("e", points=points)
    checks.true("a", np.bool_(True), points=points)
    assert type(checks.score()) is float
    assert type(checks.payload()["checks"][0]["points"]) is float
    assert type(checks.payload()["checks"][0]["passed"]) is bool


def test_three_thirds_are_one(capsys):
    checks = Checks("e", points=1)
    for i in range(3):
        checks.true(f"{i}", True, points=0.333333333)
    assert checks.score() == 1.0


def test_an_exception_fails_one_check_and_no_other(checks):
    assert not checks.close("a", lambda: 1 / 0, 1.0)
    assert last(checks).message == "something is divided by zero (ZeroDivisionError: division by zero)"
    assert checks.close("b", lambda: 1.0, 1.0)


@pytest.mark.parametrize("kind", ["close", "equal", "shape", "dtype"])
def test_every_kind_survives_what_students_return(kind):
    values = [None, unwritten, Agreeable(), lambda: Agreeable(), object, "", [], [[1], [1, 2]], {}, np.array([None])]
    checks = Checks("e", points=len(values))
    expected = {"shape": (7,), "dtype": "float32"}.get(kind, np.ones(3))
    for i, value in enumerate(values):
        assert not getattr(checks, kind)(f"{i}", value, expected), value
        assert last(checks).message
    assert checks.payload()["score"] == 0.0


def test_an_object_that_agrees_with_everything_does_not_pass(checks):
    assert not checks.equal("a", Agreeable, 1)
    assert not checks.close("b", lambda: Agreeable(), np.ones(3))
    assert not checks.true("c", lambda: Agreeable())


def test_not_written_yet(checks):
    assert not checks.close("a", unwritten, 1.0, hint="never mind")
    assert not checks.raises("b", unwritten, RuntimeError)  # NotImplementedError is one, and does not count
    assert {check.message for check in checks.checks} == {"not written yet"}


def test_expected_values_may_be_functions(checks):
    assert checks.close("a", lambda: 2.0, lambda: 2.0)
    assert not checks.close("b", lambda: 2.0, lambda: 1 / 0)
    assert last(checks).message.startswith("the check itself failed, not your code")


def test_a_function_that_changes_its_input_does_not_change_what_is_expected(checks):
    x = np.ones(3)

    def careless():
        x[:] = 7.0
        return x

    assert not checks.close("a", careless, lambda: x.copy())


def test_true_says_what_is_wrong(checks):
    assert not checks.true("a", False, message="the loss grew", hint="try a smaller step")
    assert (last(checks).message, last(checks).hint) == ("the loss grew", "try a smaller step")
    assert not checks.true("b", False, message="")
    assert last(checks).message


def test_between(checks):
    assert checks.between("a", [0.0, np.float64(1.0)], 0, np.float64(1))
    assert not checks.between("b", lambda: np.nan)
    assert "NaN" in last(checks).message


def test_raises(checks):
    def bad():
        raise ValueError("the code size must be positive")

    assert checks.raises("a", bad, ValueError)
    assert checks.raises("b", bad, (TypeError, ValueError), match="code size", points=0.5)
    assert not checks.raises("c", bad, ValueError, match="seed", points=0.5)
    assert "does not contain 'seed'" in last(checks).message
    assert not checks.raises("d", lambda: 3, ValueError, points=0.5)
    assert last(checks).message == "ValueError is expected for this input, but the result was 3"
    assert not checks.raises("e", lambda: object(), ValueError, points=0.5)
    assert not checks.raises("f", lambda: {}["k"], ValueError, points=0.5)
    assert last(checks).message == (
        "ValueError is expected for this input, but: a dictionary has no such entry (KeyError: 'k')"
    )


def test_what_numpy_warned_about_stands_in_the_message(checks):
    checks.close("a", lambda: np.exp([1000.0]), np.ones(1))
    assert last(checks).message.endswith("(NumPy warned: overflow encountered in exp)")


def test_strict_numpy_settings_of_a_student_cost_nothing(checks):
    with np.errstate(all="raise"):
        assert not checks.close("a", lambda: np.array([0.0, 1.0, 3.0]), np.array([0.1, 1.0, 2.0]))
    assert "2 of 3 values differ" in last(checks).message


def test_hidden_checks_are_marked(checks):
    checks.true("a", True)
    with checks.hidden():
        checks.true("b", True)
    checks.true("c", True)
    assert [check.hidden for check in checks.checks] == [False, True, False]


def test_an_exception_in_the_hidden_part_keeps_the_other_points(checks, capsys):
    checks.true("a", True, points=3)
    with checks.hidden():
        unwritten()
    assert checks.score() == 3.0
    assert last(checks).message == "the checks stopped here: not written yet"
    assert last(checks).points == 0.0
    with pytest.raises(KeyboardInterrupt), checks.hidden():
        raise KeyboardInterrupt


def test_a_name_is_used_once(checks):
    for _ in range(3):
        checks.true("fresh input", True)
    assert [check.name for check in checks.checks] == ["fresh input", "fresh input (2)", "fresh input (3)"]


def test_the_payload_is_plain_finite_json(checks):
    checks.close("a", np.float32(np.nan), np.float32(np.inf), hint="ä <b>")
    checks.equal("b", np.int64(3), 4)
    checks.equal("c", "lone \ud800 surrogate, bell \x07", "x")
    text = json.dumps(checks.payload(), allow_nan=False, ensure_ascii=False)
    text.encode("utf-8")
    assert json.loads(text) == {
        "version": 1,
        "exercise": "softmax",
        "points": 4.0,
        "score": 0.0,
        "checks": [vars(check) for check in checks.checks],
    }
    assert set(vars(last(checks))) == {"name", "points", "passed", "message", "hint", "hidden"}


def test_no_checks_earn_nothing(checks, capsys):
    assert checks.score() == 0.0
    assert "Hidden checks on fresh input follow when your work is graded (4 of the points)." in capsys.readouterr().out


def test_an_empty_reason_is_no_pass(checks):
    class Silent(Exception):
        def __str__(self):
            return ""

    def fail():
        raise Silent

    assert not checks.close("a", fail, 1.0)


@pytest.mark.parametrize("points", [0, -1, "2", None, True, float("nan"), float("inf")])
def test_points_must_be_positive_numbers(checks, points):
    with pytest.raises(AuthoringError, match="points must be"):
        Checks("e", points=points)
    with pytest.raises(AuthoringError, match="points must be"):
        checks.true("a", True, points=points)


def test_checks_may_not_be_worth_more_than_the_exercise(checks):
    checks.true("a", True, points=4)
    with pytest.raises(AuthoringError, match=r"add up to 4\.5 points"), checks.hidden():
        checks.true("b", True, points=0.5)
    assert checks.declared_points == 4.0


def test_names_are_needed():
    with pytest.raises(AuthoringError, match="id of the answer cell"):
        Checks("", points=1)
    with pytest.raises(AuthoringError, match="what the student reads"):
        Checks("e", points=1).true(" ", True)
    with pytest.raises(AuthoringError, match="lambda"):
        Checks("e", points=1).raises("a", 3, ValueError)


def test_a_hint_stands_under_an_exception_too():
    checks = Checks("x", points=2)
    checks.close("a", lambda: {}["W"], 1.0, hint="average over the rows")
    assert last(checks).message == "a dictionary has no such entry (KeyError: 'W')"
    assert last(checks).hint == "average over the rows"
    checks.close("b", lambda: None, 1.0, hint="average over the rows")
    assert last(checks).hint == "average over the rows"


def test_the_hint_of_the_exercise_comes_before_a_guess_from_the_numbers():
    checks = Checks("x", points=2)
    checks.close("a", [[1.0, 2.0, 4.0]], np.array([[0.25, 0.5, 1.0]]), hint="times the slope h (1 - h)")
    assert last(checks).message.endswith("got 1, expected 0.25")
    assert last(checks).hint.startswith("times the slope h (1 - h). From the numbers: Your result is 4 times")
    checks.close("b", [[1.0, 2.0, 4.0]], np.array([[0.25, 0.5, 1.0]]))
    assert "got 1, expected 0.25. Your result is 4 times" in last(checks).message
    assert last(checks).hint == ""


def test_a_guess_about_an_axis_names_the_input_that_has_it():
    p = np.random.default_rng(3).uniform(size=(5, 3))
    checks = Checks("x", points=3)
    checks.close("sum", lambda: p.sum(axis=0), p.mean(axis=0))
    assert last(checks).message.endswith(
        "5 times the expected, and 5 is the length of axis 0 of p: did you sum where a mean is asked?"
    )
    checks.close("no such axis", lambda: 7 * p.mean(axis=0), p.mean(axis=0))
    assert last(checks).message.endswith("7 times the expected everywhere: is a constant factor wrong?")
    checks.close("two rows", lambda: p[:2].sum(axis=0), p[:2].mean(axis=0))
    assert "2 times the expected: is a factor 1/2 missing" in last(checks).message


@pytest.mark.parametrize("score_in_student_version", [True, False])
def test_passing_all_that_a_student_version_holds_earns_the_cell(score_in_student_version, capsys):
    checks = Checks("x", points=3)
    checks.true("seen", True, points=1.5)
    if not score_in_student_version:
        with checks.hidden():
            checks.true("kept back", False, points=1.5)
    assert checks.score() == (3.0 if score_in_student_version else 1.5)
    words = "Every check you can see passes; hidden checks on fresh input follow when your work is graded (1.5 of"
    assert (words in capsys.readouterr().out) == score_in_student_version


def test_a_hidden_part_that_checks_nothing_gives_nothing_for_free(capsys):
    checks = Checks("x", points=3)
    checks.true("seen", True, points=1.5)
    with checks.hidden():
        pass
    assert checks.score() == 1.5


def test_one_visible_failure_keeps_the_points_that_were_earned(capsys):
    checks = Checks("x", points=3)
    checks.true("a", True, points=1)
    checks.true("b", False, points=0.5)
    assert checks.score() == 1.0


def test_nothing_checked_is_no_full_score(capsys):
    assert Checks("x", points=3).score() == 0.0


def test_single_precision_does_not_loosen_a_check(checks):
    right = np.array([0.1, 0.7, 0.2])
    wrong = (right * (1 + 5e-5)).astype(np.float32)
    assert not checks.close("a", lambda: wrong, right, points=0.5)
    assert not checks.close("b", lambda: wrong.astype(np.float16), right, points=0.5)
    assert checks.close("c", lambda: wrong, right.astype(np.float32), points=0.5)
    assert checks.close("d", lambda: wrong, right, points=0.5, rtol=1e-4)
    assert checks.close("e", lambda: right.astype(np.float32), right, points=0.5)


class Pair(tuple):
    """A named tuple of a student's own, whose methods say what they like."""

    count = index = lambda self, value: 3
    __len__ = lambda self: 3  # noqa: E731
    __eq__ = lambda self, other: True  # noqa: E731
    __hash__ = None
    __class__ = list


def test_forged_names_and_methods_of_a_sequence_fool_no_check(checks):
    forged = Pair((1.0, 2.0))
    three = type("3", (), {"__eq__": lambda self, other: True, "__hash__": None, "__float__": lambda self: 3.0})()
    for value in (forged, three, [forged], {"a": three}):
        assert not checks.equal(f"equal {value}", lambda value=value: value, (1.0, 2.0, 3.0), points=0.25)
        assert not checks.close(f"close {value}", lambda value=value: value, 3.0, points=0.25)
        assert not checks.shape(f"shape {value}", lambda value=value: value, (3,), points=0.25)
    assert checks.equal("what it holds", lambda: forged, (1.0, 2.0), points=0.25)
