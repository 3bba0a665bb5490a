"""Submissions are placed where nbgrader expects them; whatever is not is said, and no attempt is lost."""

from __future__ import annotations

import io
import os
import zipfile

import pytest

from grader.collect import reading, submissions
from grader.course import people as records
from grader.course.received import Received, load_received, save_received
from grader.errors import ArchiveError


def test_canvas_zip(klass):
    first, second = klass.work(text="first"), klass.work(text="second")
    source = klass.zip(
        {
            "doejane_12_100_hw.ipynb": first,
            "doejane_12_101_hw-1.ipynb": second,
            "doejane_12_102_net.py": "helper",
            "roejo_LATE_13_103_hw.ipynb": first,
            "__MACOSX/._doejane_12_100_hw.ipynb": "junk",
        }
    )
    lines = klass.collect(source)
    assert {name: line.what for name, line in lines.items()} == {"doejane": "placed", "roejo": "placed"}
    assert klass.placed("doejane") == {"hw.ipynb": second, "net.py": b"helper"}
    assert klass.earlier("doejane") == [first]
    assert (lines["doejane"].late, lines["roejo"].late) == (False, True)
    assert not klass.done.doubtful
    received = load_received(klass.course, "hw")["doejane"]
    assert (received.number, received.order) == ("12", 102)
    assert received.files["hw.ipynb"] == "doejane_12_101_hw-1.ipynb"
    assert records.people(klass.course)["doejane"].lms_id == "12"


def test_the_time_of_an_entry_is_not_that_of_handing_in(klass):
    klass.collect(klass.zip({"Jane Doe_5_assignsubmission_file_/hw.ipynb": klass.work()}))
    assert set(klass.placed("jane_doe")) == {"hw.ipynb"}
    assert klass.course.handed_in_at("hw", "jane_doe") == (None, "")


def test_times_and_lateness_come_from_moodles_worksheet(klass, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        'Identifier,Full name,Email address,Status,Grade,Maximum grade,Changeable,"Last modified (submission)"\n'
        'Participant 5,Jane Doe,j@x.org,"Submitted, 2 hours late",-,2.00,Yes,"Friday, 1 March 2024, 9:00 AM"\n'
        "Participant 6,Nia Nil,n@x.org,No submission,-,2.00,Yes,-\n"
    )
    lines = klass.collect(klass.zip({"Jane Doe_5_assignsubmission_file_/hw.ipynb": klass.work()}), roster=sheet)
    assert lines["jane_doe"].late
    assert klass.course.handed_in_at("hw", "jane_doe")[0] is not None
    assert klass.done.missing == ["nia_nil"]
    assert klass.course.students("hw") == ["jane_doe", "nia_nil"]


def test_what_another_call_collects_meanwhile_is_kept(klass, monkeypatch):
    place = submissions.place

    def slow(*arguments):
        save_received(klass.course, "hw", {"nia": Received("canvas", "nia", "6")})
        return place(*arguments)

    monkeypatch.setattr(submissions, "place", slow)
    klass.collect(klass.zip({"doejane_12_100_hw.ipynb": klass.work()}))
    assert set(load_received(klass.course, "hw")) == {"doejane", "nia"}


def test_where_there_is_no_room_for_newer_work_the_earlier_stays(klass, monkeypatch):
    first = klass.work(text="first")
    klass.collect(klass.zip({"doejane_12_100_hw.ipynb": first}))

    def full(*_):
        raise ArchiveError("no space left")

    monkeypatch.setattr(submissions, "place", full)
    with pytest.raises(ArchiveError, match="no space"):
        klass.collect(klass.zip({"doejane_12_101_hw.ipynb": klass.work(text="second")}))
    assert klass.placed("doejane") == {"hw.ipynb": first}
    assert klass.earlier("doejane") == []


def test_a_time_that_cannot_be_read_is_said(klass, tmp_path):
    """It would count as handed in on time."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        'Identifier,Full name,Email address,Status,Grade,Maximum grade,Changeable,"Last modified (submission)"\n'
        'Participant 5,Jane Doe,j@x.org,Submitted,-,2.00,Yes,"1 / 3 / 24"\n'
    )
    klass.collect(klass.zip({"Jane Doe_5_assignsubmission_file_/hw.ipynb": klass.work()}), roster=sheet)
    assert klass.done.doubtful
    (trouble,) = klass.done.enrolment.troubles
    assert trouble.startswith("Times of handing in that cannot be read: 1 (jane_doe: '1 / 3 / 24')")


@pytest.mark.parametrize("name", ["timestamp.txt/plot.png", "Timestamp.TXT"])
def test_nothing_of_a_students_stands_in_the_place_of_the_time(klass, tmp_path, name):
    """A folder of this name stopped the whole class, and some disks take another case for the same file."""
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(
        'Identifier,Full name,Email address,Status,Grade,Maximum grade,Changeable,"Last modified (submission)"\n'
        'Participant 5,Jane Doe,j@x.org,Submitted,-,2.00,Yes,"Friday, 1 March 2024, 9:00 AM"\n'
        'Participant 6,Nia Nil,n@x.org,Submitted,-,2.00,Yes,"Friday, 1 March 2024, 9:00 AM"\n'
    )
    folders = ("Jane Doe_5_assignsubmission_file_", "Nia Nil_6_assignsubmission_file_")
    source = klass.zip(
        {f"{folders[0]}/{name}": b"1999-01-01"} | {f"{folder}/hw.ipynb": klass.work() for folder in folders}
    )
    lines = klass.collect(source, roster=sheet)
    assert (lines["jane_doe"].what, lines["jane_doe"].refused) == ("placed", [name])
    assert klass.placed("jane_doe") == klass.placed("nia_nil")
    assert klass.course.handed_in_at("hw", "jane_doe")[0].year == 2024
    assert {line.what for line in klass.collect(source, roster=sheet).values()} == {"unchanged"}


@pytest.mark.parametrize("prefix", ["doejane_12_{}_", "Jane Doe_5_assignsubmission_file_/"])
def test_several_notebooks_are_no_attempts_of_each_other(klass, prefix):
    one, two = klass.work("lab-1"), klass.work("lab-2")
    files = {"lab-1.ipynb": one, "lab-2.ipynb": two, "figure-1.png": b"1", "figure-2.png": b"2"}
    source = klass.zip({prefix.format(number) + name: data for number, (name, data) in enumerate(files.items())})
    (line,) = klass.collect(source, "lab").values()
    assert (line.what, line.notes) == ("placed", [])
    assert klass.placed(line.student, "lab") == files


def test_a_true_resubmission_of_a_numbered_notebook_is_seen(klass):
    old, new = klass.work("lab-1", text="old"), klass.work("lab-1", text="new")
    entries = {"d_1_10_lab-1.ipynb": old, "d_1_12_lab-1-1.ipynb": new, "d_1_13_lab-2.ipynb": klass.work("lab-2")}
    klass.collect(klass.zip(entries), "lab")
    assert set(klass.placed("d", "lab")) == {"lab-1.ipynb", "lab-2.ipynb"}
    assert klass.placed("d", "lab")["lab-1.ipynb"] == new
    assert klass.earlier("d", "lab") == [old]


def test_folders_stay_folders(klass, tmp_path):
    tree = {
        "hw.ipynb": klass.work(),
        "a/r.csv": b"a",
        "b/r.csv": b"b",
        "tools/__init__.py": b"",
        "t-1.png": b"1",
        "t-2.png": b"2",
    }
    for name, content in tree.items():
        path = tmp_path / "inbox" / "ann" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    klass.collect(tmp_path / "inbox")
    assert klass.placed("ann") == tree


def test_other_scripts_and_accents_get_ids_that_differ(klass):
    names = ["王 伟", "王 维", "Ольга Ли", "สมชาย ใจดี", "José", "Jose", "O'Neil", "O Neil", "Zoë Çelik"]
    klass.collect(klass.zip({f"{name}/hw.ipynb": klass.work(text=name) for name in names}))
    there = {folder.name: (folder / "hw" / "hw.ipynb").read_bytes() for folder in (klass.root / "submitted").iterdir()}
    assert len(there) == len(names)
    assert {"王_伟", "ольга_ли", "José", "Jose", "zoë_çelik"} <= set(there)
    assert there["王_伟"] == klass.work(text="王 伟")
    before = klass.tree()
    klass.collect(klass.zip({f"{name}/hw.ipynb": klass.work(text=name) for name in reversed(names)}))
    assert klass.tree() == before


def test_who_has_an_id_without_accents_keeps_it(klass):
    (klass.root / "submitted" / "zoe_celik" / "lab").mkdir(parents=True)
    (klass.root / "submitted" / "zoe_celik" / "hw").mkdir(parents=True)
    assert list(klass.collect(klass.zip({"Zoë Çelik/hw.ipynb": klass.work()}))) == ["zoe_celik"]
    both = {"José Gil/hw.ipynb": klass.work(), "Jose Gil/hw.ipynb": klass.work()}
    (klass.root / "submitted" / "jose_gil" / "hw").mkdir(parents=True)
    assert klass.collect(klass.zip(both))["?"].what == "refused"


def test_namesakes_stay_two_and_the_next_assignment_asks(klass):
    first = klass.zip({f"Jane Doe_{n}_assignsubmission_file_/hw.ipynb": klass.work(text=f"{n}") for n in (5, 6)})
    assert sorted(klass.collect(first)) == ["jane_doe_5", "jane_doe_6"]
    assert sorted(klass.collect(first)) == ["jane_doe_5", "jane_doe_6"]
    lab = {"lab-1.ipynb": klass.work("lab-1")}
    later = {f"Jane Doe_{n}_assignsubmission_file_/{name}": data for n in (15, 16) for name, data in lab.items()}
    lines = klass.collect(klass.zip(later), "lab")
    assert list(lines) == ["?"]
    assert "may be jane_doe_5 or jane_doe_6" in lines["?"].notes[0]
    assert klass.done.doubtful


def test_a_number_is_one_persons(klass):
    entries = {"doejane_12_100_hw.ipynb": klass.work(), "mallory_12_101_hw.ipynb": klass.work(text="evil")}
    lines = klass.collect(klass.zip(entries))
    assert list(lines) == ["?"]
    assert "have one number, 12" in lines["?"].notes[0]
    assert klass.tree() == {}


def test_a_canvas_number_keeps_its_id_whatever_the_name_becomes(klass):
    klass.collect(klass.zip({"doejane_12_100_hw.ipynb": klass.work()}))
    lines = klass.collect(
        klass.zip({"smithjane_12_101_hw.ipynb": klass.work(text="n"), "doejane_13_1_hw.ipynb": klass.work()})
    )
    assert lines["doejane"].files == ["smithjane_12_101_hw.ipynb"]
    assert lines["doejane_13"].what == "placed"


def test_last_weeks_zip_does_not_replace_this_weeks_work(klass):
    old = klass.zip({"d_12_100_hw.ipynb": klass.work(text="old")}, "old.zip")
    new = klass.zip({"d_12_200_hw-1.ipynb": klass.work(text="new")}, "new.zip")
    assert klass.collect(new)["d"].what == "placed"
    assert klass.collect(old)["d"].what == "older"
    assert klass.placed("d") == {"hw.ipynb": klass.work(text="new")}
    assert klass.collect(new)["d"].what == "unchanged"
    assert klass.earlier("d") == [klass.work(text="old")]


def test_where_nothing_tells_which_is_newer_nothing_is_moved(klass):
    entry = "Jane Doe_5_assignsubmission_file_/hw.ipynb"
    one, two = (klass.zip({entry: klass.work(text=t)}, f"{t}.zip") for t in ("one", "two"))
    klass.collect(one)
    assert klass.collect(two)["jane_doe"].what == "undecided"
    assert klass.placed("jane_doe") == {"hw.ipynb": klass.work(text="one")}
    assert klass.done.doubtful
    assert klass.collect(two, newer=True)["jane_doe"].what == "placed"
    assert klass.collect(one)["jane_doe"].what == "older"
    assert klass.placed("jane_doe") == {"hw.ipynb": klass.work(text="two")}


@pytest.mark.parametrize("name", ["my homework.ipynb", "HW.ipynb", "hw (1).ipynb", "final_hw_v2.ipynb"])
@pytest.mark.parametrize("stripped", [False, True])
def test_a_renamed_notebook_is_recognised(klass, name, stripped):
    work = klass.work(stripped=stripped)
    klass.collect(klass.zip({f"doejane_12_100_{name}": work}))
    assert klass.placed("doejane") == {"hw.ipynb": work}


def test_of_two_notebooks_the_cells_tell_which_is_which(klass):
    one, two = klass.work("lab-1"), klass.work("lab-2")
    klass.collect(klass.zip({"x_1_2_a.ipynb": one, "x_1_3_lab-1.ipynb": two}), "lab")
    assert klass.placed("x", "lab") == {"lab-1.ipynb": one, "lab-2.ipynb": two}


@pytest.mark.parametrize(
    ("name", "says"), [("hw", "its cells are those of hw, not of lab"), ("alien", "shares no cell with lab")]
)
def test_a_notebook_of_another_assignment_is_refused_and_replaces_nothing(klass, name, says):
    right = klass.work("lab-1")
    klass.collect(klass.zip({"d_1_10_lab-1.ipynb": right}), "lab")
    wrong = (
        klass.work(name)
        if name == "hw"
        else klass.work(name, text="y = 2").replace(b"answer_of", b"z").replace(b"Read", b"N")
    )
    line = klass.collect(klass.zip({"d_1_20_lab-1.ipynb": wrong}), "lab")["d"]
    assert line.what == "refused"
    assert any(says in note for note in line.notes)
    assert klass.placed("d", "lab") == {"lab-1.ipynb": right}


def test_a_broken_file_replaces_no_work_but_is_placed_where_there_is_none(klass):
    assert klass.collect(klass.zip({"d_1_10_hw.ipynb": b"{"}))["d"].what == "placed"
    assert klass.collect(klass.zip({"d_1_11_hw.ipynb": klass.work()}))["d"].what == "placed"
    assert klass.collect(klass.zip({"d_1_12_hw.ipynb": b"{"}))["d"].what == "refused"
    assert klass.placed("d") == {"hw.ipynb": klass.work()}


def test_a_zip_inside_the_zip_is_opened(klass):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as made:
        made.writestr("work/hw.ipynb", klass.work())
        made.writestr("work/net.py", "x")
        made.writestr("../out.py", "bad")
    lines = klass.collect(klass.zip({"doejane_12_100_all.zip": inner.getvalue()}))
    assert {name.rpartition("/")[2] for name in klass.placed("doejane")} == {"hw.ipynb", "net.py"}
    assert lines["doejane"].refused == ["../out.py"]
    assert not list(klass.root.rglob("out.py"))


def test_what_is_not_placed_says_why(klass):
    lines = klass.collect(
        klass.zip({"a_1_2_essay.pdf": "x", "b_4_5_all.zip": "no zip", "c_5_6_hw.ipynb": klass.work()})
    )
    assert "no notebook of this assignment" in lines["a"].notes[0]
    assert "not a readable zip" in lines["b"].notes[0]
    assert [line.what for line in lines.values()] == ["refused", "refused", "placed"]


def test_a_bad_entry_costs_that_entry_only(klass, monkeypatch):
    monkeypatch.setattr(reading, "STUDENT_MB", 1)
    work = klass.work()
    entries = {
        "a/hw.ipynb": work,
        "b/hw.ipynb": work,
        ".": "x",
        f"a/{'n' * 300}.py": "x",
        "b/x": "file",
        "b/x/y.py": "in",
    }
    entries |= {f"b/bomb-{number}.bin": b"0" * 400_000 for number in range(5)}
    lines = klass.collect(klass.zip(entries))
    assert lines["a"].what == lines["b"].what == "placed"
    assert klass.placed("a") == {"hw.ipynb": work}
    assert len([name for name in klass.placed("b") if "bomb" in name]) == 2
    assert len(lines["b"].refused) == 4
    assert lines["?"].notes == ["it has no name"]
    assert klass.done.doubtful


@pytest.mark.parametrize("name", [".(1)", ".. (2).ipynb", ".-1.py"])
def test_names_that_are_dots_and_a_number_cost_nobody_anything(klass, name):
    zip_ = klass.zip({"ann/hw.ipynb": klass.work(), f"ann/{name}": b"x", "bob/hw.ipynb": klass.work()})
    lines = klass.collect(zip_)
    assert (lines["ann"].what, lines["bob"].what) == ("placed", "placed")
    assert name in [*lines["ann"].refused, *(path.name for path in (klass.root / "submitted" / "ann" / "hw").iterdir())]


def test_what_nobody_thought_of_costs_one_student(klass, monkeypatch):
    real = submissions.arrange

    def arrange(files, masters):
        if any(str(file.path) == "odd.txt" for file in files):
            raise KeyError("odd")
        return real(files, masters)

    monkeypatch.setattr(submissions, "arrange", arrange)
    zip_ = klass.zip({"ann/hw.ipynb": klass.work(), "ann/odd.txt": b"x", "bob/hw.ipynb": klass.work()})
    lines = klass.collect(zip_)
    assert (lines["ann"].what, lines["bob"].what) == ("refused", "placed")
    assert "odd" in lines["ann"].notes[0]


def test_a_link_is_not_followed(klass, tmp_path):
    (tmp_path / "inbox" / "ann").mkdir(parents=True)
    (tmp_path / "inbox" / "ann" / "hw.ipynb").write_bytes(klass.work())
    os.symlink("/etc/passwd", tmp_path / "inbox" / "ann" / "passwd")
    lines = klass.collect(tmp_path / "inbox")
    assert lines["ann"].refused == ["passwd"]
    assert set(klass.placed("ann")) == {"hw.ipynb"}


def test_a_roster_names_students_and_strangers_are_refused(klass, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("student,name,number\njd7,Jane Doe,12\nsam,Sam Roe,13\n")
    entries = {"doejane_12_1_hw.ipynb": klass.work(), "whoever_99_2_hw.ipynb": klass.work()}
    lines = klass.collect(klass.zip(entries), roster=roster)
    assert lines["jd7"].what == "placed"
    assert "not in the roster" in lines["?"].notes[0]
    assert klass.done.missing == ["sam"]


def test_excluded_students_are_left_out(klass):
    with (klass.root / "nbgrader_config.py").open("a") as config:
        config.write("c.CourseDirectory.student_id_exclude = 'test'\n")
    klass.__init__(klass.root, klass.build)
    lines = klass.collect(klass.zip({"test/hw.ipynb": klass.work(), "ann/hw.ipynb": klass.work()}))
    assert "configuration excludes" in lines["test"].notes[0]
    assert klass.course.students("hw") == ["ann"]


def test_other_assignments_beside_it_are_left_aside(klass):
    klass.collect(
        klass.zip(
            {"ann/hw/hw.ipynb": klass.work(), "ann/lab/lab-1.ipynb": klass.work("lab-1"), "bob/hw.ipynb": klass.work()}
        )
    )
    assert klass.placed("ann") == {"hw.ipynb": klass.work()}


def test_a_source_that_is_not_there(klass, tmp_path):
    with pytest.raises(ArchiveError):
        klass.collect(tmp_path / "no.zip")
