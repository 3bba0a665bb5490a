"""In a lesson for self-study one answer appears below a check that has failed three times, and nowhere else before."""

import base64
import json
import zlib

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from course_utils.checks import MIME, Checks, progress
from course_utils.checks.one_answer import OneAnswer, pack, unpack
from course_utils.checks.this_notebook import ANSWER

ANSWERS = {"softmax": OneAnswer("def softmax(f):\n    return f < 1", "rows & columns"), "relu": OneAnswer("r = 0", "")}


@pytest.fixture(autouse=True)
def a_new_kernel():
    progress.forget()


@pytest.fixture
def study(tmp_path, monkeypatch):
    """A lesson for self-study, as Jupyter tells its kernel."""
    path = tmp_path / "01_lesson.ipynb"
    write(path, {name: pack(answer) for name, answer in ANSWERS.items()})
    monkeypatch.setenv("JPY_SESSION_NAME", str(path))
    return path


def write(path, answers):
    cells = [
        {
            "cell_type": "code",
            "metadata": {
                "nbgrader": {"grade_id": f"test-{name}", "grade": True, "points": 2},
                **({ANSWER: answers[name]} if name in answers else {}),
            },
        }
        for name in ANSWERS
    ]
    path.write_text(json.dumps({"cells": cells}))


def run(exercise="softmax", passes=False, unwritten=False, hidden=False):
    """Run a check in a notebook's shell; return the HTML, the text and the payload that it shows."""

    def value():
        if unwritten:
            raise NotImplementedError
        return passes

    InteractiveShell.instance()
    checks = Checks(exercise, points=2)
    checks.true("a", value)
    if hidden:
        with checks.hidden():
            checks.true("b", value)
    with capture_output() as captured:
        checks.score()
    (output,) = captured.outputs
    return output.data["text/html"], output.data["text/plain"], output.data[MIME]


def test_the_third_failed_run_shows_one_answer_folded_and_why_it_works(study):
    assert "<details" not in run()[0]
    assert "<details" not in run()[0]
    html, text, payload = run()
    fold = html[html.index("<details") : html.index("</details>")]
    assert "open" not in fold.partition(">")[0]
    assert "return f &lt; 1" in fold
    assert "rows &amp; columns" in fold
    assert "why it works" in fold
    assert "return f" not in text + json.dumps(payload)  # only what folds has it
    assert html.index("Progress:") < html.index("<details")
    assert "<details" not in run("relu")[0]


def test_what_is_not_written_is_no_try_and_what_passes_may_compare(study):
    for _ in range(5):
        assert "<details" not in run(unwritten=True)[0]
    assert "compare with yours" in run(passes=True)[0]


def test_tries_and_points_live_through_a_restart_of_the_kernel(study):
    run()
    run()
    run("relu", passes=True)
    progress.forget()
    html, text, _ = run()
    assert "<details" in html
    assert "Progress: 1 of 2 exercises done, 2 of 4 points; open: softmax." in text
    assert [path.name for path in (study.parent / ".progress").iterdir()] == ["01_lesson.json"]


def test_no_answer_and_no_file_where_the_notebook_brings_none(study):
    write(study, {})
    for _ in range(4):
        assert "<details" not in run()[0]
    assert "<details" not in run(passes=True)[0]
    assert not (study.parent / ".progress").exists()


def test_no_answer_where_hidden_tests_are_as_in_grading(study):
    for _ in range(4):
        assert "<details" not in run(hidden=True)[0]
    assert "<details" not in run(passes=True, hidden=True)[0]
    assert not (study.parent / ".progress").exists()


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"softmax": 1}', '{"softmax": {"score": "x"}}', '{"gone": {}}'])
def test_a_damaged_file_of_progress_costs_nothing(study, kept):
    (study.parent / ".progress").mkdir()
    (study.parent / ".progress" / "01_lesson.json").write_text(kept)
    assert "0 of 2 exercises done" in run()[1]


def test_progress_that_cannot_be_written_lives_as_long_as_the_kernel(study):
    (study.parent / ".progress").write_text("a file where a folder belongs")
    run()
    run()
    assert "<details" in run()[0]


def test_an_answer_is_not_read_by_chance_and_comes_back_whole():
    packed = pack(ANSWERS["softmax"])
    assert "softmax" not in packed
    assert "rows" not in packed
    assert unpack(packed) == ANSWERS["softmax"]


def packed(plain):
    return base64.b85encode(zlib.compress(plain)).decode()


@pytest.mark.parametrize(
    "damaged", [None, 7, "", "!", "é", packed(b"7"), packed(b'["a"]'), packed(b"[1, 2]"), packed(b'["' + b"a" * 10**7)]
)
def test_a_damaged_answer_is_none(damaged):
    assert unpack(damaged) is None
