"""A zip or folder of submissions comes from people: what could harm is refused with a sentence, the rest is read."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import PurePosixPath

import pytest

from grader.collect import archive
from grader.collect.archive import members
from grader.errors import ArchiveError


def _zip(path, entries):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for info, content in entries:
            made.writestr(info, content)
    return path


def _problems(source):
    return {str(member.path): member.problem for member in members(source)}


@pytest.mark.parametrize("name", ["../up.ipynb", "/etc/passwd", "a/../../b.ipynb", "C:/x.ipynb", "..\\up.ipynb"])
def test_paths_that_lead_out_are_refused(tmp_path, name):
    info = zipfile.ZipInfo("x")
    info.filename = name
    (problem,) = _problems(_zip(tmp_path / "a.zip", [(info, "{}")])).values()
    assert "leads out of the zip" in problem


def test_a_symbolic_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("link.ipynb")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "symbolic link" in _problems(_zip(tmp_path / "a.zip", [(info, "/etc/passwd")]))["link.ipynb"]


@pytest.mark.parametrize("swapped", ["ada/lab.ipynb", "ada"])
def test_a_link_that_takes_the_place_of_a_file_is_not_followed(tmp_path, swapped):
    """In a folder where people of the same machine hand in, they can still change what was already looked at."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "lab.ipynb").write_text("hidden tests")
    (tmp_path / "inbox" / "ada").mkdir(parents=True)
    (tmp_path / "inbox" / "ada" / "lab.ipynb").write_text("mine")
    (member,) = members(tmp_path / "inbox")
    assert member.read(100) == b"mine"
    place = tmp_path / "inbox" / swapped
    place.rename(tmp_path / "aside")
    place.symlink_to(secret / "lab.ipynb" if swapped.endswith("ipynb") else secret)
    with pytest.raises(ArchiveError, match="cannot be read"):
        member.read(100)


def test_a_symbolic_link_in_a_folder_is_refused(tmp_path):
    (tmp_path / "ada").mkdir()
    os.symlink("/etc", tmp_path / "ada" / "folder")
    os.symlink("/etc/passwd", tmp_path / "ada" / "file.ipynb")
    problems = _problems(tmp_path)
    assert set(problems) == {"ada/folder", "ada/file.ipynb"}
    assert all("symbolic link" in problem for problem in problems.values())


def test_a_bomb_is_refused_without_unpacking(tmp_path):
    path = _zip(tmp_path / "a.zip", [("bomb.ipynb", b"0" * 40 * 2**20), ("good.ipynb", "{}")])
    assert path.stat().st_size < 100_000
    problems = _problems(path)
    assert "zip bomb" in problems["bomb.ipynb"]
    assert problems["good.ipynb"] == ""


def test_an_encrypted_member_is_refused(tmp_path):
    path = _zip(tmp_path / "a.zip", [("a.ipynb", "{}")])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the central directory
    path.write_bytes(data)
    assert "encrypted" in _problems(path)["a.ipynb"]


def test_a_damaged_member_says_so_when_it_is_read(tmp_path):
    path = _zip(tmp_path / "a.zip", [("a.ipynb", os.urandom(500)), ("b.ipynb", "good")])
    data = bytearray(path.read_bytes())
    data[100] ^= 0xFF
    path.write_bytes(data)
    first, second = members(path)
    with pytest.raises(ArchiveError, match="damaged in the zip"):
        first.read(2**20)
    assert second.read(2**20) == b"good"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"no zip at all"])
def test_what_is_no_zip_is_named(tmp_path, content):
    (tmp_path / "a.zip").write_bytes(content)
    with pytest.raises(ArchiveError, match=r"a\.zip: not a readable zip .* Download it again"):
        members(tmp_path / "a.zip")


def test_missing_and_empty_sources_are_named(tmp_path):
    with pytest.raises(ArchiveError, match="there is no such folder or zip"):
        members(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ArchiveError, match="no files in it"):
        members(tmp_path / "empty")


def test_too_many_or_too_much(tmp_path, monkeypatch):
    path = _zip(tmp_path / "a.zip", [("a", "x"), ("b", "x")])
    monkeypatch.setattr(archive, "MEMBERS", 1)
    with pytest.raises(ArchiveError, match="2 files, more than 1"):
        members(path)


def test_names_without_the_flag_for_utf8_are_read_as_they_were_meant(tmp_path):
    path = _zip(tmp_path / "a.zip", [("Jos\u00e9 Nu\u00f1ez_1/x.ipynb", "x"), ("plain.ipynb", "x")])
    data = path.read_bytes().replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00")
    path.write_bytes(data)
    assert zipfile.ZipFile(path).namelist()[0] != "Jos\u00e9 Nu\u00f1ez_1/x.ipynb"
    assert [str(member.path) for member in members(path)] == ["Jos\u00e9 Nu\u00f1ez_1/x.ipynb", "plain.ipynb"]


def test_a_bad_name_costs_its_entry_only(tmp_path):
    entries = [(".", "x"), ("n" * 300 + ".ipynb", "x"), ("a.ipynb", "x"), ("a.ipynb", "y"), ("\x01.ipynb", "x")]
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = _zip(tmp_path / "a.zip", entries)
    problems = [member.problem for member in members(path)]
    assert problems[:2] == ["it has no name", "its name is too long for a file"]
    assert problems[2:] == ["", "a second entry of the same name", "its name has unprintable characters"]


def test_folders_without_end_cost_themselves_alone(tmp_path):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "hw.ipynb").write_bytes(b"{}")
    tmp_path.joinpath("eve", *["a"] * 150).mkdir(parents=True)
    found = members(tmp_path)
    assert [member.problem for member in found] == ["", "it lies more than 100 folders deep"]


def test_no_more_is_read_than_is_left(tmp_path):
    (member,) = members(_zip(tmp_path / "a.zip", [("a", b"x" * 100)]))
    assert member.read(100) == b"x" * 100
    with pytest.raises(ArchiveError, match="larger than"):
        member.read(99)


@pytest.mark.parametrize("path", ["__MACOSX/ada/._x.ipynb", "ada/.ipynb_checkpoints/x.ipynb", "ada/.DS_Store"])
def test_junk_is_recognised(path):
    assert archive.is_junk(PurePosixPath(path))
    assert not archive.is_junk(PurePosixPath("ada/x.ipynb"))
