"""Studying alone: the student versions are put in place once and never over a reader's work."""

import ast
import importlib.util
import json
import os
import re
from pathlib import Path

import nbformat
import pytest

from course_utils.checks import MIME, progress
from course_utils.checks.one_answer import unpack
from course_utils.checks.this_notebook import ANSWER
from tests.notebooks.lessons import all_lessons, run_cell
from tools.book import lessons as book_lessons
from tools.study import one_answer, shown, student_version, write_contents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def open_lab():
    spec = importlib.util.spec_from_file_location("open_lab", ROOT / "tools" / "open_lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def in_study(tmp_path_factory):
    """The folder `study` of a reader who has just begun, with the lessons as notebooks."""
    folder = tmp_path_factory.mktemp("study")
    for lesson in all_lessons():
        nbformat.write(student_version(lesson.path, all_checks=True), folder / lesson.path.name)
    return folder


def test_student_versions_hold_no_answer_no_hidden_test_and_no_output():
    for lesson in all_lessons():
        notebook = student_version(lesson.path)
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "BEGIN SOLUTION" not in text
        assert "HIDDEN TESTS" not in text
        assert "checks.hidden" not in text
        assert text.count("raise NotImplementedError") == len(lesson.answers)
        assert not [cell.id for cell in notebook.cells if cell.get("outputs")]
        assert "Why it works" not in text
        assert not [cell.id for cell in notebook.cells if ANSWER in cell.metadata]


def test_in_study_each_check_brings_one_answer_that_is_right_and_says_why(in_study):
    for lesson in all_lessons():
        cells = {cell.id: cell for cell in nbformat.read(in_study / lesson.path.name, as_version=4).cells}
        for exercise, source in lesson.answers.items():
            answer = unpack(cells[f"test-{exercise}"].metadata[ANSWER])
            assert ast.dump(ast.parse(answer.code)) == ast.dump(ast.parse(source))
            assert "Why it works" not in answer.code
            assert 60 < len(answer.why) < 400, exercise
            assert answer.why.endswith(".")
        text = (in_study / lesson.path.name).read_text(encoding="utf-8")
        assert "Why it works" not in text


def test_the_first_comment_of_a_solution_becomes_a_sentence():
    comment = "    # Why it works: it is\n    # one.\n"
    source = f"def f():\n    ### BEGIN SOLUTION\n{comment}    return 1  # 1\n    ### END SOLUTION"
    assert one_answer(source) == ("def f():\n    return 1  # 1", "it is one.")
    assert one_answer("x = 1\n") == ("x = 1", "")


def test_in_study_every_check_is_a_visible_one_and_no_answer_is_there(in_study):
    for lesson in all_lessons():
        notebook = nbformat.read(in_study / lesson.path.name, as_version=4)
        cells = {cell.id: cell for cell in notebook.cells}
        for exercise, master in lesson.tests.items():
            source = cells[f"test-{exercise}"].source
            ast.parse(source)
            assert "checks.hidden" not in source
            assert "HIDDEN TESTS" not in source
            assert source.count("checks.") == master.source.count("checks.") - master.source.count("checks.hidden")
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "BEGIN SOLUTION" not in text
        assert text.count("raise NotImplementedError") == len(lesson.answers)


def test_who_studies_alone_gets_every_point_from_the_checks_that_are_there(in_study):
    lesson = all_lessons()[0]
    cells = {cell.id: cell for cell in nbformat.read(in_study / lesson.path.name, as_version=4).cells}
    names = {"__name__": "__main__"}
    for source in (lesson.imports, *lesson.answers.values()):
        run_cell(source, names)
    for exercise, master in lesson.tests.items():
        assert run_cell(cells[f"test-{exercise}"].source, names) == master.metadata.nbgrader.points
        checks = names["checks"].payload()["checks"]
        assert [check["name"] for check in checks if check["hidden"]] == []
        assert sum(check["points"] for check in checks) == pytest.approx(master.metadata.nbgrader.points)


@pytest.mark.parametrize(
    ("block", "becomes"),
    [
        ("with checks.hidden():\n    a(\n        1)\n    b()\n", "a(\n    1)\nb()\n"),
        ("x = 1\nwith checks.hidden():\n\n    a()\ny = 2\n", "x = 1\n\na()\ny = 2\n"),
        ("for n in range(2):\n    with checks.hidden():\n        a(n)\n", "for n in range(2):\n    a(n)\n"),
        ("assert f(3) == 9\n", "assert f(3) == 9\n"),
    ],
)
def test_what_is_below_hidden_moves_out(block, becomes):
    assert shown(block) == becomes


def test_the_contents_say_what_is_begun_and_the_points_so_far(in_study, tmp_path):
    lessons = book_lessons.all_lessons()
    for path in in_study.glob("*.ipynb"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    first = tmp_path / lessons[0].path.name
    notebook = nbformat.read(first, as_version=4)
    exercise = next(iter(all_lessons()[0].tests))
    cells = {cell.id: cell for cell in notebook.cells}
    cells[exercise].source = "def relu(a): return a"
    report = {MIME: {"score": 1.5, "checks": []}}
    cells[f"test-{exercise}"].outputs = [nbformat.v4.new_output("display_data", report)]
    nbformat.write(notebook, first)
    (tmp_path / lessons[1].path.name).write_text("{", encoding="utf-8")
    text = write_contents(tmp_path, lessons).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| [")]
    assert len(rows) == len(lessons)
    assert f"1 of {len(all_lessons()[0].tests)} exercises written | 1.5 of 16 |" in rows[0]
    assert "cannot be read" in rows[1]
    assert all("not begun | 0 of 16 |" in row for row in rows[2:])
    assert "| – |" in rows[0]
    assert f"| {', '.join(map(str, lessons[2].needs))} |" in rows[2]
    linked = set(re.findall(r"\]\(([^)]+)\)", text.partition("## Three paths")[2]))
    assert linked == {lesson.path.name for lesson in lessons}


def test_a_reader_sees_no_panel_of_nbgrader_and_who_teaches_does(open_lab, tmp_path):
    (tmp_path / "01_x.ipynb").write_text("{}", encoding="utf-8")
    options, environment = open_lab.study_command(tmp_path)
    first = Path(environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0])
    page = json.loads((first / "labconfig" / "page_config.json").read_text(encoding="utf-8"))
    assert page == {"disabledExtensions": {"@jupyter/nbgrader": True}}
    assert any("workspaces/study" in option for option in options)
    (workspace,) = (tmp_path / ".workspaces").iterdir()
    workspace.write_text("as I left it", encoding="utf-8")
    open_lab.study_command(tmp_path)
    assert workspace.read_text(encoding="utf-8") == "as I left it"
    options, environment = open_lab.teach_command(tmp_path)
    assert any("formgrader=true" in option for option in options)
    assert str(open_lab.READER) not in environment.get("JUPYTER_CONFIG_PATH", "")


def test_what_a_reader_wrote_is_left_as_it_is(open_lab, tmp_path):
    first = tmp_path / all_lessons()[0].path.name
    first.write_text("my work")
    _, kept = open_lab.copy_lessons(tmp_path)
    assert kept == [all_lessons()[0].name]
    assert first.read_text() == "my work"
    old = progress.file_of(first)
    old.parent.mkdir()
    old.write_text("{}")
    open_lab.copy_lessons(tmp_path)
    assert old.exists()
    first.unlink()
    new, _ = open_lab.copy_lessons(tmp_path)
    assert new == [all_lessons()[0].name]
    assert not old.exists()  # who begins anew begins at nothing
