"""Every command of the README is run here, or named as too long for that and looked at in another test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.notebook.nbgrader_cells import student_stub
from grader.sandbox import refusal
from tests.grader.made_courses import cell

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
LESSON = "03_dense_ae"
# What a class does in a term, in the order of the page: how each ends, and what it says.
CLASS = {
    f"grader release {LESSON}": (0, "Preflight found no error"),
    f"grader mutate {LESSON}": (0, "wrong answers made from the reference"),
    "grader roster gradebook.csv": (0, "2 enrolled"),
    f"grader collect {LESSON} submissions.zip": (0, "2 placed"),
    f"grader grade {LESSON}": (0, "2 submissions: 2 graded"),
    f"grader feedback {LESSON}": (0, "feedback"),
    f"grader report {LESSON}": (0, "Class report"),
    f"grader similar {LESSON}": (0, "2 submissions compared, no pair stands out"),
    f"grader return {LESSON}": (0, "returned"),
    f"grader export {LESSON} --layout canvas --roster gradebook.csv --output grades.csv": (0, "grades.csv"),
}
# Run in the repository: what each says.
HERE = {"make help": "make demo", "grader doctor": "isolat", "grader init": "ps1"}
# What takes minutes, needs a person or another program, and the test that runs it or what it begins with.
LONG = {
    "make demo": "tests/browser/test_pages.py",
    "make lab": "tests/tools/test_open_lab.py",
    "make teach": "tests/browser/test_teaching.py",
    "make book": "tests/browser/test_book.py",
    "make test": ".ci/run",
    "make bench": "benchmarks/lessons.py",
    "make results": "benchmarks/reference_results.py",
    ".venv/bin/grader check study/03_dense_ae.ipynb": "tests/grader/commands/test_check.py",
    "conda env create -f environment.yml": "tests/tools/test_environment_files.py",
    "grader doctor --course ~/my-course": "tests/grader/commands/test_five_minutes.py",
    "grader grade ps1 --course ~/my-course": "tests/grader/commands/test_five_minutes.py",
}
GRADEBOOK = """Student,ID,SIS User ID,SIS Login ID,Section,03_dense_ae (81234)
    Points Possible,,,,,3.00
"Quist, Ada",101,,ada,A,
"Okafor, Ben",102,,ben,A,
"""


def commands() -> list[str]:
    """Return every command of the page, from blocks and from sentences, without those that only name a program."""
    blocks = re.findall(r"^```[a-z]*\n(.*?)^```", TEXT, re.M | re.S)
    lines = [line.split("#")[0] for line in "\n".join(blocks).splitlines()]
    calls = re.findall(r"`((?:make|conda|grader|\.venv/bin/grader) [^`]+)`", re.sub(r"```.*?```", "", TEXT, flags=re.S))
    return list(dict.fromkeys(" ".join(call.split()) for call in [*lines, *calls] if call.strip()))


def test_every_command_is_known_here():
    known = {*CLASS, *HERE, *LONG, "grader feedback"}  # the last is one of the class's again
    assert [call for call in commands() if call not in known] == []
    assert [call for call in (CLASS | HERE | LONG) if call not in commands()] == []


@pytest.mark.parametrize("path", sorted(set(LONG.values())))
def test_what_is_too_long_is_run_elsewhere(path):
    assert (ROOT / path).is_file()


def test_the_order_of_the_page_is_that_of_a_term():
    assert [call for call in commands() if call in CLASS] == list(CLASS)


@pytest.mark.ci
@pytest.mark.parametrize("call", HERE)
def test_what_is_short_is_run_here(call, tmp_path):
    answer = "### BEGIN SOLUTION\nhalf = 0.5\n### END SOLUTION"
    nbformat.write(
        new_notebook(cells=[new_code_cell(answer), new_code_cell("assert half == 0.5")]), tmp_path / "ps1.ipynb"
    )
    ran = run(call, tmp_path if call == "grader init" else ROOT)
    assert (ran.returncode, HERE[call] in ran.stdout) == (0, True), ran.stdout + ran.stderr


def run(line: str, folder: Path) -> subprocess.CompletedProcess:
    """Run a line as it stands on the page, with the environment activated."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False,
        timeout=300,
    )  # fmt: skip


@pytest.mark.ci
def test_a_class_is_taken_through_a_term(tmp_path):
    why = refusal()
    if why:
        pytest.skip(why)
    make_course(tmp_path)
    for line, (status, words) in CLASS.items():
        ran = run(line, tmp_path)
        said = " ".join((ran.stdout + ran.stderr).split())
        assert (ran.returncode, words in said) == (status, True), f"{line}: {ran.returncode}: {said}"
    assert "3.00" in (tmp_path / "grades.csv").read_text(encoding="utf-8")
    assert len(zipfile.ZipFile(next((tmp_path / "returned").glob("*.zip"))).namelist()) == 2


def make_course(folder: Path) -> None:
    """Make a course with one small assignment of the lesson's name, Canvas's list of people and its zip."""
    cells = [
        cell("def half(x):\n    ### BEGIN SOLUTION\n    return x / 2\n    ### END SOLUTION", "half", solution=True),
        cell("assert half(3) == 1.5", "test-half", grade=True, locked=True, points=3),
    ]
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'readme'\n")
    (folder / "source" / LESSON).mkdir(parents=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    notebook = new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, folder / "source" / LESSON / f"{LESSON}.ipynb")
    (folder / "gradebook.csv").write_text(GRADEBOOK, encoding="utf-8")
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for name, answer in {"quistada_101_9001": "x / 2", "okaforben_102_9002": "0.5 * x"}.items():
            stub = student_stub(notebook)
            stub.cells[0].source = f"def half(x):\n    return {answer}"
            archive.writestr(f"{name}_{LESSON}.ipynb", nbformat.writes(stub))
