"""The page and the lines about wrong answers: figures, differences, nothing from elsewhere, nothing that runs."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.console.mutation_report import sentence, show_mutation
from grader.course.directory import Course
from grader.errors import CommandError
from grader.grading.calibration.verdicts import CellVerdict
from grader.model import Tests
from grader.mutation.results import Fate, MutantResult, Mutation
from grader.pages.mutation_page import rows_of, write_mutation_page
from tests.grader.pages_of_a_class import Page

DIFF = "--- square: reference\n+++ square: sign\n@@ -1,1 +1,1 @@\n-    return x * x <script>\n+    return x"
MOVED = CellVerdict("lesson", "test-double", Tests.IN_SESSION, "apart, it gives a wrong answer other points")


@pytest.fixture
def mutation():
    found = Mutation("lesson", unread=[("lesson", "third", "no test follows it")], left={("lesson", "double"): 3})
    killed = [MutantResult("lesson", "square", ("test-square",), str(n), "sign", 2, Fate.KILLED) for n in range(3)]
    survivor = MutantResult("lesson", "square", ("test-square",), "s", "sign", 2, Fate.SURVIVED, diff=DIFF)
    found.results = [*killed, survivor]
    return found


def test_rows_count_what_became_of_each_answer(mutation):
    square, double = rows_of(mutation)
    assert (square.killed, square.survived, square.left) == (3, 1, 0)
    assert (double.cell, double.killed, double.left) == ("double", 0, 3)


def test_a_page_stands_alone_and_shows_every_survivor(small_course, mutation, tmp_path):
    path = write_mutation_page(Course.open(small_course), "lesson", mutation, [MOVED], tmp_path / "page.html")
    html = path.read_text(encoding="utf-8")
    page = Page(html)
    assert not page.loads_from_elsewhere
    assert "script" not in page.tags
    assert "default-src 'none'" in html
    for words in ("75 %", "test-square", "return x * x <script>", "no test follows it", MOVED.why, "not tried"):
        assert words in page.text


def test_a_page_that_cannot_be_written_is_said(small_course, mutation, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="--output"):
        write_mutation_page(Course.open(small_course), "lesson", mutation, output=tmp_path / "file" / "page.html")


def test_the_terminal_names_the_test_that_could_have_noticed(mutation):
    text = io.StringIO()
    show_mutation(Console(file=text, width=200), mutation, [MOVED])
    assert "nothing noticed, test-square could" in text.getvalue()
    assert "+    return x" in text.getvalue()
    assert "third were tried: no test follows it" in text.getvalue()
    assert sentence(mutation).startswith("Of 4 wrong answers made from the reference 3 lose points (75%)")
    assert sentence(mutation).endswith("3 were not tried.")


def test_nothing_tried_is_said(mutation):
    assert sentence(Mutation("lesson")) == "No wrong answer could be tried."
    late = Mutation("lesson", left={("lesson", "double"): 3})
    assert sentence(late) == "No wrong answer could be tried in that time; 3 were not tried."
