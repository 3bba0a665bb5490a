"""Ways in which courses test answers, as an nbgrader course: of each a right answer, its test, and a wrong answer.

They stand in `tests/grader/cases/ways`, one file an assignment: `=== NAME`, the right answer, `--- test` and
`--- wrong`. Right answers earn the point and wrong ones do not, wherever a test runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

WAYS = Path(__file__).resolve().parent.parent / "tests" / "grader" / "cases" / "ways"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'ways'\n"
STUDENTS = ("right", "wrong", "blank")
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


@dataclass(frozen=True)
class Way:
    """One way of testing.

    Attributes
    ----------
    name : str
    right, test, wrong : str
        Sources of the answer cell, the test cell, and an answer in which the test finds a fault.
    """

    name: str
    right: str
    test: str
    wrong: str

    @property
    def id(self) -> str:
        """The name as nbgrader's `grade_id`."""
        return self.name.replace(" ", "-")


def ways(folder: Path = WAYS) -> dict[str, list[Way]]:
    """Return the ways of testing by assignment."""
    return {path.stem: [*_read(path.read_text(encoding="utf-8"))] for path in sorted(folder.glob("*.txt"))}


def _read(text: str) -> Iterable[Way]:
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        right, test, wrong = re.split(r"^--- (?:test|wrong)\n", part, flags=re.MULTILINE)
        name, _, right = right.partition("\n")
        yield Way(name.strip(), right.strip(), test.strip(), wrong.strip())


def write_course(folder: Path, chosen: Mapping[str, list[Way]] | None = None) -> Path:
    """Write ways as a course with three submissions: `right`, `wrong` and `blank`; return its folder.

    Parameters
    ----------
    folder : Path
    chosen : dict of str to list of Way, optional
        By assignment; default: all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    for assignment, each in (chosen or ways()).items():
        solved = [f"### BEGIN SOLUTION\n{way.right}\n### END SOLUTION" for way in each]
        _write(folder / "source" / assignment / f"{assignment}.ipynb", _notebook(each, solved))
        answers = ([way.right for way in each], [way.wrong for way in each], [STUB] * len(each))
        for student, sources in zip(STUDENTS, answers, strict=True):
            path = folder / "submitted" / student / assignment / f"{assignment}.ipynb"
            _write(path, _notebook(each, sources))
    return folder


def _notebook(each: list[Way], answers: list[str]) -> NotebookNode:
    cells = []
    for way, answer in zip(each, answers, strict=True):
        cells += [_cell(way.id, answer, solution=True), _cell(f"test-{way.id}", way.test, points=1)]
    return new_notebook(cells=cells, metadata=KERNEL)


def _cell(grade_id: str, source: str, *, solution: bool = False, points: float | None = None) -> NotebookNode:
    marks = {"grade": points is not None, "solution": solution, "locked": not solution, "task": False}
    marks |= {"grade_id": grade_id, "schema_version": 3} | ({"points": points} if points else {})
    cell = new_code_cell(source, metadata={"nbgrader": marks})
    cell["id"] = grade_id
    return cell


def _write(path: Path, notebook: NotebookNode) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
