"""Classes for measuring: nbgrader courses made from a lesson and its kept wrong answers, or from one small exercise."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.notebook.nbgrader_cells import student_stub
from tests.notebooks.lessons import ROOT, Lesson, kept_answers

SMALL = "small"
_SKIPPED = "skip-grading"
_CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'measured'\nc.ExecutePreprocessor.timeout = 300\n"


def lesson_class(place: Path, name: str, count: int, *, demonstrations: bool = True) -> list[str]:
    """Make a course with one lesson and `count` submissions: right ones, blank ones, and wrong ones of many kinds.

    Parameters
    ----------
    place : Path
        The course directory; made.
    name : str
        Of the lesson, such as "03_dense_ae".
    count : int
    demonstrations : bool
        Leave cells that no test needs in the submissions and in the source.

    Returns
    -------
    list of str
        The students. The same arguments make the same class.
    """
    lesson = Lesson(ROOT / "notebooks" / name / f"{name}.ipynb")
    source = lesson.notebook if demonstrations else _without_demonstrations(lesson.notebook)
    _course(place, name, source)
    for path in (ROOT / "notebooks" / name).iterdir():
        if path.suffix != ".ipynb" and path.is_file():
            shutil.copy(path, place / "source" / name)
    stub = student_stub(source)
    wrong = [answer for answer in kept_answers("wrong_answers") if answer.lesson == name]
    draw = random.Random(3)
    students = [f"student{number:03d}" for number in range(count)]
    for number, student in enumerate(students):
        answers = dict(lesson.answers)
        if number % 8 == 7:
            answers = {}
        elif number % 8 > 1:
            answers |= {answer.exercise: answer.source for answer in draw.sample(wrong, 1 + number % 3)}
        _hand_in(place, name, student, _filled(stub, answers))
    return students


def small_class(place: Path, count: int) -> list[str]:
    """Make a course with one small exercise and `count` submissions, of which every fourth is wrong."""
    marks = {"schema_version": 3, "task": False}
    answer = {**marks, "grade_id": "mean", "grade": False, "solution": True, "locked": False}
    test = {**marks, "grade_id": "test-mean", "grade": True, "solution": False, "locked": True, "points": 2}
    solution = "def mean(x):\n    ### BEGIN SOLUTION\n    return x.sum() / len(x)\n    ### END SOLUTION"
    checked = "np.testing.assert_allclose(mean(np.arange(4.0)), 1.5)\nassert abs(mean(np.array([2.0, 4.0])) - 3) < 1e-9"
    cells = [
        new_markdown_cell("# The mean"),
        new_code_cell("import numpy as np"),
        new_code_cell(solution, metadata={"nbgrader": answer}),
        new_code_cell(checked, metadata={"nbgrader": test}),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = new_notebook(cells=cells, metadata={"kernelspec": kernel})
    _course(place, SMALL, notebook)
    stub = student_stub(notebook)
    right = _filled(stub, {"mean": "def mean(x):\n    return x.sum() / len(x)"})
    wrong = _filled(stub, {"mean": "def mean(x):\n    return x.sum() / (len(x) - 1)"})
    students = [f"student{number:04d}" for number in range(count)]
    for number, student in enumerate(students):
        _hand_in(place, SMALL, student, wrong if number % 4 == 3 else right)
    return students


def _course(place: Path, name: str, notebook: NotebookNode) -> None:
    (place / "source" / name).mkdir(parents=True)
    (place / "nbgrader_config.py").write_text(_CONFIG)
    nbformat.write(notebook, place / "source" / name / f"{name}.ipynb")


def _without_demonstrations(notebook: NotebookNode) -> NotebookNode:
    lean = nbformat.from_dict(notebook)
    lean.cells = [cell for cell in lean.cells if _SKIPPED not in cell.metadata.get("tags", [])]
    return lean


def _filled(stub: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    filled = nbformat.from_dict(stub)
    for cell in filled.cells:
        mark = cell.metadata.get("nbgrader", {})
        if mark.get("solution") and mark["grade_id"] in answers:
            cell.source = answers[mark["grade_id"]]
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return filled


def _hand_in(place: Path, name: str, student: str, notebook: NotebookNode) -> None:
    folder = place / "submitted" / student / name
    folder.mkdir(parents=True)
    (folder / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
