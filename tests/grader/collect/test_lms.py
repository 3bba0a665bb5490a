"""The names that learning platforms give tell whose file it is."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from grader.collect.lms import key, read_roster, recognise, split_version, student_id
from grader.errors import RosterError


@pytest.mark.parametrize(
    ("path", "name", "number", "file", "late", "attempt"),
    [
        ("doejane_12345_678910_03_dense_ae.ipynb", "doejane", "12345", "03_dense_ae.ipynb", False, (678910, 0)),
        ("doejane_LATE_12345_678910_03_dense_ae.ipynb", "doejane", "12345", "03_dense_ae.ipynb", True, (678910, 0)),
        ("doejane_12345_678910_03_dense_ae-2.ipynb", "doejane", "12345", "03_dense_ae.ipynb", False, (678910, 2)),
        ("submissions/o'neil_1_2_my work.ipynb", "o'neil", "1", "my work.ipynb", False, (2, 0)),
    ],
)
def test_canvas(path, name, number, file, late, attempt):
    handed = recognise(PurePosixPath(path))
    assert (handed.layout, handed.name, handed.id, str(handed.file)) == ("canvas", name, number, file)
    assert (handed.late, handed.attempt) == (late, attempt)


@pytest.mark.parametrize(
    ("path", "name", "file"),
    [
        ("Jane Doe_123456_assignsubmission_file_/03_dense_ae.ipynb", "Jane Doe", "03_dense_ae.ipynb"),
        ("Jane Doe_123456_assignsubmission_file/03_dense_ae.ipynb", "Jane Doe", "03_dense_ae.ipynb"),
        ("Jane Doe_123456_assignsubmission_file_03_dense_ae.ipynb", "Jane Doe", "03_dense_ae.ipynb"),
        ("all/Zoë de la Cruz_7_assignsubmission_file_/data/a.npz", "Zoë de la Cruz", "data/a.npz"),
    ],
)
def test_moodle(path, name, file):
    handed = recognise(PurePosixPath(path))
    assert (handed.layout, handed.name, str(handed.file)) == ("moodle", name, file)


def test_moodle_text_is_no_file():
    assert recognise(PurePosixPath("Jane Doe_1_assignsubmission_onlinetext_/onlinetext.html")) is None


def test_a_folder_a_student():
    handed = recognise(PurePosixPath("ada/ps1/problem1.ipynb"))
    assert (handed.layout, handed.name, str(handed.file)) == ("folder", "ada", "ps1/problem1.ipynb")
    assert recognise(PurePosixPath("class/ada/x.ipynb"), "class").name == "ada"
    assert recognise(PurePosixPath("readme.txt")) is None


def test_versions_and_keys():
    assert [split_version(s) for s in ("a-1", "a (2)", "03_dense-ae", "a-b")] == [
        ("a", 1),
        ("a", 2),
        ("03_dense-ae", 0),
        ("a-b", 0),
    ]
    assert key("Doe, Jane") == key("doejane") == "doejane"
    assert [student_id(s) for s in ("Zoë Doe", "../../etc", "CON", "a+b", "=cmd|x")] == [
        "zoe_doe",
        "etc",
        "con_",
        "a_b",
        "cmd_x",
    ]


def test_a_roster_finds_by_number_name_and_mail(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(
        'student,name,id,mail\nada,"Lovelace, Ada",12,a@x.org\nbob,Bob Roe,13,b@x.org\n', encoding="utf-8-sig"
    )
    roster = read_roster(path)
    assert [roster[key(way)] for way in ("12", "lovelaceada", "Ada Lovelace", "roebob", "b@x.org", "bob")] == [
        "ada",
        "ada",
        "ada",
        "bob",
        "bob",
        "bob",
    ]


def test_two_students_of_one_name_are_not_taken_for_each_other(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text("student;name\nann1;Ann Lee\nann2;Ann Lee\n")
    roster = read_roster(path)
    assert roster[key("leeann")] == ""
    assert roster[key("ann1")] == "ann1"


@pytest.mark.parametrize(
    ("text", "says"),
    [("name,id\nAda,1\n", "no column named `student`"), ("", "found: none"), ("student\n../x\n", "folder's name")],
)
def test_a_roster_that_cannot_be_used_says_why(tmp_path, text, says):
    path = tmp_path / "roster.csv"
    path.write_text(text)
    with pytest.raises(RosterError, match=says):
        read_roster(path)
