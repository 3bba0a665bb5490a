"""Fixtures of the grader's tests: notebook builders, and nbgrader's own quickstart course."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbformat import NotebookNode, writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grader.course.directory import put_environment_on_path
from grader.model import Master, Submission, SubmittedFile
from grader.notebook.nbgrader_cells import student_stub

SQUARE = 'def square(x):\n    """Return x * x."""\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION'
DOUBLE = 'def double(x):\n    """Return 2 * x."""\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION'
TEST_SQUARE = "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4\n### END HIDDEN TESTS"
TEST_DOUBLE = "assert double(3) == 6"


def _named(files: dict[str, bytes]) -> dict[str, bytes]:
    """Turn keyword arguments into file names: `data__txt` is `data.txt`."""
    return {name.replace("__", "."): data for name, data in files.items()}


class Builder:
    """Makes notebooks, masters and submissions in a line each."""

    @staticmethod
    def cell(source: str, grade_id: str = "", kind: str = "code", **meta) -> NotebookNode:
        """Return a cell; `meta` are nbgrader flags, `tags` goes to the cell's metadata."""
        metadata: dict = {"tags": meta.pop("tags")} if "tags" in meta else {}
        if grade_id:
            flags = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
            metadata["nbgrader"] = {"grade_id": grade_id, **flags, **meta}
        cell = (new_code_cell if kind == "code" else new_markdown_cell)(source, metadata=metadata)
        cell["id"] = grade_id or f"c{abs(hash((source, kind))) % 10**9}"
        return cell

    def answer(self, grade_id: str, source: str) -> NotebookNode:
        return self.cell(source, grade_id, solution=True)

    def test(self, grade_id: str, source: str, points: float = 1.0, **meta) -> NotebookNode:
        return self.cell(source, grade_id, grade=True, locked=True, points=points, **meta)

    def written(self, grade_id: str, source: str, points: float = 4.0) -> NotebookNode:
        return self.cell(source, grade_id, "markdown", grade=True, solution=True, points=points)

    def locked(self, grade_id: str, source: str, kind: str = "code", **meta) -> NotebookNode:
        return self.cell(source, grade_id, kind, locked=True, **meta)

    def task(self, grade_id: str, source: str, points: float = 2.0) -> NotebookNode:
        return self.cell(source, grade_id, "markdown", task=True, locked=True, points=points)

    def text(self, source: str) -> NotebookNode:
        return self.cell(source, kind="markdown")

    @staticmethod
    def notebook(*cells: NotebookNode, kernel: str = "python3") -> NotebookNode:
        kernelspec = {"name": kernel, "display_name": "Python 3", "language": "python"}
        return new_notebook(cells=list(cells), metadata={"kernelspec": kernelspec})

    def small(self) -> NotebookNode:
        """Return a master with two exercises, a read-only import cell and a written question (2 + 1 + 4 points)."""
        return self.notebook(
            self.text("# A small lesson"),
            self.locked("imports", "import math"),
            self.text("Write `square`."),
            self.answer("square", SQUARE),
            self.test("test-square", TEST_SQUARE, 2),
            self.text("Write `double`."),
            self.answer("double", DOUBLE),
            self.test("test-double", TEST_DOUBLE, 1),
            self.text("What did you learn?"),
            self.written("written", "### BEGIN SOLUTION\nMuch.\n### END SOLUTION"),
        )

    @staticmethod
    def released(notebook: NotebookNode) -> NotebookNode:
        return student_stub(notebook)

    def solved(self, notebook: NotebookNode, **answers: str) -> NotebookNode:
        """Return the released notebook with the master's answers, or those given by `grade_id` (`_` for `-`)."""
        wanted = {name.replace("_", "-"): source for name, source in answers.items()}
        done = self.released(notebook)
        for cell, full in zip(done.cells, notebook.cells, strict=True):
            meta = cell.metadata.get("nbgrader", {})
            if meta.get("solution"):
                cell.source = wanted.get(meta["grade_id"], full.source)
        return done

    def master(self, notebook: NotebookNode, name: str = "lesson", **files: bytes) -> Master:
        released = self.released(notebook)
        return Master("lesson", {name: writes(notebook).encode()}, {name: writes(released).encode()}, _named(files))

    @staticmethod
    def submission(notebook: NotebookNode | dict | bytes, name: str = "lesson", **files: bytes) -> Submission:
        content = notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()
        given = {f"{name}.ipynb": content} | _named(files)
        return Submission("ada", {path: SubmittedFile(data) for path, data in given.items()})


@pytest.fixture(scope="session")
def build() -> Builder:
    return Builder()


def nbgrader(folder: Path, *arguments: str, activated: bool = True) -> subprocess.CompletedProcess:
    """Run the stock program in a course folder."""
    environment = dict(os.environ)
    programs = str(Path(sys.executable).parent)
    others = [part for part in environment["PATH"].split(os.pathsep) if part != programs]
    environment["PATH"] = os.pathsep.join([programs, *others] if activated else others)
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def stock():
    """Return `nbgrader(folder, *arguments, activated=True)`."""
    return nbgrader


@pytest.fixture(scope="session")
def quickstart_template(tmp_path_factory) -> Path:
    """Make nbgrader's quickstart course once, with `ps1` released."""
    place = tmp_path_factory.mktemp("quickstart")
    made = nbgrader(place, "quickstart", "course")
    assert made.returncode == 0, made.stderr
    released = nbgrader(place / "course", "generate_assignment", "ps1")
    assert released.returncode == 0, released.stderr
    return place / "course"


@pytest.fixture
def quickstart_course(quickstart_template, tmp_path) -> Path:
    """Return a copy of the quickstart course (`ps1` released, nobody has handed in)."""
    return Path(shutil.copytree(quickstart_template, tmp_path / "course"))


@pytest.fixture(scope="session")
def small_template(build, tmp_path_factory) -> Path:
    """Make a course with one assignment, `lesson`, of which nothing was released, and an empty gradebook."""
    root = tmp_path_factory.mktemp("small") / "small"
    (root / "source" / "lesson").mkdir(parents=True)
    (root / "source" / "lesson" / "lesson.ipynb").write_text(writes(build.small()), encoding="utf-8")
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "small"\n')
    put_environment_on_path()
    Gradebook(f"sqlite:///{root}/gradebook.db", "small").close()  # takes seconds: nbgrader starts alembic
    return root


@pytest.fixture
def small_course(small_template, tmp_path) -> Path:
    """Return a copy of a course directory with one small assignment."""
    return Path(shutil.copytree(small_template, tmp_path / "small"))


@pytest.fixture
def hand_in():
    """Return a function that puts files into a student's folder: `hand_in(root, student, {"a.ipynb": node})`."""

    def put(root: Path, student: str, files: dict, assignment: str = "lesson", step: str = "submitted") -> Path:
        folder = root / step / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            data = content if isinstance(content, bytes) else json.dumps(content).encode()
            (folder / name).write_bytes(data)
        return folder

    return put


@pytest.fixture(scope="session")
def graded_template(build, tmp_path_factory) -> Path:
    """Grade a class of three once: ada has everything right, eve's file is broken, nia handed nothing in."""
    from grader.classes.grade_class import grade_class
    from grader.course.directory import Course

    root = tmp_path_factory.mktemp("graded") / "course"
    for folder in ("source/lesson", "submitted/ada/lesson", "submitted/eve/lesson"):
        (root / folder).mkdir(parents=True)
    (root / "source/lesson/lesson.ipynb").write_text(writes(build.small()), encoding="utf-8")
    (root / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "graded"\n')
    done = build.solved(build.small(), written="My own words.")
    (root / "submitted/ada/lesson/lesson.ipynb").write_text(writes(done), encoding="utf-8")
    (root / "submitted/eve/lesson/lesson.ipynb").write_text("{")
    course = Course.open(root)
    with Gradebook(course.db_url, course.course_id) as book:
        book.update_or_create_student("nia")
    grade_class(course, "lesson")
    return root


@pytest.fixture
def graded_course(graded_template, tmp_path) -> Path:
    """Return a copy of the graded class."""
    return Path(shutil.copytree(graded_template, tmp_path / "graded"))
