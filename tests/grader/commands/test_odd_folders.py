"""A course whose folder has an odd name goes the whole way: nothing is lost, left elsewhere, or printed wrong."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from typer.testing import CliRunner

from grader import cli


@pytest.fixture
def run():
    def go(*line):
        done = CliRunner().invoke(cli.app, [str(word) for word in line], env={"COLUMNS": "300"})
        assert done.exit_code == 0, done.output
        return done.output

    return go


@pytest.mark.slow
def test_from_release_to_export(small_course, build, hand_in, tmp_path, run):
    around, name = tmp_path / "odd", "two  words [a]? * 100%41; $HOME & <b>é"
    course = around / name
    shutil.copytree(small_course, course, ignore=lambda *_: ["gradebook.db"])
    kept = course / "source" / "lesson" / ".ipynb_checkpoints"
    kept.mkdir()
    shutil.copy(course / "source" / "lesson" / "lesson.ipynb", kept / "lesson-checkpoint.ipynb")
    hand_in(course, "ada", {"lesson.ipynb": build.solved(build.small(), written="Mine.")})

    where = "--course", course
    run("release", "lesson", *where, "--mutation-seconds", "0")
    assert [path.name for path in (course / "release" / "lesson").iterdir()] == ["lesson.ipynb"]
    said = run("grade", "lesson", *where)
    assert f"Gradebook: sqlite:///{course / 'gradebook.db'}" in said
    assert "unchanged since the last run" in run("grade", "lesson", *where)
    run("feedback", "lesson", *where)
    assert list((course / "feedback" / "ada" / "lesson").glob("*.html"))
    run("report", "lesson", *where)
    assert '"ada"' in run("export", "lesson", *where)
    with sqlite3.connect(course / "gradebook.db") as book:
        assert [row[0] for row in book.execute("select id from student")] == ["ada"]
    assert [path.name for path in around.iterdir()] == [name]
