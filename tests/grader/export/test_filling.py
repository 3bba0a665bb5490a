"""A platform's own list keeps all its rows and columns; a grade without a line and a line without a grade are named."""

from __future__ import annotations

import pytest

from grader.course.people import People, Person
from grader.course.platform_lists import read_list
from grader.errors import CommandError
from grader.export.filling import fill, findable
from grader.export.layouts import Row

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Quiz (5),Lab (81234),Final Score\n"
    "    Points Possible,,,,,10,20,(read only)\n"
    '"Roe, Bob",501,u1,bob,A,1,,7\n"Lovelace, Ada",502,u2,lovelace,B,2,-,7\n"Li, Wei",504,,wl,B,EX,3,7\n'
    '"Student, Test",503,,,,,,\n'
)
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Feedback comments"\n'
    "Participant 9,Bob Roe,b@x.org,late,-,20.00,\nParticipant 10,Nia Nil,n@x.org,,-,20.00,=1+1\n"
)


def _row(person, total=12.0, state="graded"):
    return Row(person, 10.5, 2.0, 0.5, total, 20.0, state, False)


def _fill(tmp_path, text, *rows, column=None, assignment="Lab", encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    people = findable(People(row.person for row in rows))
    return fill(list(rows), read_list(path), people, assignment, column)


def test_canvas_keeps_every_row_and_column(tmp_path):
    done = _fill(
        tmp_path, CANVAS, _row(Person("bob")), _row(Person("ada", "Ada", "Lovelace"), 15.25), _row(Person("eve"))
    )
    assert done.table[0] == CANVAS.splitlines()[0].split(",")
    assert [row[6] for row in done.table[1:]] == ["20", "12", "15.25", "3", ""]
    assert [row[7] for row in done.table[1:]] == ["(read only)", "7", "7", "7", ""]
    assert done.table[2][:6] == ["Roe, Bob", "501", "u1", "bob", "A", "1"]
    assert done.unlisted == ["eve"]
    assert done.ungraded == ["Li, Wei"]
    assert not done.complete


def test_the_number_is_surer_than_the_name(tmp_path):
    wei = Person("wei", "Bob", "Roe", numbers=("canvas:504",))
    bob = Person("b", "Bob", "Roe", numbers=("canvas:501",))
    done = _fill(tmp_path, CANVAS, _row(wei, 1), _row(bob, 2))
    assert [row[6] for row in done.table[1:]] == ["20", "2", "-", "1", ""]


def test_a_person_who_is_called_like_the_row_of_points_gets_a_grade(tmp_path):
    """Their grade was taken for the platform's points, so that nobody's could be exported."""
    text = f'{CANVAS}"Points Possible, Eve",505,u5,eve,A,1,7,7\n'
    done = _fill(tmp_path, text, _row(Person("bob")), _row(Person("eve"), 13.0))
    assert [row[6] for row in done.table[1:]] == ["20", "12", "-", "3", "", "13"]


@pytest.mark.parametrize("column", [None, "Lab (81234)", "lab"])
def test_the_assignments_column_is_found(tmp_path, column):
    done = _fill(tmp_path, CANVAS, _row(Person("bob")), column=column)
    assert done.table[2][6] == "12"


@pytest.mark.parametrize("column", ["Lab (81235)", "Labb", "Final"])
def test_a_column_that_is_not_there_is_refused(tmp_path, column):
    with pytest.raises(CommandError, match=r"no column .* \(there: Quiz \(5\), Lab \(81234\)\)"):
        _fill(tmp_path, CANVAS, _row(Person("bob")), column=column)


@pytest.mark.parametrize("text", [CANVAS.replace(",20,", ",100,"), MOODLE.replace("20.00", "100.00")])
def test_other_points_on_the_platform_are_refused(tmp_path, text):
    with pytest.raises(CommandError, match="counts 100 points, the assignment 20"):
        _fill(tmp_path, text, _row(Person("bob", email="b@x.org")))


def test_moodles_worksheet_keeps_its_columns_and_dashes(tmp_path):
    done = _fill(tmp_path, MOODLE, _row(Person("bob", numbers=("moodle:9",))))
    assert done.table[1] == ["Participant 9", "Bob Roe", "b@x.org", "late", "12", "20.00", ""]
    assert done.table[2] == ["Participant 10", "Nia Nil", "n@x.org", "", "-", "20.00", "=1+1"]
    assert done.ungraded == ["Nia Nil"]


def test_full_names_are_understood(tmp_path):
    done = _fill(tmp_path, MOODLE, _row(Person("bob_roe")), _row(Person("x", "Nia", "Nil"), state="missing"))
    assert [row[4] for row in done.table[1:]] == ["12", "-"]
    assert done.unlisted == []


def test_a_list_with_semicolons_and_commas_in_numbers_stays_so(tmp_path):
    text = MOODLE.replace(",", ";").replace("20.00", "20,00")
    done = _fill(tmp_path, text, _row(Person("bob", email="b@x.org"), 12.5), encoding="cp1252")
    assert done.table[1][4] == "12,5"


def test_two_lines_about_one_student_are_refused(tmp_path):
    text = MOODLE + "Participant 11,Bobby,b@x.org,,-,20.00,\n"
    with pytest.raises(CommandError, match="two lines are about bob"):
        _fill(tmp_path, text, _row(Person("bob", email="b@x.org")))


def test_another_number_in_this_list_is_another_person(tmp_path):
    text = MOODLE + "Participant 11,Bob Roe,other@x.org,,-,20.00,\n"
    path = tmp_path / "list.csv"
    path.write_text(text)
    bob = _row(Person("bob", "Bob", "Roe", numbers=("moodle:11",)))
    done = fill([bob], read_list(path), People([bob.person]), "Lab", None, {"bob": "moodle:11"})
    assert [row[4] for row in done.table[1:]] == ["-", "-", "12"]
    alone = _row(Person("bob", "Bob", "Roe"))
    assert fill([alone], read_list(path), People([alone.person]), "Lab", None).doubtful == ["Bob Roe (bob)"] * 2


def test_a_name_that_two_have_is_not_guessed(tmp_path):
    done = _fill(tmp_path, MOODLE, _row(Person("b1", "Bob", "Roe")), _row(Person("b2", "Bob", "Roe")))
    assert done.doubtful == ["Bob Roe (b1 or b2)"]
    assert done.unlisted == ["b1 (Bob Roe)", "b2 (Bob Roe)"]
    assert done.table[1][4] == "-"
