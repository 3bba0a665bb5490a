"""`grade` gives exactly one named state and never raises for anything that was handed in."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from nbformat import reads, writes

from grader.grading.grade import grade
from grader.grading.kernel.running import KernelRunner
from grader.model import CHECKS_MIME, Limits, Outcome, State, Submission, SubmittedFile
from grader.notebook.syntax_errors import NOT_TRIED

LIMITS = Limits(cell_seconds=3, seconds=20, output_mb=2)
WARNING = """def square(x):
    import warnings, sys
    warnings.warn('slow')
    print('oh', file=sys.stderr)
    return x * x"""


@pytest.fixture(scope="session")
def small(build):
    return build.small()


@pytest.fixture(scope="session")
def graded(build, small):
    """Return a function that grades a submission of the small master."""

    def go(submission, master=None, limits=LIMITS, **files):
        if not isinstance(submission, Submission):
            submission = build.submission(submission)
        return grade(master or build.master(small, **files), submission, limits, runner=KernelRunner())

    return go


def by_id(outcome):
    return {cell.id: cell for cell in outcome.cells}


def test_the_reference_gets_everything(build, small, graded):
    outcome = graded(build.solved(small))
    assert (outcome.state, outcome.score, outcome.max_score) == (State.GRADED, 3.0, 3.0)
    assert outcome.reason == ""
    assert outcome.repairs == []
    assert by_id(outcome)["written"].score is None
    assert by_id(outcome)["written"].manual
    assert set(outcome.phases) == {"merge", "start", "cells", "score"}
    assert 0 < sum(outcome.phases.values()) <= outcome.seconds + 0.01
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == Outcome(**{**vars(outcome), "executed": {}})
    assert reads(outcome.executed["lesson"], as_version=4).cells[4].execution_count


def test_the_untouched_version_gets_nothing(build, small, graded):
    outcome = graded(build.released(small))
    assert (outcome.state, outcome.score) == (State.GRADED, 0.0)
    assert by_id(outcome)["test-square"].message.startswith("NotImplementedError")
    assert (by_id(outcome)["written"].score, by_id(outcome)["written"].message) == (0.0, "No response.")


def test_one_wrong_answer_costs_one_exercise(build, small, graded):
    outcome = graded(build.solved(small, square="def square(x):\n    return abs(x) * 3"))
    assert {cell.id: cell.score for cell in outcome.cells if not cell.manual} == {
        "test-square": 0.0,
        "test-double": 1.0,
    }
    assert outcome.state is State.GRADED


def test_warnings_and_standard_error_cost_nothing(build, small, graded):
    assert graded(build.solved(small, square=WARNING)).score == 3.0


def test_an_endless_answer_leaves_the_rest(build, small, graded):
    outcome = graded(build.solved(small, square="def square(x):\n    while True:\n        pass"))
    assert (outcome.state, outcome.score) == (State.PARTIAL, 1.0)
    assert by_id(outcome)["test-square"].state is State.TIMEOUT
    assert outcome.needs_person


def test_a_dying_kernel_keeps_what_was_earned_before(build, small, graded):
    outcome = graded(build.solved(small, double="import os\nos._exit(0)"))
    assert (outcome.state, outcome.score, outcome.max_score) == (State.CRASHED, 2.0, 3.0)
    assert by_id(outcome)["test-double"].state is State.CRASHED
    assert "lesson" in outcome.executed


def test_own_cells_run_before_the_test(build, small, graded):
    notebook = build.solved(small, square="def square(x):\n    return helper(x)")
    notebook.cells.insert(4, build.cell("def helper(x):\n    return x * x"))
    assert graded(notebook).score == 3.0


def test_checks_that_a_test_publishes_are_scored(build, graded):
    payload = {
        "version": 1,
        "exercise": "square",
        "checks": [
            {"name": "of three", "points": 1, "passed": True, "message": "", "hint": ""},
            {
                "name": "of minus two",
                "points": 2,
                "passed": False,
                "message": "got -4",
                "hint": "signs?",
                "hidden": True,
            },
        ],
    }
    bundle = {CHECKS_MIME: payload, "text/plain": "3"}
    test = f"from IPython.display import display\ndisplay({bundle!r}, raw=True)\n3.0"
    master = build.notebook(build.answer("square", "x = 1"), build.test("test-square", test, 3))
    outcome = graded(build.solved(master), build.master(master))
    cell = by_id(outcome)["test-square"]
    assert (cell.score, outcome.score) == (1.0, 1.0)
    assert [check.message for check in cell.checks] == ["", "got -4"]


def test_a_score_that_cannot_be_trusted_is_flagged(build, graded):
    master = build.notebook(build.answer("a", "score = 1"), build.test("t", "score", 2))
    outcome = graded(build.solved(master, a="score = float('nan')"), build.master(master))
    assert (outcome.state, outcome.score) == (State.PARTIAL, 0.0)
    assert "nan" in outcome.reason


@pytest.mark.parametrize(
    ("submission", "state", "words"),
    [
        (Submission("ada"), State.MISSING, "nothing was handed in"),
        (Submission("ada", {"timestamp.txt": SubmittedFile(b"x")}), State.MISSING, "only timestamp.txt"),
        (Submission("ada", {"lesson.ipynb": SubmittedFile(b"{")}), State.UNREADABLE, "broken"),
        (Submission("ada", {"lesson.ipynb": SubmittedFile(b"")}), State.UNREADABLE, "empty"),
        (Submission("ada", {"lesson.ipynb": SubmittedFile(None, "it is a pipe")}), State.UNREADABLE, "a pipe"),
        (Submission("ada", {"lesson.ipynb": SubmittedFile(b"[" * 100_000)}), State.UNREADABLE, "nested"),
    ],
)
def test_what_cannot_be_graded_has_a_name(graded, submission, state, words):
    outcome = graded(submission)
    assert (outcome.state, outcome.score, outcome.max_score) == (state, 0.0, 3.0)
    assert words in outcome.reason
    assert all(not cell.score for cell in outcome.cells)
    if state is State.UNREADABLE:
        assert "not run" in reads(outcome.executed["lesson"], as_version=4).cells[0].source


def test_odd_characters_are_stored_and_shown(build, small, graded):
    odd = "def square(x):\n    print(chr(0xD800), chr(0))\n    raise ValueError(chr(0xDFFF))"
    outcome = graded(build.solved(small, square=odd, double="x = '\0'\ud800"))
    assert outcome.state is State.GRADED
    assert (outcome.score, bool(by_id(outcome)["test-square"].message)) == (0.0, True)
    json.dumps(outcome.to_json(), ensure_ascii=False, allow_nan=False).encode("utf-8")
    outcome.executed["lesson"].encode("utf-8")


def test_one_of_two_notebooks(build, small, graded):
    other = build.notebook(build.answer("a", "a = 1"), build.test("t", "assert a == 1", 5))
    first, second = build.master(small), build.master(other, "other")
    both = type(first)("lesson", {**first.notebooks, **second.notebooks}, {**first.released, **second.released})
    outcome = graded(build.submission(build.solved(other), "other"), both)
    assert (outcome.state, outcome.score, outcome.max_score) == (State.PARTIAL, 5.0, 8.0)
    assert outcome.reason == "lesson.ipynb was not handed in"


def test_files_of_the_assignment_win_and_shadows_stay_out(build, graded):
    test = (
        "import random, helper\nassert random.random() < 1\n"
        "assert helper.value == 1\nassert open('data.txt').read() == 'ours'"
    )
    master = build.notebook(build.answer("a", "a = 1"), build.test("t", test, 1))
    submission = build.submission(build.solved(master), random__py=b"1 / 0", helper__py=b"value = 1", data__txt=b"mine")
    outcome = graded(submission, build.master(master, data__txt=b"ours"))
    assert outcome.score == 1.0
    assert any("random.py was left out" in repair for repair in outcome.repairs)
    assert any("data.txt had been changed" in repair for repair in outcome.repairs)


def test_a_renamed_notebook_is_taken(build, small, graded):
    outcome = graded(build.submission(build.solved(small), "lesson (1)"))
    assert (outcome.state, outcome.score) == (State.GRADED, 3.0)
    assert outcome.repairs == ["lesson (1).ipynb was taken for lesson.ipynb."]


def test_it_is_pure(build, small, graded):
    """Nothing of the process changes, so several may run at once in threads (stock converters may not)."""
    before = os.getcwd(), dict(os.environ)
    notebooks = [build.solved(small), build.released(small), build.solved(small, square="def square(x): return 0")]
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(graded, notebooks))
    assert [outcome.score for outcome in outcomes] == [3.0, 0.0, 1.0]
    assert (os.getcwd(), dict(os.environ)) == before


def test_only_a_broken_master_raises(build, small):
    master = build.master(small)
    broken = type(master)("lesson", {"lesson": b"{"})
    with pytest.raises(ValueError):
        grade(broken, build.submission(build.solved(small)), LIMITS, runner=KernelRunner())
    assert writes(small)


def test_answers_that_python_cannot_read_are_the_reason(build, small, graded):
    outcome = graded(build.solved(small, square="def square(x:\n    return 1", double="def double(x):\nreturn 2 * x"))
    assert (outcome.state, outcome.score) == (State.GRADED, 0.0)
    assert outcome.reason.startswith("Python can read none of the 2 answers; `square`: SyntaxError in line 1: ")
    assert "\ndef square(x:\n          ^" in outcome.reason
    outcome = graded(build.solved(small, square="def square(x:\n    return 1"))
    assert outcome.reason.startswith("Python cannot read the answer `square`: SyntaxError in line 1: ")
    followed = {cell.id: cell.message for cell in outcome.cells if cell.message}
    assert followed["test-square"] == NOT_TRIED, "a name that is missing only because of it is not the reason"
    assert graded(build.released(small)).reason == ""


def test_two_renamed_copies_that_differ_are_for_a_person_to_decide(build, small, graded):
    done = {number: writes(build.solved(small, square=f"def square(x): return {number}")) for number in (1, 2)}
    files = {f"lesson ({number}).ipynb": SubmittedFile(text.encode()) for number, text in done.items()}
    outcome = graded(Submission("ada", files))
    assert outcome.state is State.UNREADABLE
    assert "lesson (1).ipynb, lesson (2).ipynb may each be lesson.ipynb" in outcome.reason
    assert by_id(outcome)["written"].score is None
