"""Side by side with stock nbgrader 0.9.6: equal scores where nothing is damaged, and its known failures, measured.

Every test about a failure asserts both sides: what `nbgrader autograde` does with the same file, and what is done here.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import pytest
from nbformat import from_dict, read, writes
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI

from grader.classes.grade_class import grade_class
from grader.course import store
from grader.course.directory import Course
from grader.model import Limits, Outcome, State, Tests

pytestmark = pytest.mark.ci

LIMITS = Limits(cell_seconds=10, seconds=60)
WRONG = {"squares": "def squares(n):\n    return [i * i for i in range(n)]"}
PARTIAL = "import numpy as np\nnp.float64(1.0 if square(3) == 9 else 0.0)"
NOISY = """def square(x):
    import sys
    print("a progress bar", file=sys.stderr)
    return x * x"""
BAD = "def square(x):\n    return 0"


@dataclass
class Side:
    """One of the two graders after its runs: its course folder, and how the run of `table` ended."""

    root: Path
    said: str
    status: int
    after_worse: dict
    outcomes: dict[str, Outcome]

    def scores(self, assignment: str, student: str) -> dict[str, float | None]:
        return scores(self.root, assignment, student)

    def graded(self, student: str) -> Path:
        return self.root / "autograded" / student / "table"


def scores(root: Path, assignment: str, student: str) -> dict[str, float | None]:
    course = Course.open(root)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            notebooks = gradebook.find_submission(assignment, student).notebooks
        except MissingEntry:
            return {}
        return {grade.name: grade.auto_score for notebook in notebooks for grade in notebook.grades}


def table_master(build):
    return build.notebook(
        build.text("Write `square`."),
        build.answer("square", "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"),
        build.test(
            "test-square",
            "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4\n### END HIDDEN TESTS",
            2,
        ),
        build.test("test-partial", PARTIAL, 1),
    )


def submissions(build, released):
    """Return what the students of `table` hand in; nbgrader takes them in this order."""

    def answered(source="def square(x):\n    return x * x"):
        notebook = from_dict(json.loads(json.dumps(released)))
        next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")).source = source
        return notebook

    stripped, duplicated = answered(), answered()
    for cell in stripped.cells:
        cell.metadata = {}
    place = next(i for i, cell in enumerate(duplicated.cells) if cell.metadata.get("nbgrader", {}).get("solution"))
    copy = from_dict(json.loads(json.dumps(duplicated.cells[place])))
    copy["id"] = "copy"
    duplicated.cells.insert(place, copy)
    worse = answered(BAD)
    worse.cells = [c for c in worse.cells if c.metadata.get("nbgrader", {}).get("grade_id") != "test-square"]
    students = {
        "a_wrong": answered(BAD),
        "b_noisy": answered(NOISY),
        "c_stripped": stripped,
        "d_exits": answered("import os\nos._exit(0)"),
        "e_worse": answered(),
        "m_duplicated": duplicated,
        "z_after": answered(),
    }
    return students, worse


@pytest.fixture(scope="module")
def prepared(build, stock, quickstart_template, tmp_path_factory):
    """Return a course with both assignments released and handed in, and the worse second submission."""
    root = Path(shutil.copytree(quickstart_template, tmp_path_factory.mktemp("against") / "course"))
    (root / "source" / "table").mkdir()
    (root / "source" / "table" / "table.ipynb").write_text(writes(table_master(build)))
    made = stock(root, "generate_assignment", "table")
    assert made.returncode == 0, made.stderr
    students, worse = submissions(build, read(root / "release" / "table" / "table.ipynb", 4))
    for student, notebook in students.items():
        folder = root / "submitted" / student / "table"
        folder.mkdir(parents=True)
        (folder / "table.ipynb").write_text(json.dumps(notebook))
    shutil.copytree(root / "source" / "ps1", root / "submitted" / "reference" / "ps1")
    shutil.copytree(root / "release" / "ps1", root / "submitted" / "untouched" / "ps1")
    wrong = Path(shutil.copytree(root / "release" / "ps1", root / "submitted" / "wrong" / "ps1")) / "problem1.ipynb"
    notebook = json.loads((root / "source" / "ps1" / "problem1.ipynb").read_text())
    for cell in notebook["cells"]:
        cell["source"] = WRONG.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
    wrong.write_text(json.dumps(notebook))
    return root, json.dumps(worse)


@pytest.fixture(scope="module")
def stocks(prepared, stock) -> Side:
    root = Path(shutil.copytree(prepared[0], prepared[0].with_name("stock")))
    run = stock(root, "autograde", "ps1")
    assert run.returncode == 0, run.stderr
    run = stock(root, "autograde", "table")
    (root / "submitted" / "e_worse" / "table" / "table.ipynb").write_text(prepared[1])
    stock(root, "autograde", "table", "--student", "e_worse", "--force")
    return Side(root, run.stderr, run.returncode, scores(root, "table", "e_worse"), {})


@pytest.fixture(scope="module")
def ours(prepared) -> Side:
    root = Path(shutil.copytree(prepared[0], prepared[0].with_name("ours")))
    course = Course.open(root)
    outcomes = {}
    for assignment in ("ps1", "table"):
        students = course.submitted_students(assignment)
        # One test of nbgrader's example deletes a function to see whether another one fails: only a session has that.
        tests = Tests.IN_SESSION if assignment == "ps1" else Tests.APART
        for outcome in grade_class(course, assignment, students=students, jobs=2, limits=LIMITS, tests=tests):
            outcomes[outcome.student] = outcome
    (root / "submitted" / "e_worse" / "table" / "table.ipynb").write_text(prepared[1])
    grade_class(course, "table", students=["e_worse"], jobs=1, limits=LIMITS)
    return Side(root, "", 0, scores(root, "table", "e_worse"), outcomes)


@pytest.mark.parametrize("student", ["reference", "wrong", "untouched"])
def test_undamaged_submissions_score_the_same(stocks, ours, student):
    expected = stocks.scores("ps1", student)
    assert len(expected) == 9
    assert ours.scores("ps1", student) == expected
    assert ours.outcomes[student].repairs == []


def test_the_gradebooks_are_alike(stocks, ours):
    """Row for row: cells, scores, which grades need a person, automatic comments."""

    def rows(side):
        connection = sqlite3.connect(side.root / "gradebook.db")
        where = (
            "join base_cell b on b.id = x.cell_id join submitted_notebook n on n.id = x.notebook_id "
            "join submitted_assignment s on s.id = n.assignment_id "
            "where s.student_id in ('reference', 'wrong', 'untouched') order by s.student_id, b.name"
        )
        return [
            connection.execute(
                f"select s.student_id, b.name, x.auto_score, x.needs_manual_grade from grade x {where}"
            ).fetchall(),
            connection.execute(f"select s.student_id, b.name, x.auto_comment from comment x {where}").fetchall(),
            connection.execute(
                "select name, cell_type, locked, source, checksum from source_cell order by name"
            ).fetchall(),
        ]

    assert rows(ours) == rows(stocks)


def test_nbgraders_tools_read_what_was_written(ours, stock):
    course = Course.open(ours.root)
    api = NbGraderAPI(course.coursedir)
    submissions = {entry["student"]: entry for entry in api.get_submissions("ps1")}
    assert submissions["reference"]["autograded"]
    assert (submissions["reference"]["score"], submissions["untouched"]["score"]) == (3.0, 0.0)
    assert stock(ours.root, "export").returncode == 0
    assert "reference" in (ours.root / "grades.csv").read_text()
    feedback = stock(ours.root, "generate_feedback", "ps1", "--student", "reference")
    assert feedback.returncode == 0, feedback.stderr
    assert "correct_squares" in (ours.root / "feedback" / "reference" / "ps1" / "problem1.html").read_text()


def test_a_wrong_answer_gets_no_points_for_how_its_score_prints(stocks, ours):
    assert stocks.scores("table", "a_wrong") == {"test-square": 0.0, "test-partial": 1.0}  # full marks
    assert ours.scores("table", "a_wrong") == {"test-square": 0.0, "test-partial": 0.0}


def test_standard_error_costs_nothing(stocks, ours):
    assert stocks.scores("table", "b_noisy") == {"test-square": 0.0, "test-partial": 0.0}
    assert ours.scores("table", "b_noisy") == {"test-square": 2.0, "test-partial": 1.0}


def test_stripped_metadata_costs_nothing(stocks, ours):
    assert not any(stocks.scores("table", "c_stripped").values())
    assert "c_stripped" not in [line for line in stocks.said.splitlines() if "ERROR" in line]
    assert ours.scores("table", "c_stripped") == {"test-square": 2.0, "test-partial": 1.0}
    assert ours.outcomes["c_stripped"].state is State.GRADED


def test_a_crash_keeps_the_submission(stocks, ours):
    assert not stocks.graded("d_exits").exists()
    assert (ours.graded("d_exits") / "table.ipynb").exists()
    outcome = ours.outcomes["d_exits"]
    assert outcome.state is State.PARTIAL
    assert "1 cell was stopped: the process" in outcome.reason


def test_a_worse_submission_does_not_keep_the_better_score(stocks, ours):
    assert stocks.after_worse["test-square"] == 2.0
    assert ours.after_worse == {"test-square": 0.0, "test-partial": 0.0}
    assert "'test-square' was missing" in store.load(Course.open(ours.root), "table", "e_worse").repairs[0]


def test_a_duplicated_cell_does_not_stop_the_class(stocks, ours):
    assert stocks.status != 0
    assert "nbgrader update" in stocks.said
    assert stocks.scores("table", "z_after") == {}  # never reached
    assert ours.scores("table", "z_after") == {"test-square": 2.0, "test-partial": 1.0}
    assert ours.scores("table", "m_duplicated") == {"test-square": 2.0, "test-partial": 1.0}
    assert ours.outcomes["m_duplicated"].state is State.GRADED
