"""What lies in `study/` for who learns alone: every lesson with all of its checks, and a page of contents."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader import preprocessors

from course_utils.checks import MIME
from course_utils.checks.one_answer import OneAnswer, pack
from course_utils.checks.this_notebook import ANSWER
from grader.notebook.nbgrader_cells import Regions, Role, role_of
from tools.book import paths
from tools.book.lessons import Lesson

CONTENTS = "Contents.md"
UNWRITTEN = "raise NotImplementedError"
# What `nbgrader generate_assignment` does to a notebook, without the gradebook that a reader has no use for.
STEPS = (
    preprocessors.ClearSolutions,
    preprocessors.LockCells,
    preprocessors.ClearOutput,
    preprocessors.ClearHiddenTests,
    preprocessors.ClearMarkScheme,
)
_MARKS, _SOLUTION = Regions.of().hidden_tests, Regions.of().solution
HIDDEN = re.compile(rf"^[ \t]*### {_MARKS.begin}[ \t]*\n(.*?)^[ \t]*### {_MARKS.end}[ \t]*\n?", re.M | re.S)
SOLUTION_MARK = re.compile(rf"^[ \t]*### (?:{_SOLUTION.begin}|{_SOLUTION.end})[ \t]*\n?", re.M)
# The first comment of a solution, which becomes a sentence of its own below the answer.
WHY = re.compile(r"^[ \t]*# Why it works: (.*(?:\n[ \t]*# .*)*)\n?", re.M)
BLOCK = re.compile(r"^([ \t]*)with checks\.hidden\(\):[ \t]*\n((?:\1[ \t]+[^\n]*\n|[ \t]*\n)*)", re.M)


def student_version(path: Path, *, all_checks: bool = False) -> NotebookNode:
    """Return a solution notebook without answers, hidden tests, marking schemes and outputs.

    Parameters
    ----------
    path : Path
    all_checks : bool
        For who studies alone and is graded by nobody: keep what the hidden tests check, as checks like the others, and
        take one answer to each exercise along, packed, for the checks to show.
    """
    notebook = nbformat.read(path, as_version=4)
    if all_checks:
        take_answers_along(notebook)
        for cell in notebook.cells:
            cell.source = HIDDEN.sub(lambda found: shown(found.group(1)), cell.source)
    resources: dict = {}
    for step in STEPS:
        notebook, resources = step().preprocess(notebook, resources)
    return notebook


def one_answer(source: str) -> OneAnswer:
    r"""Return the answer in a solution cell, and why it works.

    >>> one_answer("### BEGIN SOLUTION\n# Why it works: it is\n# one.\none = 1\n### END SOLUTION")
    OneAnswer(code='one = 1', why='it is one.')
    """
    code = SOLUTION_MARK.sub("", source).strip("\n")
    found = WHY.search(code)
    why = re.sub(r"\n[ \t]*# ", " ", found.group(1)) if found else ""
    return OneAnswer(WHY.sub("", code, count=1).rstrip("\n"), why)


def take_answers_along(notebook: NotebookNode) -> None:
    """Put the answer of each exercise, packed, into the metadata of the test cell that follows it."""
    answer = None
    for cell in notebook.cells:
        role = role_of(cell) if cell.cell_type == "code" else None
        if role is Role.ANSWER:
            answer = one_answer(cell.source)
        elif role is Role.TEST and answer:
            cell.metadata[ANSWER] = pack(answer)


def shown(block: str) -> str:
    r"""Return the lines of a hidden test as visible ones: what was indented below `with checks.hidden():` moves out.

    >>> shown("x = 1\nwith checks.hidden():\n    checks.true('one', lambda: x)\n")
    "x = 1\nchecks.true('one', lambda: x)\n"
    """

    def moved_out(found: re.Match[str]) -> str:
        indent, lines = found.group(1), found.group(2)
        first = re.search(rf"^{indent}([ \t]+)\S", lines, re.M)
        return re.sub(rf"^{indent}{first.group(1)}", indent, lines, flags=re.M) if first else lines

    return BLOCK.sub(moved_out, block)


@dataclass(frozen=True)
class Standing:
    """How far a reader is in one lesson.

    Attributes
    ----------
    written, exercises : int
        Exercises with an answer, and all of them.
    points, most : float
        What the saved checks have given, and what they can give.
    """

    written: int
    exercises: int
    points: float
    most: float

    @property
    def words(self) -> str:
        """In one phrase, for a table."""
        if not self.written:
            return "not begun"
        done = self.written == self.exercises and self.points >= self.most
        return "done" if done else f"{self.written} of {self.exercises} exercises written"


def standing(notebook: NotebookNode) -> Standing:
    """Return how far a notebook in `study/` is, from its answers and from the checks whose results it holds."""
    roles = [(cell, role_of(cell)) for cell in notebook.cells if cell.cell_type == "code"]
    answers = [cell for cell, role in roles if role is Role.ANSWER]
    tests = [cell for cell, role in roles if role is Role.TEST]
    reports = [output.data[MIME] for cell in tests for output in cell.outputs if MIME in output.get("data", {})]
    return Standing(
        written=sum(UNWRITTEN not in cell.source for cell in answers),
        exercises=len(answers),
        points=sum(float(report.get("score") or 0) for report in reports),
        most=sum(float(cell.metadata["nbgrader"].get("points") or 0) for cell in tests),
    )


def write_contents(study: Path, lessons: list[Lesson]) -> Path:
    """Write the page of contents into `study/`: each lesson, what it needs, how long it takes, what is begun."""
    rows = []
    for lesson in lessons:
        path = study / f"{lesson.name}.ipynb"
        how = _standing_of(path)
        points = f"{how.points:g} of {how.most:g}" if how else "–"
        words = how.words if how else "cannot be read"
        title = f"[{lesson.number} · {lesson.title}]({path.name})"
        needs = ", ".join(map(str, lesson.needs)) or "–"
        rows.append(f"| {title} | {needs} | {lesson.time} | {words} | {points} |")
    target = study / CONTENTS
    three = paths.section(lessons, lambda lesson: f"{lesson.name}.ipynb")
    target.write_text(PAGE.format(rows="\n".join(rows), paths=three), encoding="utf-8")
    return target


PAGE = """# The lessons

Write your answer where a cell says `YOUR CODE HERE`, and run the check below it. All checks are there; nothing is held
back.

| lesson | needs | time | how far you are | points |
|---|---|---|---|---|
{rows}

This page is made anew when `make lab` begins, from what your notebooks hold when they are saved. The points are those
of the checks that you ran last.

After three tries that fail, one answer is folded below the check, with the reason why it works; once all passes, it is
there to compare.

`grader check study/LESSON.ipynb`, in a terminal (*File > New > Terminal*), grades a whole notebook as a course would
and writes a page about it. One answer to each exercise, with all pictures, is in `notebooks/` and on the site that
`make book` builds.

## Three paths

Each lesson says at its head what it takes from those that it needs.

{paths}
"""


def _standing_of(path: Path) -> Standing | None:
    try:
        return standing(nbformat.read(path, as_version=4))
    except (OSError, ValueError, KeyError, AttributeError, json.JSONDecodeError, nbformat.ValidationError):
        return None
