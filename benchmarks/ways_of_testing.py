"""Ways in which courses test answers, and small courses that imitate real ones, as nbgrader courses.

They stand in `tests/grader/cases`, one file an assignment: `ways` holds each way of testing that is known, the rare
ones as well as the common ones; `courses` holds exercises in the mixture in which public courses have them. After
`=== NAME` comes the right answer, then `--- test` and `--- wrong`; `--- given` before `--- answer` is a locked cell.
Right answers earn every point and wrong ones none, wherever a test runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

CASES = Path(__file__).resolve().parent.parent / "tests" / "grader" / "cases"
WAYS, COURSES = CASES / "ways", CASES / "courses"
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CONFIG = "c = get_config()\nc.CourseDirectory.course_id = 'ways'\n"
STUDENTS = ("right", "wrong", "blank")
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_REGION = re.compile(rf"^([ \t]*){_BEGIN}\n.*?{_END}", re.MULTILINE | re.DOTALL)
_MARK = re.compile(rf"^[ \t]*(?:{_BEGIN}|{_END})\n?", re.MULTILINE)


@dataclass(frozen=True)
class Way:
    """One way of testing.

    Attributes
    ----------
    name : str
    solution, test, wrong : str
        Sources of the answer cell, of the test cell, and an answer in which the test finds a fault.
    given : str
        Source of a locked cell before them; empty for none.
    """

    name: str
    solution: str
    test: str
    wrong: str
    given: str = ""

    @property
    def id(self) -> str:
        """The name as nbgrader's `grade_id`."""
        return self.name.replace(" ", "-")

    @property
    def right(self) -> str:
        """The right answer, as a student would write it."""
        return _MARK.sub("", self.solution).strip()

    @property
    def master(self) -> str:
        """The answer cell of the instructor, with marks around what students write."""
        return self.solution if _BEGIN in self.solution else f"{_BEGIN}\n{self.solution}\n{_END}"

    @property
    def blank(self) -> str:
        """The answer cell as it is released."""
        return _REGION.sub(lambda found: "\n".join(found[1] + line for line in STUB.split("\n")), self.master)


def ways(folder: Path = WAYS) -> dict[str, list[Way]]:
    """Return the ways of testing by assignment."""
    return {path.stem: [*_read(path.read_text(encoding="utf-8"))] for path in sorted(folder.glob("*.txt"))}


def _read(text: str) -> Iterable[Way]:
    for part in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        answer, *others = re.split(r"^--- (given|answer|test|wrong)\n", rest, flags=re.MULTILINE)
        parts = {"answer": answer} | dict(zip(others[::2], others[1::2], strict=True))
        parts = {kind: source.strip() for kind, source in parts.items()}
        yield Way(name.strip(), parts["answer"], parts["test"], parts["wrong"], parts.get("given", ""))


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
        solved = [way.master for way in each]
        _write(folder / "source" / assignment / f"{assignment}.ipynb", _notebook(each, solved))
        answers = ([way.right for way in each], [way.wrong for way in each], [way.blank for way in each])
        for student, sources in zip(STUDENTS, answers, strict=True):
            path = folder / "submitted" / student / assignment / f"{assignment}.ipynb"
            _write(path, _notebook(each, sources))
    return folder


def _notebook(each: list[Way], answers: list[str]) -> NotebookNode:
    cells = []
    for way, answer in zip(each, answers, strict=True):
        if way.given:
            cells.append(_cell(f"given-{way.id}", way.given))
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
