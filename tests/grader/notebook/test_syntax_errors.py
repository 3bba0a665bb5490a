"""What Python cannot read in an answer is said as Python says it; nothing is run and no answer is too long."""

from __future__ import annotations

import pytest

from grader.notebook.syntax_errors import broken, unreadable_answers


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def f(x):\n    return (x +", "SyntaxError in line 2: '(' was never closed\n    return (x +\n           ^"),
        ("def f():\nreturn 1", "IndentationError in line 2: expected an indented block"),
        ("return 3", "SyntaxError in line 1: 'return' outside function\nreturn 3\n^"),
    ],
)
def test_line_and_caret(source, words):
    assert broken(source).words.startswith(words)


@pytest.mark.parametrize("source", ["%matplotlib inline\nx = 1", "await f()", "x = 1 is 1", "9**9**9", "", "%%bash\n("])
def test_what_a_notebook_can_run_is_no_error(source):
    assert broken(source) is None


def test_a_long_line_is_shown_around_the_caret():
    words, shown, caret = broken("x = [" + "1, " * 5000 + ")").words.splitlines()
    assert words.startswith("SyntaxError in line 1")
    assert len(shown) == 160
    assert shown[len(caret) - 1] in "[)"


def test_which_answers_are_unreadable():
    assert unreadable_answers({"a": "x = 1"}) == ""
    some = unreadable_answers({"a": "x = 1", "b": "def f(:", "c": "1 +"})
    assert some.startswith("Python cannot read the answer `b`: SyntaxError in line 1")
    assert some.endswith("^\nalso `c`")
    assert unreadable_answers({"b": "1 -", "c": "1 +"}).startswith("Python can read none of the 2 answers; `b`: ")
