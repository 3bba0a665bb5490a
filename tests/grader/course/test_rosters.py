"""Lists of a class in the forms that platforms give them fill the record of people."""

from __future__ import annotations

import pytest

from grader.course.people import People, Person
from grader.course.platform_lists import decoded, read_list
from grader.course.rosters import enrol, match_rows, parted
from grader.errors import RosterError

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lab (81234)\n"
    "    Points Possible,,,,,10\n"
    '"Doe, Jane",7001,S1,jdoe,A,\n"Roe, Sam",7002,S2,sroe,B,9\n"Student, Test",7003,,abc,A,\n'
)
MOODLE = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)"\n'
    'Participant 501,Jane Doe,j@x.org,"Submitted",-,10.00,Yes,"Friday, 1 March 2024, 9:00 AM",-\n'
    'Participant 502,Ольга Ли,o@x.org,"Submitted",8.00,10.00,Yes,"Friday, 1 March 2024, 9:00 AM",-\n'
)
MOODLE_GERMAN = (
    "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;Bewertung kann geändert werden\n"
    "Teilnehmer/in501;Jane Doe;j@x.org;Abgegeben;-;10,00;Ja\nTeilnehmer/in502;Björn Öz;b@x.org;Abgegeben;;10,00;Ja\n"
)
MOODLE_UNKNOWN = (
    "A;B;C;D;E;F\nAb 501;Jane Doe;j@x.org;zz;-;10,00\nAb 502;Sam Roe;s@x.org;zz;5,5;10,00\n"
    "Ab 503;王 伟;w@x.org;yy;;10,00\n"
)


def _write(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_canvas_gradebook(tmp_path):
    people = People()
    done = enrol(people, _write(tmp_path, CANVAS))
    assert done.new == ["jdoe", "sroe"]
    jane = people.get("jdoe")
    assert (jane.first_name, jane.last_name, jane.lms_id, jane.section) == ("Jane", "Doe", "7001", "A")
    assert people.numbered("canvas:7001") == people.named("doejane", turned=True) == {"jdoe"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_moodle_worksheet(tmp_path, encoding):
    people = People()
    roster = enrol(people, _write(tmp_path, MOODLE, encoding)).roster
    assert roster.kind == "moodle"
    assert people.numbered("moodle:502") == people.mailed("o@x.org") == people.named("Ольга Ли") == {"ольга_ли"}
    assert roster.cell(roster.rows[0], "grade") == "-"
    assert roster.submitted(roster.rows[0]).strftime("%Y-%m-%d %H:%M") == "2024-03-01 09:00"


@pytest.mark.parametrize(
    ("status", "time", "late", "read"),
    [
        ("Submitted for grading, 2 hours late", "Friday, 1 March 2024, 9:00 AM", True, "2024-03-01 09:00"),
        ("Zur Bewertung abgegeben, 1 Tag verspätet", "Freitag, 1. März 2024, 09:00", True, "2024-03-01 09:00"),
        ("Remis pour évaluation, 2 heures en retard", "mardi 5 novembre 2024, 10:00", True, "2024-11-05 10:00"),
        ("Submitted for grading", "Tuesday, 5 November 2024, 10:00", False, "2024-11-05 10:00"),
        ("Enviado para calificar", "martes, 5 de noviembre de 2024, 10:00", False, "2024-11-05 10:00"),
        ("Translated for grading", "2024年3月1日(金曜日) 09:00", False, ""),
        ("No submission", "-", False, None),
    ],
)
def test_when_and_whether_late_in_the_language_of_the_list(tmp_path, status, time, late, read):
    head = "Identifier,Full name,Email address,Status,Grade,Maximum grade,Changeable,Last modified (submission)"
    text = f'{head}\nParticipant 5,Jane Doe,j@x.org,"{status}",-,2.00,Yes,"{time}"\n'
    roster = read_list(_write(tmp_path, text, "utf-8"))
    (row,) = roster.rows
    found = roster.submitted(row)
    assert roster.late(row) is late
    assert (found.strftime("%Y-%m-%d %H:%M") if found else "") == (read or "")
    assert roster.unread_time(row) == ("" if found or read is None else time)


@pytest.mark.parametrize(("text", "encoding"), [(MOODLE_GERMAN, "cp1252"), (MOODLE_UNKNOWN, "utf-8")])
def test_headings_in_other_languages_are_known_by_content(tmp_path, text, encoding):
    roster = read_list(_write(tmp_path, text, encoding))
    columns = {what: roster.header[index] for what, index in roster.columns.items()}
    assert roster.kind == "moodle"
    assert roster.number(roster.rows[0]) == "moodle:501"
    assert (columns["name"], columns["email"]) == (roster.header[1], roster.header[2])
    assert (columns["grade"], columns["maximum"]) == (roster.header[4], roster.header[5])


def test_a_list_of_our_own_finds_by_every_cell(tmp_path):
    people = People()
    text = 'student,name,number,mail\nada,"Lovelace, Ada",12,a@x.org\nbob,Bob Roe,13,b@x.org\n'
    enrol(people, _write(tmp_path, text, "utf-8-sig"))
    assert people.numbered("canvas:12") == people.named("Ada Lovelace") == people.mailed("a@x.org") == {"ada"}
    assert people.named("roebob", turned=True) == {"bob"}


def test_namesakes_stay_two(tmp_path):
    people = People()
    done = enrol(people, _write(tmp_path, "student;name\nann1;Ann Lee\nann2;Ann Lee\n"))
    assert done.students == ["ann1", "ann2"]
    assert people.named("Ann Lee") == {"ann1", "ann2"}
    canvas = 'Student,ID,SIS Login ID,Section\n"Lee, Ann",1,,A\n"Lee, Ann",2,,A\n'
    people = People()
    assert enrol(people, _write(tmp_path, canvas)).new == ["ann_lee_1", "ann_lee_2"]


def test_who_is_known_keeps_the_id_and_is_renewed(tmp_path):
    people = People([Person("doejane", lms_id="7001", names=("doejane",), numbers=("canvas:7001",))])
    done = enrol(people, _write(tmp_path, CANVAS))
    assert (done.new, done.mended) == (["sroe"], ["doejane"])
    assert people.get("doejane").section == "A"


def test_a_second_id_for_somebody_known_is_listed(tmp_path):
    people = People([Person("jd", email="j@x.org")])
    done = enrol(people, _write(tmp_path, "student,name,email\njane,Jane Doe,j@x.org\n"))
    assert done.new == []
    assert "this is jd, who is known already" in done.troubles[0]


def test_of_two_namesakes_nobody_is_taken_for_the_one_who_is_known(tmp_path):
    people = People([Person("jane_doe", "Jane", "Doe", numbers=("moodle:9",))])
    text = MOODLE + 'Participant 503,Jane Doe,j2@x.org,"Submitted",-,10.00,Yes,-,-\n'
    done = enrol(people, _write(tmp_path, text))
    assert len(done.troubles) == 2
    assert done.students == ["ольга_ли"]


def test_a_row_is_not_taken_for_a_namesake_whose_number_is_another(tmp_path):
    people = People([Person("jane_doe", "Jane", "Doe", numbers=("canvas:9",))])
    roster = read_list(_write(tmp_path, CANVAS))
    assert not any(match.student or match.candidates for match in match_rows(people, roster))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n1,2\n", "no column named `student`"),
        ("", "found: none"),
        ("student\n../x\n", "folder's name"),
        ("student,name\nann,A\nann,B\n", "two rows have 'ann'"),
        ('Student,ID,SIS Login ID,Section\n"Doe, J",7,a,A\n"Roe, S",7,b,A\n', "two rows have '7'"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path, text, says):
    with pytest.raises(RosterError, match=says):
        enrol(People(), _write(tmp_path, text))


def test_encodings():
    assert decoded("Zoë".encode("cp1252")) == decoded("Zoë".encode()) == decoded("Zoë".encode("utf-16")) == "Zoë"
    assert parted("王 伟") == ("王", "伟")
