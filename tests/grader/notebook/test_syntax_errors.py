"""What Python cannot read in an answer is said as Python says it; nothing is run and no answer is too long."""

from __future__ import annotations

import ast
import time

import pytest

from grader.notebook.syntax_errors import _each_once, broken, unreadable_answers


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


def test_what_stands_below_finally_is_compiled_once():
    below = "def square(x):\n try:\n" + "  if x: return\n" * 300 + " finally:\n  " + "a;" * 3_000
    started = time.process_time()
    assert broken(below) is None  # compiled for each way out it takes several seconds and half a gigabyte
    assert time.process_time() - started < 1
    tree = ast.parse("def f():\n" + nested(19))
    tree.body = _each_once(tree.body)
    assert len(ast.unparse(tree).splitlines()) == 19 + 2
    assert not any(getattr(node, "finalbody", None) for node in ast.walk(tree))


def nested(depth, level=1):
    indent = " " * level
    return f"{indent}try: a\n{indent}finally:\n{nested(depth - 1, level + 1)}" if depth else f"{indent}a\n"


@pytest.mark.parametrize(
    "around",
    [
        "try:\n a\nfinally:\n {}",
        "try:\n {}\nfinally:\n a",
        "while a:\n try:\n  a\n finally:\n  {}",
        "match a:\n case 1:\n  try:\n   a\n  except E:\n   {}\n  else:\n   b\n  finally:\n   c",
    ],
)
def test_mistakes_around_finally_are_found(around):
    assert "'return' outside function" in broken(around.format("return 3")).words
    assert broken(around.format("b")) is None


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
