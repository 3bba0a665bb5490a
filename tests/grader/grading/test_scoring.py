"""Nothing passes by absence, nothing honest is punished: what a test cell left behind becomes points."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_output
from nbgrader.utils import determine_grade

from grader.grading.execution import CellRun
from grader.grading.scoring import printed_number, score_cell
from grader.model import CHECKS_MIME, CellOutcome, State


def value(text):
    return new_output("execute_result", {"text/plain": text}, execution_count=1)


def checks(*found, **extra):
    listed = [{"name": f"check {n}", "points": p, "passed": ok} for n, (p, ok) in enumerate(found)]
    return new_output("display_data", {CHECKS_MIME: {"version": 1, "exercise": "x", "checks": listed, **extra}})


def scored(*outputs, points=2.0, **run):
    ran = CellRun(**{"executed": True, **run})
    return score_cell(CellOutcome("lesson", "test", None, points), list(outputs), ran)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1", 1.0),
        ("0.5", 0.5),
        ("-1", -1.0),
        ("1e-3", 0.001),
        (".5", 0.5),
        ("1_000", 1000.0),
        ("nan", np.nan),
        ("inf", np.inf),
        ("-inf", -np.inf),
        ("np.float64(0.0)", 0.0),
        ("np.float32(1.5)", 1.5),
        ("np.int64(2)", 2.0),
        ("np.float64(nan)", np.nan),
        ("numpy.float64(1.0)", 1.0),
        ("np.longdouble('0.1')", 0.1),
        ("array(0.5)", 0.5),
        ("array(0.5, dtype=float32)", 0.5),
        ("Array(0.5, dtype=float32, weak_type=True)", 0.5),
        ("tensor(0.)", 0.0),
        ("tensor(0.2500, grad_fn=<MeanBackward0>)", 0.25),
        ("<tf.Tensor: shape=(), dtype=float32, numpy=0.0>", 0.0),
        ("<tf.Variable 'v:0' shape=() dtype=float32, numpy=np.float32(2.0)>", 2.0),
        ("Fraction(1, 2)", 0.5),
        ("Fraction(1, 0)", np.nan),
        ("Decimal('0.25')", 0.25),
        ("9" * 400, np.inf),
        ("(1)", 1.0),
    ],
)
def test_numbers_are_read_in_every_printed_form(text, number):
    np.testing.assert_equal(printed_number(text), number)


@pytest.mark.parametrize(
    "text",
    [
        "True",
        "False",
        "'1'",
        "[1]",
        "None",
        "array([1.])",
        "1+2j",
        "np.True_",
        "",
        "<Figure size 640x480>",
        "(" * 500,
        "x" * 2000,
        "array([[0.5]])",
        "1 2",
        "<tf.Tensor: shape=(1,), dtype=float32, numpy=array([0.], dtype=float32)>",
        "np.str_('1')",
    ],
)
def test_other_values_are_no_score(text):
    assert printed_number(text) is None


@given(
    st.floats(allow_nan=False)
    | st.integers()
    | st.floats(width=32, allow_nan=False).map(np.float32)
    | st.integers(0, 255).map(np.uint8)
)
def test_every_real_number_that_python_prints_is_read(number):
    read = printed_number(repr(number))
    assert float(number) == (read if isinstance(number, float | int) else float(type(number)(read)))


@given(st.text(max_size=60))
def test_any_text_is_read_or_not(text):
    printed_number(text)


@pytest.mark.parametrize(
    ("outputs", "score"),
    [
        ([], 2.0),
        ([value("1")], 1.0),
        ([value("2")], 2.0),
        ([value("0")], 0.0),
        ([value("2.0000000001")], 2.0),
        ([value("True")], 2.0),
        ([value("'done'")], 2.0),
        ([new_output("stream", name="stdout", text="0")], 2.0),
        ([new_output("stream", name="stderr", text="warning")], 2.0),
        ([new_output("stream", name="stderr", text="warning"), value("1")], 1.0),
        ([new_output("display_data", {"text/plain": "0"})], 2.0),
    ],
)
def test_scores(outputs, score):
    outcome = scored(*outputs)
    assert (outcome.score, outcome.state, outcome.message) == (score, State.GRADED, "")


@pytest.mark.parametrize("text", ["-1", "nan", "2.5", "inf", "np.float64(nan)", "-0.5", "np.float64(3.0)"])
def test_impossible_scores_count_0_and_are_flagged(text):
    outcome = scored(value(text))
    assert (outcome.score, outcome.state) == (0.0, State.PARTIAL)
    assert text in outcome.message


def test_an_exception_earns_nothing_and_is_shown():
    outcome = scored(new_output("error", ename="AssertionError", evalue="no"), error="AssertionError: no")
    assert (outcome.score, outcome.state, outcome.message) == (0.0, State.GRADED, "AssertionError: no")


def test_halves_of_surrogate_pairs_are_stored():
    listed = [{"name": "n\ud800", "points": 1, "passed": False, "message": "\udfff" * 5000}]
    for outcome in (scored(error="E: \ud800"), scored(checks(checks=listed)), scored(value("2\ud800"))):
        assert len(repr(outcome).encode("utf-8")) < 5000


def test_an_exception_counts_even_if_nothing_was_shown():
    assert scored(error="ZeroDivisionError").score == 0.0
    assert scored(value("2"), error="ZeroDivisionError").score == 0.0


@pytest.mark.parametrize(
    ("run", "state"),
    [
        ({"state": State.TIMEOUT, "reason": "stopped after 3 s"}, State.TIMEOUT),
        ({"state": State.CRASHED, "executed": False, "reason": "not run: the kernel died"}, State.CRASHED),
        ({"executed": False}, State.PARTIAL),
    ],
)
def test_what_did_not_run_to_its_end_earns_nothing(run, state):
    outcome = scored(value("2"), **run)
    assert (outcome.score, outcome.state) == (0.0, state)
    assert outcome.message


def test_checks_come_first():
    outcome = scored(checks((0.5, True), (1.0, False), (0.25, True)), value("2"))
    assert outcome.score == 0.75
    assert [check.passed for check in outcome.checks] == [True, False, True]
    assert scored(checks((1, True)), error="ValueError").score == 1.0


def test_the_last_report_counts_and_never_more_than_the_points():
    assert scored(checks((2, True)), checks((0.5, True))).score == 0.5
    assert scored(checks((2, True), (2, True))).score == 2.0


def test_messages_are_kept():
    listed = [{"name": "n", "points": 1, "passed": False, "message": "m", "hint": None, "hidden": True, "more": 1}]
    check = scored(checks(checks=listed)).checks[0]
    assert (check.name, check.message, check.hint, check.hidden) == ("n", "m", "", True)


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "text",
        {},
        {"checks": "x"},
        {"checks": [{"name": "a", "points": 1}]},
        {"checks": [{"name": "a", "points": -1, "passed": True}]},
        {"checks": [{"name": "a", "points": float("nan"), "passed": True}]},
        {"checks": [{"name": "a", "points": float("inf"), "passed": True}]},
        {"checks": [{"name": "a", "points": 1, "passed": "yes"}]},
        {"checks": [{"name": "a", "points": 1e308, "passed": True}]},
        {"checks": [{"name": "a", "points": 1, "passed": True}] * 1001},
    ],
)
def test_a_broken_report_counts_0_and_is_flagged(payload):
    outcome = scored(new_output("display_data", {CHECKS_MIME: payload}), value("2"))
    assert (outcome.score, outcome.state) == (0.0, State.PARTIAL)


def test_many_points_are_capped():
    assert scored(checks(*[(1e9, True)] * 1000)).score == 2.0


@given(
    st.recursive(
        st.none() | st.floats() | st.text(max_size=5) | st.booleans(),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["checks", "name", "points", "passed"]), x),
        max_leaves=10,
    )
)
def test_any_report_gives_a_score_in_range(payload):
    assert 0 <= scored(new_output("display_data", {CHECKS_MIME: payload})).score <= 2


@pytest.mark.parametrize("text", [None, "0", "1", "0.5", "2", "'text'", "[1]", "True", "2.0"])
@pytest.mark.parametrize("error", [False, True])
def test_undamaged_notebooks_score_as_under_nbgrader(build, text, error):
    cell = build.test("t", "x", 2)
    cell.outputs = [] if text is None else [value(text)]
    if error:
        cell.outputs = [new_output("error", ename="E", evalue="", traceback=[])]
    expected, _ = determine_grade(cell)
    assert scored(*cell.outputs, error="E" if error else "").score == expected


def test_an_exception_after_the_report_counts():
    error = new_output("error", ename="AssertionError", evalue="", traceback=[])
    late = scored(checks((2, True)), error, error="AssertionError")
    assert (late.score, late.message, late.checks) == (0.0, "AssertionError", [])
    early = scored(error, checks((2, True)), error="AssertionError")
    assert early.score == 2.0


def test_a_value_of_a_form_that_nobody_displays_is_no_number():
    output = {"output_type": "execute_result", "data": {"text/plain": [["1.0"], {}]}}
    assert scored(output).score == 2.0
