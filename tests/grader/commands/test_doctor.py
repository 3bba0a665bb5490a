"""`grader doctor` tries things for real, changes nothing, and says what to do about what is missing."""

from __future__ import annotations

import json
import sqlite3
import sys

import nbformat
import pytest

from grader.commands import doctor
from grader.course.directory import Course
from grader.sandbox.isolation import probe


def test_this_machine_can_grade(small_course, capsys):
    before = sorted(path.name for path in small_course.iterdir())
    assert doctor.run(small_course, json="-") == 0
    found = json.loads(capsys.readouterr().out)
    states = {(line["area"], line["name"]): line["state"] for line in found}
    assert states["environment", "kernel"] == states["course", "gradebook"] == states["versions", "nbgrader"] == "ok"
    assert {line["name"] for line in found if line["area"] == "isolation"} >= {
        "Landlock" if sys.platform.startswith("linux") else "Linux",
    }
    assert sorted(path.name for path in small_course.iterdir()) == before


def test_what_is_broken_ends_with_1_and_a_remedy(small_course, monkeypatch):
    monkeypatch.setattr(doctor, "_kernel", lambda: doctor.Finding("environment", "kernel", "broken", "no", "do this"))
    assert doctor.run(small_course, json=None) == 1


@pytest.mark.skipif(probe.refusal() is not None, reason="needs isolation")
def test_a_course_that_its_sessions_could_read_is_broken(small_course, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_DATA_DIR", str(small_course))
    assert doctor.run(small_course, json="-") == 1
    (found,) = (line for line in json.loads(capsys.readouterr().out) if line["name"] == "isolated by")
    assert found["state"] == "broken"
    assert "COURSE_DATA_DIR" in found["remedy"]


def test_no_course_is_no_obstacle(tmp_path):
    (finding,) = doctor._course(tmp_path)
    assert (finding.state, finding.name) == ("look", "folder")
    assert "--course" in finding.remedy


def test_a_gradebook_that_cannot_be_written(small_course, tmp_path):
    course = Course.open(small_course)
    course.db_url = f"sqlite:///{tmp_path}/none/book.db"
    assert doctor._gradebook(course).state == "broken"
    book = tmp_path / "book.db"
    book.write_text("no database at all, " * 50)
    course.db_url = f"sqlite:///{book}"
    assert "cannot be written" in doctor._gradebook(course).seen
    good = tmp_path / "good.db"
    sqlite3.connect(good).close()
    course.db_url = f"sqlite:///{good}"
    assert doctor._gradebook(course).state == "ok"


def test_a_missing_driver_is_said_in_one_sentence_and_no_password_is_shown(small_course, monkeypatch):
    course = Course.open(small_course)
    course.db_url = "postgresql://teacher:secret@localhost/book"
    for driver in ("psycopg", "psycopg2"):
        monkeypatch.setitem(sys.modules, driver, None)
    finding = doctor._gradebook(course)
    assert finding.state == "broken"
    assert "pip install psycopg" in finding.seen
    assert "secret" not in finding.seen
    assert "teacher:***@localhost" in finding.seen


def test_layers_that_work_alone_and_not_together_are_broken(small_course, monkeypatch, capsys):
    whole = probe.Layer("confined process", False, "no such file", "Report this.")
    monkeypatch.setattr(doctor, "probe", lambda: [whole])
    assert doctor.run(small_course, json=None) == 1


def test_a_missing_layer_is_said_with_its_remedy_and_the_way_out(small_course, monkeypatch, capsys):
    missing = probe.Layer("Landlock", False, "not there", "Boot with lsm=landlock.")
    monkeypatch.setattr(doctor, "probe", lambda: [missing])
    assert doctor.run(small_course, json=None) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "lsm=landlock" in said.replace(" ", "").replace("│", "")
    assert "--trust-submissions" in said


def test_each_assignment_says_what_runs_it_what_isolates_it_and_which_cells_are_apart(tmp_path, build, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    looks = build.test("test-source", "import inspect\nassert 'x' in inspect.getsource(square)")
    imports = build.locked("imports", "import numpy, no_such_package_here, helper")
    answer, test = build.answer("square", "def square(x):\n    return x"), build.test("t", "assert square(1) == 1")
    alone = build.test("test-files", "import os\nassert 'out.txt' not in os.listdir('.') and square(2) == 2")
    python = build.notebook(imports, answer, looks, test, alone)
    julia = build.notebook(build.answer("a", "a = 1"), build.test("test-a", "@assert a == 1"))
    julia.metadata["kernelspec"] = {"name": "julia-9", "language": "julia", "display_name": "Julia"}
    for name, notebook in (("py", python), ("jl", julia)):
        (tmp_path / "source" / name).mkdir(parents=True)
        nbformat.write(notebook, tmp_path / "source" / name / f"{name}.ipynb")
    (tmp_path / "source" / "py" / "helper.py").write_text("import deeper")
    (tmp_path / "source" / "py" / "deeper.py").write_text("from no_such_package_inside import x")
    (tmp_path / "source" / "py" / "unused.py").write_text("import no_such_package_unused")
    found = {(line.area, line.name): line for line in doctor.examine(tmp_path)}
    runs = found["py", "py.ipynb"]
    assert runs.state == "look"
    assert sys.executable in runs.seen
    assert "no_such_package_here" in runs.remedy
    assert "no_such_package_inside" in runs.remedy
    assert not any(name in runs.remedy for name in ("numpy", "helper", "deeper", "unused"))
    tests = found["py", "tests"]
    assert "1 of 3 apart (t)" in tests.seen
    inside, perhaps = tests.seen.split("apart too if the reference answers earn their points there")
    assert "in the session test-files" in inside
    assert "test-source" in perhaps
    assert "as their text tells" in tests.seen
    assert "IJulia" in found["jl", "jl.ipynb"].remedy
    assert "0 of 1 apart" in found["jl", "tests"].seen
    assert ("py", "isolated by") in found
