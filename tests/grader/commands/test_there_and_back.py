"""A class goes from a platform's zip to grades, returned pages and the platform's list: nobody is lost or swapped."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path

import pytest

from benchmarks import platform_class as made
from grader.commands import collect, export, give_back
from grader.course.marks import marks
from grader.course.people import people
from grader.course.received import load_received

CLASS = made.people(60)
UPLOADER = {
    "canvas": lambda name: re.match(r"^[^/]*?_(?:LATE_)?(\d+)_\d+_", name)[1],
    "moodle": lambda name: name.split("/")[0].split("_")[1],
}


@pytest.fixture(params=["canvas", "moodle"])
def platform(request, tmp_path):
    """Return the platform's name, its zip and its list."""
    archive = getattr(made, f"{request.param}_zip")(tmp_path / "download.zip", CLASS)
    return request.param, archive, getattr(made, f"{request.param}_list")(tmp_path / "list.csv", CLASS)


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.slow
@pytest.mark.parametrize("listed", [True, False], ids=["with its list", "without"])
def test_nobody_is_lost_and_nobody_swapped(platform, listed, tmp_path, capsys):
    name, archive, roster = platform
    course = made.make_course(tmp_path / "course")
    status = collect.run(course.root, made.ASSIGNMENT, archive, roster=roster if listed else None, json=None)
    assert status == 0, capsys.readouterr().out
    handed_in = [one for one in CLASS if one.total is not None]
    received = load_received(course, made.ASSIGNMENT)
    assert {entry.number for entry in received.values()} == {str(one.number) for one in handed_in}
    made.put_grades(course)

    by_number = {entry.number: student for student, entry in received.items()}
    given = marks(course, made.ASSIGNMENT)
    for one in handed_in:
        assert given[by_number[str(one.number)]].total == one.total, one
    if name == "canvas" or listed:
        assert {student for student, entry in received.items() if entry.late} == {
            by_number[str(one.number)] for one in handed_in if one.late
        }
    assert len(people(course)) == len(CLASS if listed else handed_in)

    _pages_come_back(course, name, handed_in)
    _grades_come_back(course, name, roster, tmp_path / "grades.csv")


def _pages_come_back(course, name: str, handed_in) -> None:
    assert give_back.run(course.root, made.ASSIGNMENT, layout=None, output=None) == 0
    logins = {str(one.number): one.login for one in handed_in}
    seen: dict[str, int] = {}
    with zipfile.ZipFile(course.root / "returned" / f"{made.ASSIGNMENT}-{name}.zip") as archive:
        for entry in archive.namelist():
            number = UPLOADER[name](entry)
            page = archive.read(entry).decode()
            assert set(re.findall(r"the work of (u\d{4})", re.sub("<[^>]+>", "", page))) <= {logins[number]}
            seen[number] = seen.get(number, 0) + 1
    assert seen == dict.fromkeys(logins, len(made.NOTEBOOKS))


def _grades_come_back(course, name: str, roster: Path, output: Path) -> None:
    status = export.run(course.root, made.ASSIGNMENT, layout=name, output=output, column=None, roster=roster)
    assert status == 1  # some handed nothing in, so their lines have no grade
    before, after = _rows(roster), _rows(output)
    column = before[0].index("Lab (81234)" if name == "canvas" else "Grade")
    identity = 1 if name == "canvas" else 0
    earned = {(str(o.number) if name == "canvas" else f"Participant {o.number}"): o.total for o in CLASS}
    assert len(after) == len(before)
    for old, new in zip(before, after, strict=True):
        assert old[:column] + old[column + 1 :] == new[:column] + new[column + 1 :]
        total = earned.get(old[identity])
        assert new[column] == (old[column] if total is None else f"{total:g}")
