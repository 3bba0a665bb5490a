"""Pages go back under the names by which the platforms know whose they are."""

from __future__ import annotations

import zipfile

import pytest

from grader.course.received import Received
from grader.errors import CommandError
from grader.export.returned import entry_name, write_zip


def moodles_reading(name: str) -> tuple[str, str]:
    """Return participant and file as `assignfeedback_file_zip_importer` reads them off a path."""
    parts = name.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) >= 4 and info[1].isdigit() and info[2:4] == ["assignfeedback", "file"]:
            return info[1], "/".join([*info[4:5], *parts])
    return "", ""


def canvas_reading(name: str) -> tuple[str, str]:
    """Return user and attachment as Canvas's `infer_comment_context_from_filename` reads them off a name."""
    parts = [part for part in name.rpartition("/")[2].split("_") if part != "LATE"]
    if parts[0] == "anon":
        return parts[1], parts[2]
    numbers = [part for part in parts if part.isdigit()]
    return numbers[0], numbers[1]


@pytest.mark.parametrize(
    ("downloaded", "whose"),
    [
        ("doejane_12_345_03_lab-1.ipynb", ("12", "345")),
        ("doejane_LATE_12_345_lab.ipynb", ("12", "345")),
        ("anon_x7Gh2_345_lab.ipynb", ("x7Gh2", "345")),
        ("doejane_12_345_all.zip", ("12", "345")),
    ],
)
def test_canvas(downloaded, whose):
    entry = Received("canvas", "doejane", "12", files={"lab.ipynb": downloaded})
    name = entry_name("jd", "lab.html", entry, "canvas")
    assert name.endswith("_lab.html")
    assert canvas_reading(name) == whose


def test_moodle():
    entry = Received("moodle", "Jane van der Doe", "501", files={"lab.ipynb": "x"})
    assert moodles_reading(entry_name("jd", "my_lab.html", entry, "moodle")) == ("501", "/my_lab.html")


def test_the_zip_holds_each_page_and_names_who_is_not_in_it(tmp_path):
    page = tmp_path / "lab.html"
    page.write_text("<p>page</p>")
    received = {"jd": Received("moodle", "Jane Doe", "5"), "roe": Received("canvas", "roe", "6")}
    done = write_zip(tmp_path / "out" / "x.zip", {"jd": [page], "roe": [page], "eve": [page]}, received, "moodle")
    with zipfile.ZipFile(done.path) as archive:
        assert archive.namelist() == ["Jane Doe_5_assignfeedback_file_/lab.html"]
        assert archive.read(archive.namelist()[0]) == b"<p>page</p>"
    assert (done.students, done.pages) == (["jd"], 1)
    assert [text.partition(":")[0] for text in done.left_out] == ["eve", "roe"]


def test_two_students_never_get_one_file(tmp_path):
    page = tmp_path / "lab.html"
    page.write_text("x")
    received = {"a": Received("moodle", "Jane Doe", "5"), "b": Received("moodle", "Jane Doe", "5")}
    with pytest.raises(CommandError, match="both a and b"):
        write_zip(tmp_path / "x.zip", {"a": [page], "b": [page]}, received, "moodle")
    assert not (tmp_path / "x.zip").exists()
