"""Whoever is not in a returned zip, an exported list or the roster is named, and the exit status says so."""

from __future__ import annotations

import csv

import pytest
from nbgrader.api import Gradebook

from grader.commands import export, give_back, roster
from grader.course.directory import Course


@pytest.fixture
def class_of_five(graded_course, hand_in):
    """The graded class, one more who handed in since, and one whom the configuration leaves out."""
    hand_in(graded_course, "late", {"lesson.ipynb": b"{}"})
    hand_in(graded_course, "tester", {"lesson.ipynb": b"{}"})
    with (graded_course / "nbgrader_config.py").open("a") as config:
        config.write('c.CourseDirectory.student_id_exclude = "test*"\n')
    return graded_course


def _said(capsys):
    both = capsys.readouterr()
    return " ".join((both.out + both.err).split())


def test_returning(class_of_five, capsys):
    assert give_back.run(class_of_five, "lesson", layout="folder", output=None) == 1
    said = _said(capsys)
    assert "Handed in, but not graded yet (1): late." in said
    assert "Handed nothing in, so no page (1): nia" in said
    assert "(student_id_exclude): tester" in said
    assert "2 pages of 2 students" in said


def test_exporting(class_of_five, capsys, tmp_path):
    output = tmp_path / "grades.csv"
    status = export.run(class_of_five, "lesson", layout="plain", output=output, column=None, roster=None)
    said = _said(capsys)
    assert status == 1
    assert "not graded yet (1): late." in said
    assert "(student_id_exclude): tester" in said
    with output.open(encoding="utf-8-sig", newline="") as stream:
        assert [row["student"] for row in csv.DictReader(stream)] == ["ada", "eve", "nia"]


def test_the_roster(class_of_five, capsys, tmp_path):
    course = Course.open(class_of_five)
    with Gradebook(course.db_url, course.course_id) as book:
        book.add_student("tester", first_name="Tess", email="tess@example.org")
    listed = tmp_path / "list.csv"
    listed.write_text("student,name\nada,Ada Doe\ntester,T. Ester\nnew,New Doe\n")
    assert roster.run(class_of_five, listed, output=None, json=None) == 0
    said = _said(capsys)
    assert "1 enrolled, 1 renewed" in said
    assert "(student_id_exclude): tester" in said
    with Gradebook(course.db_url, course.course_id) as book:
        assert book.find_student("tester").first_name == "Tess"
