"""A person's grade stays with the answer, and the picture in it, that it was given for."""

from __future__ import annotations

from nbformat import writes

from grader.course.gradebook import Answers
from grader.course.written import written_in

WHERE = ("n", "w")
PICTURE = {"a.png": {"image/png": "iVBORw0KGgo="}}


def _written(build, source="![a](attachment:a.png)", attachments=None, files=None):
    cell = build.written("w", source)
    if attachments:
        cell["attachments"] = attachments
    return written_in({"n": writes(build.notebook(cell))}, (files or {}).get)


def test_a_changed_attachment_is_a_change(build):
    before = _written(build, attachments=PICTURE)
    assert not Answers(before, _written(build, attachments=PICTURE)).changed(*WHERE)
    other = _written(build, attachments={"a.png": {"image/png": "AAAA"}})
    assert Answers(before, other).changed(*WHERE)
    assert Answers(before, other).picture_changed(*WHERE)
    assert Answers(before, _written(build)).any_changed("n")


def test_a_changed_file_that_the_text_shows_is_a_change(build):
    for text in ("![plot](plots/a.png)", "see <img src='plots/a.png'>"):
        before = _written(build, text, files={"plots/a.png": b"1"})
        assert not Answers(before, _written(build, text, files={"plots/a.png": b"1"})).changed(*WHERE)
        assert Answers(before, _written(build, text, files={"plots/a.png": b"2"})).picture_changed(*WHERE)
    out = "![x](../../other/a.png) ![y](/etc/passwd) ![z](notes.txt)"
    asked = []
    written_in({"n": writes(build.notebook(build.written("w", out)))}, asked.append)
    assert asked == []


def test_text_without_pictures_has_none(build):
    assert _written(build, "words").pictures == {WHERE: ""}
