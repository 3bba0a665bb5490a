"""Studying alone: the student versions are put in place once and never over a reader's work."""

import importlib.util
from pathlib import Path

import nbformat
import pytest

from tests.notebooks.lessons import all_lessons

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def open_lab():
    spec = importlib.util.spec_from_file_location("open_lab", ROOT / "tools" / "open_lab.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_student_versions_hold_no_answer_no_hidden_test_and_no_output(open_lab, tmp_path):
    new, kept = open_lab.copy_lessons(tmp_path)
    assert (new, kept) == ([lesson.name for lesson in all_lessons()], [])
    for lesson in all_lessons():
        notebook = nbformat.read(tmp_path / lesson.path.name, as_version=4)
        text = "\n".join(cell.source for cell in notebook.cells)
        assert "BEGIN SOLUTION" not in text
        assert "HIDDEN TESTS" not in text
        assert text.count("raise NotImplementedError") == len(lesson.answers)
        assert not [cell.id for cell in notebook.cells if cell.get("outputs")]


def test_what_a_reader_wrote_is_left_as_it_is(open_lab, tmp_path):
    first = tmp_path / all_lessons()[0].path.name
    first.write_text("my work")
    _, kept = open_lab.copy_lessons(tmp_path)
    assert kept == [all_lessons()[0].name]
    assert first.read_text() == "my work"
