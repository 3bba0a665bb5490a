"""What an archive is is decided from the archive as a whole, never from a name that a student chose."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

import pytest

from grader.collect.archive import Member
from grader.collect.layout import sort_archive
from grader.collect.platforms import canvas, moodle
from grader.errors import ArchiveError

METADATA = (
    "submission_1:\n  :submitters:\n  - :name: Jane Doe\n    :sid: jd\n    :email: j@x.org\n"
    "  :created_at: 2024-03-01 10:00:00 Z\n"
)


def _members(*names, **contents):
    content = contents.get("content", b"{}")
    return [Member(PurePosixPath(name), len(content), "", lambda: io.BytesIO(content)) for name in names]


def _sorted(*names, archive="download", known=(), layout=None, **contents):
    return sort_archive(
        _members(*names, **contents),
        archive=archive,
        assignment="hw",
        known=lambda name: name in known,
        layout=layout,
    )


def _whose(found):
    return {
        (handed.owner.name, handed.owner.number or handed.owner.login, str(handed.file)) for handed, _ in found.handed
    }


@pytest.mark.parametrize(
    ("names", "layout", "whose"),
    [
        (["doejane_12_34_hw.ipynb", "roe_LATE_13_35_hw.ipynb"], "canvas", {"doejane", "roe"}),
        (["anon_x7Gh2_34_hw.ipynb", "anon_LATE_y7Gh2_35_hw.ipynb"], "canvas", {""}),
        (["submissions/doejane_12_34_hw.ipynb"], "canvas", {"doejane"}),
        (["Jane Doe_5_assignsubmission_file_/hw.ipynb"], "moodle", {"Jane Doe"}),
        (["Jane Doe_5_assignsubmission_file/hw.ipynb"], "moodle", {"Jane Doe"}),
        (["Jane Doe_5_assignsubmission_file_hw.ipynb"], "moodle", {"Jane Doe"}),
        (["CS-hw-9/Jane Doe_5_assignsubmission_file_/hw.ipynb"], "moodle", {"Jane Doe"}),
        (["Participant_5_assignsubmission_file/a/hw.ipynb"], "moodle", {"Participant"}),
        (["7-90 - Jane Doe - Nov 3, 2025 1044 AM/hw.ipynb", "index.html"], "brightspace", {"Jane Doe"}),
        (["hw_jdoe_attempt_2025-11-03-10-44-22_hw.ipynb", "hw_sroe_attempt_2025-11-03-10-44-23_hw.ipynb"],
         "blackboard", {"jdoe", "sroe"}),
        (["Homework 1/Submissions/Doe_Jane_jdoe_5/hw.ipynb", "Homework 1/status.xlsx"], "ilias", {"Jane Doe"}),
        (["ann/hw.ipynb", "bob/x/hw.ipynb"], "folder", {"ann", "bob"}),
        (["submissions/ann/hw.ipynb", "submissions/bob/hw.ipynb", "submissions/README.txt"], "folder", {"ann", "bob"}),
        (["class/ann/hw.ipynb", "README.txt"], "folder", {"ann"}),
        (["ann/hw/hw.ipynb"], "folder", {"ann"}),
        (["ann/hw.ipynb", "ann/old/hw.ipynb"], "folder", {"ann"}),
        (["lab_group_a_1/hw.ipynb", "lab_group_a_2/hw.ipynb"], "folder", {"lab_group_a_1", "lab_group_a_2"}),
        (["doe_1_2_hw.ipynb", "roe_2_3_hw.ipynb", "notes/todo.txt"], "canvas", {"doe", "roe"}),
    ],
)  # fmt: skip
def test_layouts(names, layout, whose):
    found = _sorted(*names, archive="CS-hw-9")
    assert found.layout == layout
    assert {handed.owner.name for handed, _ in found.handed} == whose


def test_ilias_is_read_as_its_source_writes_it():
    names = ["HW/Submissions/Doe_Jane_jdoe_5/Late Submission - hw.ipynb", "HW/Submissions/Roe_Sam_s_roe_6/hw.ipynb"]
    found = _sorted(*names, "HW/Submissions/Roe_Sam_s_roe_6/hw (2).ipynb", "HW/list.xlsx")
    assert found.layout == "ilias"
    # An account with a "_" of its own cannot be told from a name, so the number alone tells the person.
    whose = {("Jane Doe", "5", "hw.ipynb"), ("Roe Sam s roe", "6", "hw.ipynb"), ("Roe Sam s roe", "6", "hw (2).ipynb")}
    assert _whose(found) == whose
    assert [handed.late for handed, _ in found.handed] == [True, False, False]
    assert {handed.owner.login for handed, _ in found.handed} == {"jdoe", ""}
    german = _sorted("Abgaben/Doe_Jane_jdoe_5/Verspaetete Abgabe - hw.ipynb", "Abgaben/Ng_Al_al_7/my plan - hw.ipynb")
    assert [handed.late for handed, _ in german.handed] == [True, False]


def test_ilias_folders_that_were_taken_out_of_theirs_are_not_guessed_at():
    names = ["Doe_Jane_jdoe_5/hw.ipynb", "Roe_Sam_sroe_6/hw.ipynb"]
    with pytest.raises(ArchiveError, match="Say which: --layout ilias or --layout folder"):
        _sorted(*names)
    assert {handed.owner.name for handed, _ in _sorted(*names, layout="ilias").handed} == {"Jane Doe", "Sam Roe"}
    own = _sorted(*names, known=["Doe_Jane_jdoe_5"])
    assert {handed.owner.name for handed, _ in own.handed} == {"Doe_Jane_jdoe_5", "Roe_Sam_sroe_6"}


@pytest.mark.parametrize(
    "names", [["HW/Team 3/Doe_Jane_jdoe_5/hw.ipynb"], ["Team 1/A_B_c_5/x.py", "Team 2/C_D_e_6/x.py"]]
)
def test_the_work_of_a_team_is_not_given_to_one(names):
    with pytest.raises(ArchiveError, match="does not say who else is in the team"):
        _sorted(*names)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nov 3, 2025 1044 AM", "Nov 3, 2025 105 PM"),
        ("3 nov. 2025 1044", "1 déc. 2025 0905"),
        ("9 oktober, 2025 10:44", "10 oktober, 2025 9:44"),
        ("September 9, 2025 9:44 AM", "October 1, 2025 9:44 AM"),
    ],
)
def test_brightspaces_attempts_are_in_order_in_every_language(first, second):
    names = [f"7-90 - Jane-Ann O'Neil - {when}/hw.ipynb" for when in (second, first)]
    found = _sorted(*names, "index.html")
    assert found.layout == "brightspace"
    assert {handed.owner.name for handed, _ in found.handed} == {"Jane-Ann O'Neil"}
    attempts = [handed.attempt for handed, _ in found.handed]
    assert attempts[0] > attempts[1]


def test_brightspaces_attempts_whose_order_is_unknown_are_one():
    found = _sorted(*(f"7-90 - Jane - {day} жовтня 2025 1044/hw.ipynb" for day in (9, 10)))
    assert [handed.attempt for handed, _ in found.handed] == ["", ""]


def test_gradescope_is_read_with_its_metadata():
    names = ["assignment_4_export/submission_1/hw.ipynb", "assignment_4_export/submission_2/hw.ipynb"]
    found = _sorted(*names, "assignment_4_export/submission_metadata.yml", content=METADATA.encode())
    ((handed, _),) = found.handed
    assert (handed.owner.name, handed.owner.login, handed.owner.email) == ("Jane Doe", "jd", "j@x.org")
    assert handed.time.isoformat() == "2024-03-01T10:00:00+00:00"
    assert "does not say whose submission_2 is" in found.strays[0][1]
    with pytest.raises(ArchiveError, match="does not say whose work is whose"):
        _sorted(*names)


def test_blackboards_receipt_names_the_person():
    receipt = b"Name: Jane Doe (j_doe)\nAssignment: Lab 1\n"
    name = "Lab 1_j_doe_attempt_2025-11-03-10-44-22"
    found = _sorted(f"{name}.txt", f"{name}_hw.ipynb", content=receipt)
    assert _whose(found) == {("Jane Doe", "j_doe", "hw.ipynb")}


@pytest.mark.parametrize(
    "attack",
    ["x_2_assignsubmission_file_A.ipynb", "victim_1_2_A.ipynb", "Vic Tim_2_assignsubmission_file_/A.ipynb",
     "submission_1/A.ipynb", "9-9 - Vic - Nov 3, 2025 1044 AM/A.ipynb"],
)  # fmt: skip
def test_a_name_that_a_student_chose_tells_nothing(attack):
    moodle_zip = ["Ann Lee_1_assignsubmission_file_/" + attack, "Vic Tim_2_assignsubmission_file_/hw.ipynb"]
    assert _whose(_sorted(*moodle_zip)) == {("Ann Lee", "1", attack), ("Vic Tim", "2", "hw.ipynb")}
    folders = ["ann/" + attack, "vic/hw.ipynb"]
    assert _whose(_sorted(*folders)) == {("ann", "", attack), ("vic", "", "hw.ipynb")}


@pytest.mark.parametrize(
    "attack", ["x_2_assignsubmission_file_A.ipynb", "victim_13_2_A.ipynb", "vic_attempt_2025-11-03-10-44-22_A.ipynb"]
)
def test_a_flat_zip_is_read_from_the_left(attack):
    found = _sorted(f"Ann Lee_1_assignsubmission_file_{attack}", "Vic Tim_2_assignsubmission_file_hw.ipynb")
    assert _whose(found) == {("Ann Lee", "1", attack), ("Vic Tim", "2", "hw.ipynb")}
    found = _sorted(f"leeann_12_99_{attack}", "victim_13_98_hw.ipynb")
    assert _whose(found) == {("leeann", "12", attack), ("victim", "13", "hw.ipynb")}


@pytest.mark.parametrize(
    "names",
    [
        ["ann/victim_1_2_A.ipynb"],
        ["ann/Vic Tim_2_assignsubmission_file_/A.ipynb"],
        ["ann/attempt1/hw.ipynb", "ann/attempt2/hw.ipynb"],
        ["somewhere/ann/hw.ipynb"],
        ["download/final/hw.ipynb", "download/old/hw.ipynb"],
        ["hw.ipynb", "notes.txt"],
        ["hw.ipynb", "other.ipynb", "victim_1_2_A.ipynb"],
        ["Ann Lee_1_assignsubmission_file_/hw.ipynb", "bob/hw.ipynb"],
    ],
)
def test_what_cannot_be_decided_is_refused(names):
    with pytest.raises(ArchiveError):
        _sorted(*names)


def test_who_is_known_or_what_is_said_decides():
    assert _whose(_sorted("ann/victim_1_2_A.ipynb", known=("ann",))) == {("ann", "", "victim_1_2_A.ipynb")}
    assert _whose(_sorted("ann/victim_1_2_A.ipynb", layout="folder")) == {("ann", "", "victim_1_2_A.ipynb")}
    assert _whose(_sorted("my/doe_1_2_A.ipynb", layout="canvas")) == {("doe", "1", "A.ipynb")}
    assert _whose(_sorted("my/ann/hw.ipynb", known=("ann",))) == {("ann", "", "hw.ipynb")}
    with pytest.raises(ArchiveError, match="this is not Moodle's zip"):
        _sorted("doe_1_2_A.ipynb", layout="moodle")


def test_what_belongs_to_nobody_is_listed():
    found = _sorted("doe_1_2_A.ipynb", "roe_2_3_A.ipynb", "poe_3_text.html", "roe_4_5_x.py")
    assert [(str(member.path), why) for member, why in found.strays] == [
        ("poe_3_text.html", "text or a link typed into Canvas, no file: ask for the notebook")
    ]
    found = _sorted("A B_1_assignsubmission_file_/a.ipynb", "A B_1_assignsubmission_onlinetext_/onlinetext.html")
    assert "text typed into Moodle" in found.strays[0][1]
    assert found.said == "Read as Moodle's zip: 1 person"


def test_canvas_reads_names_as_canvas_does():
    handed = canvas(PurePosixPath("o_brien_12_34_03_dense_ae-1.ipynb"))
    assert (handed.owner.name, handed.owner.number, handed.order) == ("o_brien", "12", 34)
    assert str(handed.file) == "03_dense_ae-1.ipynb"
    assert canvas(PurePosixPath("03_dense_ae.ipynb")) is None
    assert moodle(PurePosixPath("Jane_1_assignsubmission_onlinetext_/onlinetext.html")) is None


# What a student called a file may hold a backslash, which becomes a folder, and look like another one's.
@pytest.mark.parametrize("name", ["a/roe_13_99_helper.py", "a/roe_13_99_hw.ipynb", "a/b/roe_13_99_x"])
def test_canvas_says_whose_a_file_is_at_the_beginning_of_its_name(name):
    found = _sorted("doejane_12_34_hw.ipynb", "roe_13_35_hw.ipynb", f"doejane_12_88_{name}")
    assert _whose(found) == {("doejane", "12", "hw.ipynb"), ("roe", "13", "hw.ipynb"), ("doejane", "12", name)}


@pytest.mark.parametrize(
    "name", ["a/hw_sroe_attempt_2025-11-04-10-44-22_hw.ipynb", "a/Lab_x_attempt_2025-11-04-10-44-22.txt"]
)
def test_blackboard_says_whose_a_file_is_at_the_beginning_of_its_name(name):
    mine, other = "hw_jdoe_attempt_2025-11-03-10-44-22_", "hw_sroe_attempt_2025-11-03-10-44-23_"
    found = _sorted(f"{mine}hw.ipynb", f"{other}hw.ipynb", f"{mine}{name}")
    assert _whose(found) == {("jdoe", "jdoe", "hw.ipynb"), ("sroe", "sroe", "hw.ipynb"), ("jdoe", "jdoe", name)}


@pytest.mark.parametrize("name", ["late - .", "late - ..", "20251103104412_.", "20251103104412_.."])
def test_a_file_that_a_student_called_by_dots_keeps_its_name(name):
    found = _sorted("Submissions/Doe_Jane_jdoe_5/hw.ipynb", f"Submissions/Doe_Jane_jdoe_5/{name}", layout="ilias")
    assert _whose(found) == {("Jane Doe", "5", "hw.ipynb"), ("Jane Doe", "5", name)}
