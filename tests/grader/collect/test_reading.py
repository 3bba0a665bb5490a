"""What a student packs costs the grader little: contents go to the disk, and everything that is unpacked counts."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import PurePosixPath

import pytest

from grader.collect import reading
from grader.collect.archive import Member
from grader.collect.platforms import Handed, Owner
from grader.collect.reading import Reading

MIB = 2**20


def _zip(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _read(folder, *zips: bytes, at: str = "part{}.zip") -> Reading:
    entries = []
    for number, content in enumerate(zips):
        name = PurePosixPath(at.format(number))
        member = Member(name, len(content), "", lambda content=content: io.BytesIO(content))
        entries.append((Handed(Owner("ada"), name), member))
    return Reading(folder).read(entries)


def test_contents_lie_in_files(tmp_path):
    found = _read(tmp_path, _zip({"a/hw.ipynb": b"{}", "a/table.csv": b"1,2"}))
    contents = {str(file.path): file.stored.read_bytes() for file in found.files}
    assert contents == {"hw.ipynb": b"{}", "table.csv": b"1,2"}
    assert all(file.stored.is_relative_to(tmp_path) for file in found.files)


def test_what_turns_out_to_be_damaged_has_been_unpacked_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "STUDENT_MB", 4)
    data = bytearray(_zip({f"{number}.bin": bytes(MIB) for number in range(20)}))
    at = -1
    while (at := data.find(b"PK\1\2", at + 1)) >= 0:
        data[at + 16] ^= 0xFF  # the checksum
    found = _read(tmp_path, bytes(data))
    damaged = sum("damaged in the zip" in why for _, why in found.refused)
    too_much = sum("more than 4 MiB" in why for _, why in found.refused)
    assert (damaged, too_much) == (3, 17)  # the zip itself counts too
    assert 0 <= found.left < MIB


def test_a_zip_with_an_endless_list_of_files_is_refused_before_it_is_read(tmp_path):
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
    listed = entry * 60_000
    packed = listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 60_000, 60_000, len(listed), 0, 0)
    found = _read(tmp_path, packed)
    assert "its list of files takes 3 MiB" in found.refused[0][1]


def test_many_zips_of_many_files_are_not_all_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "STUDENT_FILES", 5)
    monkeypatch.setattr(reading, "ZIP_COSTS", 1)
    packed = _zip({f"{number}/.DS_Store": b"" for number in range(4)})
    found = _read(tmp_path, *[packed] * 5)
    assert [name for name, _ in found.refused] == ["part2.zip", "part3.zip", "part4.zip"]
    assert [("4 files, more than" in why, "in zips of one student" in why) for _, why in found.refused] == [
        (True, False),
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_in_an_unusual_way_is_refused(tmp_path, method):
    found = _read(tmp_path, _zip({"hw.ipynb": b"{}"}, method))
    assert "zip of the usual kind" in found.refused[0][1]


def test_folders_in_a_zip_in_folders_are_counted_together(tmp_path):
    deep = "a/" * 60
    found = _read(tmp_path, _zip({"hw.ipynb": b"{}", f"{deep}b.txt": b"b"}), at=f"{deep}work.zip")
    assert [file.path.name for file in found.files] == ["hw.ipynb"]
    assert "more than 100 folders deep" in found.refused[0][1]


def test_a_name_that_leads_elsewhere_is_refused_wherever_it_comes_from(tmp_path):
    names = ["..", "a/../b", "/b", "."]
    members = [Member(PurePosixPath(f"x{n}"), 1, "", lambda: io.BytesIO(b"x")) for n in range(len(names))]
    entries = [(Handed(Owner("ada"), PurePosixPath(n)), m) for n, m in zip(names, members, strict=True)]
    found = Reading(tmp_path).read(entries)
    assert found.files == []
    assert sorted(why for _, why in found.refused) == ["it has no name", *["its path leads out of the folder"] * 3]
