"""Grades as CSV that spreadsheets, Canvas and Moodle read, whoever the students are."""

from __future__ import annotations

import csv
import io

import pytest
from nbgrader.api import Gradebook

from grader.commands import export as command
from grader.course.directory import Course
from grader.course.people import Person
from grader.errors import CommandError
from grader.export.grades import grade_rows, to_csv
from grader.export.layouts import Row, canvas, moodle, plain
from grader.text import plain_cell, safe_cell

ODD = [
    Person("ada", "Ada", 'O\'Neil, "Q"', "ada@x.org", "77"),
    Person("=cmd|' /C calc'!A0", "=1+1", "Zoë", "", "78"),
    Person("newline", "two\nlines", "Ünal", "", ""),
]


def _rows(people=ODD, state="graded"):
    return [Row(person, 10.5, 2.0, 0.5, 12.0, 20.0, state, False) for person in people]


def _read(table):
    return list(csv.reader(io.StringIO(to_csv(table), newline="")))


def test_odd_names_survive_and_formulas_do_not():
    back = _read(plain(_rows()))
    assert back[1][1] == 'O\'Neil, "Q"'
    assert back[2][0].startswith("'=cmd")
    assert back[2][2] == "'=1+1"
    assert back[3][2] == "two\nlines"
    assert {len(row) for row in back} == {13}
    assert back[1][4:9] == ["10.5", "2", "0.5", "12", "20"]


@pytest.mark.parametrize(
    "text", ["=1", "+1+1", "-2+3", "@SUM(A1)", "\tx", " =1", "\r=1", "\uff1d1", "\uff0b1", "\x00=1", "\u200b=1"]
)
def test_what_a_spreadsheet_would_run_is_led_by_an_apostrophe(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-1.5", "+3", "a=b", "", "O'Neil", "1e3", "-", "-1,5"])
def test_other_text_stays(text):
    assert safe_cell(text) == text


CALL = "=HYPERLINK(1)"


@pytest.mark.parametrize("own", [",", ";", "\t"])
@pytest.mark.parametrize("taken", [",", ";", "\t"])
@pytest.mark.parametrize(
    "name", [f"Doe,{CALL}", f"a;{CALL}", f"a\t{CALL}", f'a",{CALL}', f'a";"{CALL}', f"a\n{CALL}", f"a\r {CALL}"]
)
def test_no_cell_is_a_formula_whatever_a_spreadsheet_takes_for_the_end_of_one(own, taken, name):
    """Where a list is opened in another language, quotes no longer hold what is between them together."""
    text = to_csv([["ada", name, "12"]], own)
    cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=taken) for cell in row]
    assert not any(cell.lstrip(' "\t').startswith("=") for cell in cells)
    assert plain_cell(safe_cell(name)) == name


@pytest.mark.parametrize("text", ["Doe, Jane", "Good, -1 for style", "Well done.\n- a list\n- of remarks"])
def test_remarks_of_a_platforms_list_stay(text):
    assert safe_cell(text) == text


def test_canvas_columns():
    header, first, *_ = canvas(_rows(), "Lesson 3 (81234)")
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lesson 3 (81234)"]
    assert first == ['O\'Neil, "Q", Ada', "77", "ada", "ada", "", "12"]


def test_a_missing_submission_is_an_empty_cell_for_platforms():
    assert canvas(_rows(state="missing"), "x")[1][-1] == ""
    assert moodle(_rows(state="missing"))[1][3] == ""


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_every_cell_is_quoted(delimiter):
    assert to_csv([["a", "x;=1+1"], ["-", "1,5"]], delimiter) == f'"a"{delimiter}"x;\'=1+1"\r\n"-"{delimiter}"1,5"\r\n'


def test_totals_are_the_gradebooks(graded_course):
    course = Course.open(graded_course)
    with Gradebook(course.db_url, course.course_id) as book:
        grade = book.find_grade("written", "lesson", "lesson", "ada")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        book.db.commit()
        nbgraders = book.find_submission("lesson", "ada").score
    rows = {row.person.id: row for row in grade_rows(course, "lesson")}
    ada = rows["ada"]
    assert (ada.automatic, ada.manual, ada.total, ada.max_score, ada.waiting) == (3, 3.5, nbgraders, 7, False)
    assert ada.total == 6.5
    assert rows["eve"].state == "unreadable"
    assert rows["nia"].state == "missing"


def test_the_file_opens_in_excel(graded_course, tmp_path, capsys):
    file = tmp_path / "grades.csv"
    assert command.run(graded_course, "lesson", layout="plain", output=file, column=None, roster=None) == 0
    assert file.read_bytes().startswith(b'\xef\xbb\xbf"student",')
    with pytest.raises(CommandError, match="cannot be written"):
        command.run(graded_course, "lesson", layout="plain", output=tmp_path, column=None, roster=None)


def test_nothing_to_export(small_course):
    with pytest.raises(CommandError, match="Run `grader grade lesson` first"):
        command.run(small_course, "lesson", layout="plain", output=None, column=None, roster=None)
