"""What a reader takes home: the student version, and a cell that installs the course where it is not installed."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from grader.notebook.nbgrader_cells import nbgrader
from tools.book.addresses import Repository
from tools.book.lessons import Lesson
from tools.study import student_version

SETUP_ID = "get-the-course"
SETUP = """\
# Where the course is installed this cell does nothing. Elsewhere, as on Colab, it installs what the lesson imports.
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("course_utils") is None:
    subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", "{package}"])
"""


def write_download(lesson: Lesson, folder: Path, repository: Repository) -> Path:
    """Write the student version of a lesson, with the cell that installs the course, to `folder`; return the file."""
    target = folder / f"{lesson.name}.ipynb"
    target.parent.mkdir(parents=True, exist_ok=True)
    notebook = student_version(lesson.path)
    # Without an address there is nothing to install from.
    nbformat.write(notebook if repository.is_placeholder else with_setup(notebook, repository), target)
    return target


def with_setup(notebook: NotebookNode, repository: Repository) -> NotebookNode:
    """Put the cell that installs the course before the first code cell.

    It is no cell of the lesson: a grader runs it as it runs every cell that a student added, and it does nothing there.
    Data need no cell: `course_utils.data` takes `COURSE_DATA_DIR`, else downloads them, else says what stands in.
    """
    first = next(index for index, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    assert nbgrader(notebook.cells[first]).get("grade_id") != SETUP_ID
    cell = new_code_cell(SETUP.format(package=repository.package()).rstrip("\n"), id=SETUP_ID)
    cell.metadata["jupyter"] = {"source_hidden": True}
    notebook.cells.insert(first, cell)
    return notebook
