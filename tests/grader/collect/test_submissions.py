"""Submissions are placed where nbgrader expects them; whatever is not is said, and no attempt is lost."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime

import pytest
from nbgrader.utils import parse_utc

from grader.collect.lms import key
from grader.collect.submissions import collect
from grader.errors import ArchiveError

NOTEBOOKS = ["03_dense_ae"]


@pytest.fixture
def course(tmp_path):
    """Return a function that collects into a folder of this test."""

    def run(source, notebooks=NOTEBOOKS, roster=None):
        lines = collect(
            source, lambda student: tmp_path / "submitted" / student / "03", tmp_path / "earlier", notebooks, roster
        )
        return {line.student or "?": line for line in lines}

    run.submitted = tmp_path / "submitted"
    run.earlier = tmp_path / "earlier"
    return run


def _zip(path, files):
    with zipfile.ZipFile(path, "w") as made:
        for number, (name, content) in enumerate(files.items()):
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1 + number, 12, 0, 0)), content)
    return path


def _placed(course, student):
    folder = course.submitted / student / "03"
    return {path.name: path.read_text() for path in folder.iterdir() if path.name != "timestamp.txt"}


def test_canvas_zip(course, tmp_path):
    lines = course(
        _zip(
            tmp_path / "c.zip",
            {
                "doejane_12_100_03_dense_ae-1.ipynb": "second",
                "doejane_12_100_net.py": "helper",
                "roejo_LATE_13_101_03_dense_ae.ipynb": "late",
                "__MACOSX/._doejane_12_100_03_dense_ae-1.ipynb": "junk",
            },
        )
    )
    assert {name: line.what for name, line in lines.items()} == {"doejane": "placed", "roejo": "placed"}
    assert _placed(course, "doejane") == {"03_dense_ae.ipynb": "second", "net.py": "helper"}
    assert lines["roejo"].notes == ["late"]


def test_moodle_zip_and_nbgraders_timestamp(course, tmp_path):
    folder = "Jane Doe_123456_assignsubmission_file_/"
    lines = course(_zip(tmp_path / "m.zip", {folder + "03_dense_ae.ipynb": "{}", folder + "sub/fig.png": "x"}))
    assert list(lines) == ["jane_doe"]
    assert set(_placed(course, "jane_doe")) == {"03_dense_ae.ipynb", "fig.png"}
    when = parse_utc((course.submitted / "jane_doe" / "03" / "timestamp.txt").read_text())
    assert when.replace(tzinfo=UTC).astimezone().replace(tzinfo=None) == datetime(2026, 1, 2, 12, 0)


def test_the_newest_attempt_wins_and_the_older_is_kept(course, tmp_path):
    lines = course(
        _zip(
            tmp_path / "c.zip",
            {"doejane_12_100_03_dense_ae-2.ipynb": "newest", "doejane_12_100_03_dense_ae.ipynb": "first"},
        )
    )
    assert _placed(course, "doejane") == {"03_dense_ae.ipynb": "newest"}
    (kept,) = course.earlier.glob("doejane/*/03_dense_ae.ipynb")
    assert kept.read_text() == "first"
    assert "earlier attempt" in lines["doejane"].notes[0]


def test_collecting_again_changes_nothing_and_a_newer_one_replaces(course, tmp_path):
    first = _zip(tmp_path / "1.zip", {"doejane_12_100_03_dense_ae.ipynb": "one"})
    second = _zip(tmp_path / "2.zip", {"filler_1_1_x.ipynb": "", "doejane_12_101_03_dense_ae-1.ipynb": "two"})
    assert course(first)["doejane"].what == "placed"
    assert course(first)["doejane"].what == "unchanged"
    assert course(second)["doejane"].what == "placed"
    assert _placed(course, "doejane") == {"03_dense_ae.ipynb": "two"}
    assert [path.read_text() for path in course.earlier.glob("doejane/*/*.ipynb")] == ["one"]
    assert course(first)["doejane"].what == "older"
    assert _placed(course, "doejane") == {"03_dense_ae.ipynb": "two"}


@pytest.mark.parametrize(
    "name", ["my homework.ipynb", "03 Dense AE.ipynb", "03_dense_ae (1).ipynb", "final_03_dense_ae_v2.ipynb"]
)
def test_a_renamed_notebook_is_recognised(course, tmp_path, name):
    course(_zip(tmp_path / "c.zip", {f"doejane_12_100_{name}": "work"}))
    assert _placed(course, "doejane") == {"03_dense_ae.ipynb": "work"}


def test_with_two_notebooks_nothing_is_guessed(course, tmp_path):
    lines = course(
        _zip(tmp_path / "c.zip", {"x_1_2_a.ipynb": "1", "x_1_2_problem2.ipynb": "2"}), ["problem1", "problem2"]
    )
    assert _placed(course, "x") == {"a.ipynb": "1", "problem2.ipynb": "2"}
    assert "no notebook of this assignment has this name" in lines["x"].notes[0]


def test_a_zip_inside_the_zip_is_opened(course, tmp_path):
    inner = _zip(tmp_path / "inner.zip", {"work/03_dense_ae.ipynb": "work", "../out.py": "bad"})
    lines = course(_zip(tmp_path / "c.zip", {"doejane_12_100_all.zip": inner.read_bytes()}))
    assert _placed(course, "doejane") == {"03_dense_ae.ipynb": "work"}
    assert lines["doejane"].refused == ["../out.py"]
    assert not (tmp_path / "out.py").exists()


def test_what_is_not_placed_says_why(course, tmp_path):
    lines = course(
        _zip(
            tmp_path / "c.zip",
            {
                "a_1_2_essay.pdf": "x",
                "readme.txt": "x",
                "Jo_3_assignsubmission_onlinetext_/onlinetext.html": "x",
                "b_4_5_all.zip": "no zip",
            },
        )
    )
    assert "no notebook among the files" in lines["a"].notes[0]
    assert "not a readable zip" in lines["b"].notes[0]
    assert all(line.what == "refused" for line in lines.values())
    assert not course.submitted.exists()


def test_two_people_of_one_name_stay_two(course, tmp_path):
    lines = course(_zip(tmp_path / "c.zip", {"leeann_1_9_03_dense_ae.ipynb": "1", "leeann_2_9_03_dense_ae.ipynb": "2"}))
    assert sorted(lines) == ["leeann_1", "leeann_2"]


def test_a_roster_names_students_and_strangers_are_refused(course, tmp_path):
    source = _zip(tmp_path / "c.zip", {"doejane_12_1_03_dense_ae.ipynb": "1", "who_99_2_03_dense_ae.ipynb": "2"})
    lines = course(source, roster={key("12"): "jd7"})
    assert lines["jd7"].what == "placed"
    assert "not in the roster" in lines["?"].notes[0]


def test_a_folder_of_students_keeps_their_ids_and_times(course, tmp_path):
    for student in ("Ada.L", "bob-2"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / "03_dense_ae.ipynb").write_text(student)
    os.utime(tmp_path / "in" / "bob-2" / "03_dense_ae.ipynb", (1_700_000_000, 1_700_000_000))
    assert sorted(course(tmp_path / "in")) == ["Ada.L", "bob-2"]
    assert (course.submitted / "bob-2" / "03" / "timestamp.txt").read_text() == "2023-11-14 22:13:20.000000 UTC"


def test_a_folder_around_everything_is_no_student(course, tmp_path):
    source = _zip(tmp_path / "c.zip", {"class/ada/03_dense_ae.ipynb": "a", "class/bob/03_dense_ae.ipynb": "b"})
    assert sorted(course(source)) == ["ada", "bob"]


def test_a_source_that_is_not_there(course, tmp_path):
    with pytest.raises(ArchiveError):
        course(tmp_path / "no.zip")
