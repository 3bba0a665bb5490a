"""The page "Grade your own nbgrader course in five minutes", walked from an empty folder, each command of it run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.sandbox.isolation.probe import refusal

PAGE = Path(__file__).resolve().parents[3] / "docs" / "other-courses.md"
# What each command of the page ends with, and what it says; in the order of the page.
COURSE = "--course ~/my-course"
WALK = {
    f"grader init my-notebooks {COURSE}": "ps1",
    "grader demo --small": "as expected",
    f"grader doctor {COURSE}": "ps1.ipynb",
    f"grader release ps1 {COURSE}": "Preflight found no error",
    f"grader mutate ps1 {COURSE}": "wrong answers made from the reference",
    f"grader grade ps1 {COURSE}": "2 submissions: 2 graded",
    f"grader feedback ps1 {COURSE}": "feedback",
    f"grader report ps1 {COURSE}": "reports",
    f"nbgrader export {COURSE}": "Exporting grades",
}


def commands_of(page: str) -> list[str]:
    """Return the commands of the numbered steps, and of what stands before them."""
    steps = page.partition("\nTest cells keep working")[0]
    found = (" ".join(call.split()) for call in re.findall(r"`(grader [^`]+)`", steps))
    return list(dict.fromkeys(found))


def test_every_command_of_the_page_is_walked():
    assert commands_of(PAGE.read_text(encoding="utf-8")) == [call for call in WALK if call.startswith("grader")]


@pytest.mark.ci
def test_the_page_can_be_walked_from_an_empty_folder(tmp_path):
    why = refusal()
    if why:
        pytest.skip(why)
    notebooks = tmp_path / "my-notebooks"
    notebooks.mkdir()
    answer = "def area(width, height):\n    ### BEGIN SOLUTION\n    return width * height\n    ### END SOLUTION"
    test = "assert area(2, 3) == 6\n### BEGIN HIDDEN TESTS\nassert area(0.5, 4) == 2.0\n### END HIDDEN TESTS"
    nbformat.write(new_notebook(cells=[new_code_cell(answer), new_code_cell(test)]), notebooks / "ps1.ipynb")
    home = tmp_path / "home"
    home.mkdir()
    programs = Path(sys.executable).parent
    environment = {**os.environ, "HOME": str(home), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    for call, words in WALK.items():
        if call.startswith("grader grade"):
            hand_in(home / "my-course")
        line = call.replace(f" {COURSE}", "") if call.startswith("nbgrader") else call
        ran = subprocess.run(
            ["bash", "-c", line], capture_output=True, text=True, env=environment, check=False,
            cwd=home / "my-course" if call.startswith("nbgrader") else tmp_path,
        )  # fmt: skip
        said = " ".join((ran.stdout + ran.stderr).split())
        assert ran.returncode == 0, f"{line}: {said}"
        assert words in said, f"{line}: {said}"
    page = (home / "my-course" / "feedback" / "bob" / "ps1" / "ps1.html").read_text(encoding="utf-8")
    assert "area(0.5, 4)" not in page
    assert (home / "my-course" / "reports" / "ps1.html").is_file()
    assert (home / "my-course" / "grades.csv").read_text().count("ps1") == 2


def hand_in(course: Path) -> None:
    """Put what two students have done with the released notebook where the page says."""
    for student, source in (("ann", "return height * width"), ("bob", "return width + height")):
        notebook = nbformat.read(course / "release" / "ps1" / "ps1.ipynb", as_version=4)
        notebook.cells[0].source = f"def area(width, height):\n    {source}"
        (course / "submitted" / student / "ps1").mkdir(parents=True)
        nbformat.write(notebook, course / "submitted" / student / "ps1" / "ps1.ipynb")
