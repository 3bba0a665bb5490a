"""The page of submissions that are alike: side by side, shared parts marked, nothing that loads or runs."""

from __future__ import annotations

import pytest

from grader.course.directory import Course
from grader.errors import CommandError
from grader.grading.merge.lifting import Lifted
from grader.pages.similar_page import write_similar_page
from grader.similarity.compare import Alike, Shown, Similarity
from grader.similarity.handed import Answer
from grader.similarity.tokens import Tokens
from tests.grader.pages_of_a_class import Page

SOURCE = "total = 0\nfor x in <script>alert(1)</script>:\n    total += x"


def shown(cell: str, source: str = SOURCE, *, added: bool = False) -> Shown:
    return Shown(Answer("lesson", Lifted(cell, "code", source, added), Tokens()), [(0, 5), (10, len(SOURCE))])


@pytest.fixture
def similarity():
    rows = [(shown("square"), shown("square")), (None, shown("double", added=True))]
    pairs = [
        Alike(("ada", "b<i>en"), 80, 0.9, 1.0, 2, rows),
        Alike(("ada", "cleo"), 61, 0.5, 0.25, 4, rows[:1]),
    ]
    return Similarity("lesson", 17, 3, pairs, ["nia"], {"milo": "its JSON is <b>broken</b>"})


def test_a_page_shows_both_and_marks_what_they_share(small_course, similarity, tmp_path):
    path = write_similar_page(Course.open(small_course), similarity, tmp_path / "page.html")
    html = path.read_text(encoding="utf-8")
    page = Page(html)
    assert not page.loads_from_elsewhere
    assert "script" not in page.tags
    assert "default-src 'none'" in html
    assert page.tags.count("mark") == 2 * (3 + 2)  # two in each cell that is shown
    assert "<mark>total</mark> = 0" in html
    for words in (
        "17 submissions", "Alike does not mean copied", "nobody else has any of it", "in at most 4 of 17",
        "a cell added after double", "In another cell of theirs", "ada, b<i>en, cleo", "nia",
        "its JSON is <b>broken</b>",
    ):  # fmt: skip
        assert words in page.text


def test_of_few_submissions_the_page_says_so(small_course, tmp_path):
    course = Course.open(small_course)
    few = write_similar_page(course, Similarity("lesson", 3, 2), tmp_path / "few.html").read_text(encoding="utf-8")
    many = write_similar_page(course, Similarity("lesson", 30, 2), tmp_path / "many.html").read_text(encoding="utf-8")
    assert "Of so few" in few
    assert "Of so few" not in many
    assert "No two have much in common" in few


def test_a_page_that_cannot_be_written_is_said(small_course, similarity, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="--output"):
        write_similar_page(Course.open(small_course), similarity, tmp_path / "file" / "page.html")
