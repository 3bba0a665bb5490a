"""Cells become tokens: what says the same is the same, in every language, whatever stands in a cell."""

from __future__ import annotations

import time

import pytest

from grader.similarity.tokens import NAME, TEXT, code, words

ANSWER = """
def smooth(values, width):
    '''Return moving means.'''
    total, out = 0.5, []
    for i in range(len(values)):
        total += np.sum(values[i : i + width], axis=0)
        out.append(total / width)  # one more
    return out
"""
SAME = """
def glatt(x,n):
    # other words
    a, \\
        b = .50, []
    for k in range(len(x)): a+=np.sum(
        x[k:k+n], axis=0,
    ); b.append(a/n)
    return b
"""


def test_names_layout_remarks_and_docstrings_do_not_matter():
    assert code(ANSWER, "python").texts == code(SAME, "python").texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("np.sum(x)", "np.mean(x)"),
        ("f(x, axis=0)", "f(x, axis=1)"),
        ("f(x, axis=0)", "f(x, ddof=0)"),
        ("sum(x)", "max(x)"),
        ("a < b", "a <= b"),
        ("x if y else z", "x or y and z"),
    ],
)
def test_what_is_done_matters(one, other):
    assert code(one, "python").texts != code(other, "python").texts


def test_places_are_those_of_the_cell():
    found = code("a = 'x y'\nb = f(a)", "python")
    assert [("a = 'x y'\nb = f(a)")[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == [
        "a", "=", "'x y'", "b", "=", "f", "(", "a", ")",
    ]  # fmt: skip
    assert found.texts[2] == TEXT
    assert found.statements == [0, 0, 0, 1, 1, 1, 1, 1, 1]


def test_other_languages_have_their_own_remarks():
    assert code("x <- 3 # three", "R").texts == [NAME, "<-", "3"]
    assert code("a / b; // half\n/* more\n*/ c", "c++").texts == [NAME, "/", NAME, NAME]
    assert code("select a -- all", "sql").texts == [NAME, NAME]


def test_words_are_read_in_any_alphabet():
    assert words("Größe: 3, шум").texts == ["grösse", "3", "шум"]


@pytest.mark.parametrize(
    "text",
    ["'" * 60_000, '"\\"' * 20_000 + "\\\n", '"""\\' * 15_000, "(" * 60_000, "/*" * 30_000, "a,b=1;" * 10_000,
     "1e" * 30_000, "\\\n" * 30_000, "\x00\ud800" * 20_000, "r" * 60_000],
    ids=["quotes", "escapes", "triple", "brackets", "stars", "statements", "numbers", "lines", "bytes", "prefix"],
)  # fmt: skip
def test_no_text_takes_long(text):
    started = time.thread_time()
    for language in ("python", "java"):
        code(text, language)
    words(text)
    assert time.thread_time() - started < 6
