"""What lies in a session's folder: the assignment's files first, the student's where they do no harm."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.files import remove_tree
from grader.grading.kernel.process import _overfull
from grader.grading.kernel.workspace import scratch, session_files
from grader.model import Master, Submission, SubmittedFile


def files_of(own: dict, ours: dict | None = None, editable=()):
    submission = Submission("ada", {name: SubmittedFile(data) for name, data in own.items()})
    return session_files(Master("a", {}, {}, ours or {}, frozenset(editable)), submission)


@pytest.mark.parametrize(
    "name",
    [
        "numpy.py",
        "numpy/__init__.py",
        "random.py",
        "json/x.py",
        "sitecustomize.py",
        "ipykernel_launcher.py",
        "ipython_config.py",
        "numpy.cpython-311-x86_64-linux-gnu.so",
        "sub/usercustomize.py",
        "grader/x.py",
    ],
)
def test_a_module_that_would_take_the_place_of_another_is_left_out(name):
    files, repairs = files_of({name: b"x"})
    assert files == {}
    assert name in repairs[0]


@pytest.mark.parametrize(
    "name", ["helper.py", "data.csv", "my_package/__init__.py", "numpy.csv", "lesson.ipynb", "read me.txt"]
)
def test_other_files_are_there(name):
    assert files_of({name: b"x"}) == ({name: b"x"}, [])


@pytest.mark.parametrize("name", ["../x.py", "/etc/x", "a/../../b", "a\\..\\b"])
def test_paths_that_lead_out_are_left_out(name):
    files, repairs = files_of({name: b"x"})
    assert files == {}
    assert "leads out" in repairs[0]


def test_the_instructors_files_win():
    files, repairs = files_of({"data.csv": b"mine", "same.csv": b"1"}, {"data.csv": b"theirs", "same.csv": b"1"})
    assert files == {"data.csv": b"theirs", "same.csv": b"1"}
    assert repairs == ["The file data.csv had been changed: the instructor's was used."]


def test_files_that_students_may_change_are_theirs():
    files, repairs = files_of({"model.py": b"mine"}, {"model.py": b"theirs"}, ["model.py"])
    assert (files, repairs) == ({"model.py": b"mine"}, [])


def test_an_instructor_may_bring_any_module():
    assert files_of({"random.py": b"mine"}, {"random.py": b"theirs"})[0] == {"random.py": b"theirs"}


def test_a_file_that_could_not_be_read_is_said():
    submission = Submission("ada", {"big.bin": SubmittedFile(None, "big.bin is 99 MiB")})
    assert session_files(Master("a", {}), submission) == ({}, ["A file was left out: big.bin is 99 MiB."])


def test_the_folder_goes_away():
    with scratch({"a/b.txt": b"x", "a": b"a file where a folder is"}) as base:
        assert (base / "work" / "a" / "b.txt").read_bytes() == b"x"
        (base / "work" / "a").chmod(0)
    assert not base.exists()


def test_folders_without_end_are_removed_and_counted_as_too_deep(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with scratch({}) as base:
        monkeypatch.chdir(base / "work")
        for _ in range(3000):  # a path to the last of them would be longer than any may be
            os.mkdir("a")
            os.chdir("a")
        (Path("file")).write_text("x")
        os.chdir(tmp_path)
        (base / "work" / "shut").mkdir(mode=0o000)
        assert _overfull(base, 1 << 20)
    assert list(tmp_path.iterdir()) == []


def test_links_are_removed_and_not_followed(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("x")
    (tmp_path / "gone" / "a" / "b").mkdir(parents=True)
    (tmp_path / "gone" / "a" / "link").symlink_to(tmp_path / "kept")
    remove_tree(tmp_path / "gone")
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept" / "file").read_text() == "x"
