"""A course with one assignment, `ps`, released and handed in: for tests of other kernels and of other Pythons."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from grader.course.directory import Course
from grader.release.student_version import make_student_version

FLAGS = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}


def cell(source: str, grade_id: str, **flags) -> NotebookNode:
    """Return a cell of nbgrader's."""
    return new_code_cell(source, metadata={"nbgrader": {**FLAGS, "grade_id": grade_id, **flags}})


def course_of(
    folder: Path, cells: list[NotebookNode], answers: dict[str, dict[str, str]], *,
    kernel: dict[str, str] | None = None, python: str | None = None,
) -> Course:  # fmt: skip
    """Make a course with one assignment, released, and one submission for each entry of `answers`.

    Parameters
    ----------
    folder : Path
    cells : list of NotebookNode
        Of the source notebook.
    answers : dict
        Sources by `grade_id`, by student.
    kernel : dict, optional
        The notebook's `kernelspec`.
    python : str, optional
        As `--python` gives it.
    """
    (folder / "source" / "ps").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'other'\n")
    metadata = {"kernelspec": kernel} if kernel else {}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), folder / "source" / "ps" / "ps.ipynb")
    course = Course.open(folder, python)
    make_student_version(course, "ps")
    for student, sources in answers.items():
        notebook = nbformat.read(folder / "release" / "ps" / "ps.ipynb", as_version=4)
        for each in notebook.cells:
            each.source = sources.get(each.metadata.nbgrader.grade_id, each.source)
        (folder / "submitted" / student / "ps").mkdir(parents=True)
        nbformat.write(notebook, folder / "submitted" / student / "ps" / "ps.ipynb")
    return course


def shown(course: Course, student: str) -> str:
    """Return what a submission has put out."""
    path = course.folder("autograded", "ps", student) / "ps.ipynb"
    return str([each.get("outputs", []) for each in nbformat.read(path, as_version=4).cells])
