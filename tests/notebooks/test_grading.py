"""The reference earns every automatic point and the untouched student version none: here, and under stock nbgrader."""

import copy
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.model import State
from tests.notebooks.lessons import QUICK, quick_or_ci

POINTS = 16.0
CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "lessons"
c.IncludeHeaderFooter.header = ""
c.ExecutePreprocessor.timeout = 120
"""


def nbgrader(course, *words):
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COURSE_PROFILE": "fast",
        "COURSE_DATASET": "digits",
    }
    command = [sys.executable, "-m", "nbgrader", *words]
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=600)


def without_demonstrations(notebook):
    """Leave out what no test needs: nbval runs those cells already, and stock nbgrader would spend a minute in each."""
    notebook.cells = [cell for cell in notebook.cells if "skip-grading" not in cell.metadata.get("tags", [])]
    return notebook


def hand_in(notebook, course, student, lesson):
    target = course / "submitted" / student / lesson.name / lesson.path.name
    target.parent.mkdir(parents=True)
    nbformat.write(notebook, target)


@pytest.fixture(scope="module", params=quick_or_ci())
def graded(request, tmp_path_factory):
    """A lesson, released by stock nbgrader, with the submissions `reference` and `blank`, in two like courses."""
    lesson, course = request.param, tmp_path_factory.mktemp("course")
    (course / "nbgrader_config.py").write_text(CONFIG)
    source = course / "source" / lesson.name / lesson.path.name
    source.parent.mkdir(parents=True)
    shutil.copy(lesson.path, source)
    answer = nbgrader(course, "generate_assignment", lesson.name)
    assert answer.returncode == 0, answer.stderr
    released = nbformat.read(course / "release" / lesson.name / lesson.path.name, as_version=4)
    ours = tmp_path_factory.mktemp("ours") / "course"
    shutil.copytree(course, ours)
    for student in ("blank", "reference"):
        notebook = copy.deepcopy(released)
        for cell in notebook.cells:
            mark = cell.metadata.get("nbgrader", {})
            if student == "reference" and mark.get("solution") and cell.cell_type == "code":
                cell.source = lesson.cells[mark.grade_id].source
        hand_in(notebook, ours, student, lesson)
        hand_in(without_demonstrations(notebook), course, student, lesson)
    return lesson, course, ours


def automatic_scores(course, lesson, student):
    """Return the automatic score of each test cell in a course's gradebook."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "lessons") as gradebook:
        submission = gradebook.find_submission(lesson.name, student)
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        return {grade.name: grade.auto_score for grade in grades if grade.name.startswith("test-")}


@pytest.mark.ci
def test_reference_and_blank_under_stock_nbgrader(graded):
    lesson, course, _ = graded
    answer = nbgrader(course, "autograde", lesson.name)
    assert answer.returncode == 0, answer.stderr[-3000:]
    reference, blank = (automatic_scores(course, lesson, student) for student in ("reference", "blank"))
    assert reference == {cell: lesson.cells[cell].metadata.nbgrader.points for cell in reference}
    assert len(reference) == len(lesson.tests)
    assert set(blank.values()) == {0.0}


@pytest.mark.ci
def test_validate_agrees_with_grading(graded):
    lesson, course, _ = graded
    if lesson.name not in QUICK:
        pytest.skip("stock nbgrader validates by running the same cells as its autograding, which ran")
    for student, failing in (("reference", 1), ("blank", len(lesson.tests) + 1)):  # the one left is the written answer
        notebook = course / "submitted" / student / lesson.name / lesson.path.name
        answer = nbgrader(course, "validate", str(notebook))
        assert f"VALIDATION FAILED ON {failing} CELL(S)!" in answer.stdout, answer.stderr[-3000:]
        assert "You did not provide a response" in answer.stdout


@pytest.mark.slow
def test_reference_and_blank_under_this_grader(graded, monkeypatch):
    lesson, _, ours = graded
    monkeypatch.setenv("COURSE_DATASET", "digits")
    course = Course.open(ours)
    outcomes = {outcome.student: outcome for outcome in grade_class(course, lesson.name)}
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        "blank": State.GRADED,
        "reference": State.GRADED,
    }, {name: outcome.reason for name, outcome in outcomes.items()}
    assert {name: (outcome.score, outcome.max_score) for name, outcome in outcomes.items()} == {
        "blank": (0.0, POINTS),
        "reference": (POINTS, POINTS),
    }
    assert [outcome.repairs for outcome in outcomes.values()] == [[], []]
    reference = automatic_scores(ours, lesson, "reference")
    assert sum(reference.values()) == POINTS
