"""Read the lessons as the tests need them: answer cells, test cells, and the answers kept beside the tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from types import CodeType
from typing import Any

import nbformat
import pytest

from grader.notebook.names import bound_names, free_names
from tools.notebooks import core_cells

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SECTION = re.compile(r"^# %% (?P<name>[\w-]+):? ?(?P<why>.*)$", re.M)


@dataclass(frozen=True)
class Answer:
    """An answer to one exercise that a student might hand in, and why they might."""

    lesson: str
    exercise: str
    name: str
    why: str
    source: str

    def __str__(self) -> str:
        return f"{self.lesson}-{self.exercise}-{self.name}"


class Lesson:
    """A solution notebook: its cells by `grade_id`, and what each test cell depends on."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        self.path = path
        self.notebook = nbformat.read(path, as_version=4)
        self.cells = {
            cell.metadata.nbgrader.grade_id: cell for cell in self.notebook.cells if "nbgrader" in cell.metadata
        }

    @property
    def imports(self) -> str:
        return self.cells["imports"].source

    @property
    def answers(self) -> dict[str, str]:
        """Sources of the answer cells by `grade_id`."""
        return {i: c.source for i, c in self.cells.items() if is_answer(c)}

    @property
    def tests(self) -> dict[str, nbformat.NotebookNode]:
        """Test cells by the `grade_id` of the answer they test."""
        return {i.removeprefix("test-"): c for i, c in self.cells.items() if is_test(c)}

    @property
    def core(self) -> list[nbformat.NotebookNode]:
        """The cells under no heading that holds the word *Further*."""
        return core_cells(self.notebook)

    def printed(self, cell_id: str) -> str:
        """Return the text that a cell printed in the stored run, with the values of its last expression."""
        (cell,) = (cell for cell in self.notebook.cells if cell.id == cell_id)
        texts = (output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        return "\n".join(text.rstrip("\n") for text in texts)

    @cache  # noqa: B019  (lessons live as long as the test run)
    def dependents(self, exercise: str) -> frozenset[str]:
        """Return the exercises whose test could notice another answer to `exercise`."""
        defined = {i: bound_names(source) for i, source in self.answers.items()}
        uses = {i: set(free_names(source)) for i, source in self.answers.items()}
        reached: dict[str, set[str]] = {}
        for tested, cell in self.tests.items():
            names, known = set(free_names(cell.source)), set()
            while names:
                answers = {i for i in defined if defined[i] & names} - known
                known |= answers
                names = set().union(*(uses[i] for i in answers)) if answers else set()
            reached[tested] = known
        return frozenset({i for i, known in reached.items() if exercise in known} | {exercise})


def is_answer(cell: nbformat.NotebookNode) -> bool:
    mark = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(mark.get("solution")) and not mark.get("grade")


def is_test(cell: nbformat.NotebookNode) -> bool:
    mark = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(mark.get("grade")) and not mark.get("solution")


# Graded whole in `make test`; CI grades the other lessons too.
QUICK = ("01_spiral_mlp", "09_linear_ae_pca")


def quick_or_ci() -> list:
    """Return every lesson as a parameter of a test, those that are not quick marked `ci`."""
    marks = {False: [pytest.mark.ci], True: []}
    return [pytest.param(each, id=each.name, marks=marks[each.name in QUICK]) for each in all_lessons()]


@cache
def all_lessons() -> list[Lesson]:
    return [Lesson(path) for path in sorted(ROOT.glob("notebooks/*/*.ipynb")) if path.stem == path.parent.name]


def printed(lesson: str, cell_id: str) -> str:
    """Return what a cell of a lesson printed in the stored run, for comparisons with what the text claims."""
    (found,) = (one for one in all_lessons() if one.name == lesson)
    return found.printed(cell_id)


def numbers(text: str) -> list[float]:
    """Return the numbers in a printed text, thousands separated by commas or not.

    >>> numbers("linear  51.0 52.5   9 of 10,503")
    [51.0, 52.5, 9.0, 10503.0]
    """
    return [float(found.replace(",", "")) for found in re.findall(r"-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?", text)]


def kept_answers(folder: str) -> Iterator[Answer]:
    """Yield the answers kept in `wrong_answers` or `right_answers`, in the order of the files."""
    for path in sorted((HERE / folder).glob("*/*.py")):
        pieces = SECTION.split(path.read_text(encoding="utf-8"))[1:]
        for name, why, source in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
            yield Answer(path.parent.name, path.stem.replace("_", "-"), name, why, source.strip() + "\n")


def run_cell(source: str, namespace: dict[str, Any]) -> Any:
    """Run a cell as a notebook does and return the value of its last expression."""
    body, last = _compiled(source)
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        exec(body, namespace)
        return eval(last, namespace) if last else None


@cache
def _compiled(source: str) -> tuple[CodeType, CodeType | None]:
    """Return the code of a cell, and that of its last line where this is an expression; the same cells run often."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), "<cell>", "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, "<cell>", "exec"), value


@dataclass(frozen=True)
class Tested:
    """What the test of one exercise said: its points, and its checks as plain data."""

    score: Any
    checks: tuple[dict[str, Any], ...]
    error: str = ""

    @property
    def visible_points(self) -> float:
        return sum(check["points"] for check in self.checks if not check["hidden"])

    @property
    def failed_visibly(self) -> bool:
        """A cell that stopped with an exception is seen, too."""
        return bool(self.error) or any(not check["passed"] and not check["hidden"] for check in self.checks)

    @property
    def fails_without_a_word(self) -> bool:
        """Whether checks fail visibly and nothing but numbers is said: no hint, no guess, no exception."""
        failed = [check for check in self.checks if not check["passed"] and not check["hidden"]]
        return bool(failed) and not any(check["hint"] or ": " in check["message"] for check in failed)


def run_tests(lesson: Lesson, replaced: dict[str, str], tested: frozenset[str] | None = None) -> dict[str, Tested]:
    """Return what the test of each tested exercise says, all answers being the reference but the replaced ones.

    An answer that does not run, as a student's may not, leaves its names undefined.
    """
    namespace: dict[str, Any] = {"__name__": "__main__"}
    run_cell(lesson.imports, namespace)
    for exercise, source in (lesson.answers | replaced).items():
        try:
            run_cell(source, namespace)
        except Exception:
            if exercise not in replaced:
                raise
    return {
        exercise: _run_test(cell.source, dict(namespace))
        for exercise, cell in lesson.tests.items()
        if tested is None or exercise in tested
    }


def _run_test(source: str, namespace: dict[str, Any]) -> Tested:
    try:
        score = run_cell(source, namespace)
        return Tested(score, tuple(namespace["checks"].payload()["checks"]))
    except Exception as error:
        return Tested(0.0, (), f"{type(error).__name__}: {error}")
