"""Making the student version with nbgrader, outside an activated environment, and checking it by running it."""

from __future__ import annotations

import json

import nbformat
import pytest

from grader.commands import release as command
from grader.course.directory import Course
from grader.errors import CommandError
from grader.release import student_version as release


def test_quickstart_is_released_and_checked(quickstart_course, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert command.run(quickstart_course, "ps1", preflight=True, json=None) == 0
    said = capsys.readouterr().out
    assert "Reference 3 of 3 automatic points, untouched student version 0." in said
    assert "jupyter.png" in said
    student = nbformat.read(quickstart_course / "release" / "ps1" / "problem1.ipynb", 4)
    assert not any(cell.get("outputs") for cell in student.cells)


def test_errors_end_with_1_and_stand_in_the_json(build, small_course, capsys):
    source = small_course / "source" / "lesson" / "lesson.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells.append(build.test("test-more", "assert double(SIZE) == 6"))
    nbformat.write(notebook, source)
    assert command.run(small_course, "lesson", preflight=True, json="-") == 1
    found = json.loads(capsys.readouterr().out)
    problems = {(p["cell"], p["severity"]) for p in found["problems"]}
    assert ("test-more", "error") in problems
    assert found["reference"]["score"] == 3
    assert found["blank"]["score"] == 0


def test_equal_names_are_found_before_nbgrader_stumbles(build, small_course, capsys):
    source = small_course / "source" / "lesson" / "lesson.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells.append(build.test("test-square", "square(1)"))
    notebook.cells[-1]["id"] = "other"
    nbformat.write(notebook, source)
    assert command.run(small_course, "lesson", preflight=True, json=None) == 1
    assert "2 cells have this grade_id" in capsys.readouterr().out
    assert not (small_course / "release").exists()


def test_nbgraders_refusal_is_one_sentence(build, small_course):
    source = small_course / "source" / "lesson" / "lesson.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells.append(build.locked("plain", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"))
    nbformat.write(notebook, source)
    with pytest.raises(CommandError, match=r"could not make the student version of lesson: .*Solution region"):
        release.make_student_version(Course.open(small_course), "lesson")


def test_an_unknown_assignment_lists_those_there_are(small_course):
    with pytest.raises(CommandError, match=r"no assignment 'nope' \(there: lesson\)"):
        release.make_student_version(Course.open(small_course), "nope")


def test_metadata_of_an_older_nbgrader_is_said_with_the_remedy(small_course):
    path = small_course / "source" / "lesson" / "lesson.ipynb"
    path.write_text(path.read_text().replace('"schema_version": 3', '"schema_version": 1'))
    course = small_course.rename(small_course.with_name("my course"))
    with pytest.raises(CommandError, match=r"nbgrader update '.*my course/source/lesson'"):
        release.make_student_version(Course.open(course), "lesson")


def test_a_version_with_an_error_replaces_nothing(build, small_course, capsys):
    assert command.run(small_course, "lesson", preflight=True, json=None) == 0
    student = small_course / "release" / "lesson" / "lesson.ipynb"
    good = student.read_bytes()
    source = small_course / "source" / "lesson" / "lesson.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells.append(build.test("test-more", "assert double(3) == 7"))
    nbformat.write(notebook, source)
    capsys.readouterr()
    assert command.run(small_course, "lesson", preflight=True, json=None) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert student.read_bytes() == good
    assert "Nothing was released" in said
    assert "is what was released before" in said
    assert [path.name for path in (small_course / "release").iterdir()] == ["lesson"]
    notebook.cells.pop()
    notebook.cells[0].source = "# Mended"
    nbformat.write(notebook, source)
    assert command.run(small_course, "lesson", preflight=True, json=None) == 0
    assert nbformat.read(student, 4).cells[0].source == "# Mended"
    assert not (small_course / ".grader" / "unreleased" / "lesson").exists()


def test_a_first_version_with_an_error_is_not_released(build, small_course, capsys):
    source = small_course / "source" / "lesson" / "lesson.ipynb"
    notebook = nbformat.read(source, 4)
    notebook.cells.append(build.test("test-more", "assert double(3) == 7"))
    nbformat.write(notebook, source)
    assert command.run(small_course, "lesson", preflight=True, json=None) == 1
    assert "there is no" in " ".join(capsys.readouterr().out.split())
    assert not (small_course / "release" / "lesson").exists()


@pytest.mark.parametrize(
    ("asked", "began", "made", "seconds"),
    [
        (None, 90, 97, 4),
        (None, 70, 95, 10),
        (None, 90, 95, 0),
        (None, 98.9, 99, 0),
        (7.0, 98.9, 99, 7),
        (0.0, 60, 90, 0),
    ],
)
def test_wrong_answers_are_tried_while_releasing_stays_short(asked, began, made, seconds, monkeypatch):
    """At the time 100: making the student version took from `began` to `made`, and checking it since then."""
    monkeypatch.setattr(command.time, "monotonic", lambda: 100.0)
    assert command._seconds_left(asked, began, made) == pytest.approx(seconds)
