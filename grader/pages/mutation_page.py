"""`grader mutate`: one HTML page about the wrong answers that the tests let through, for instructors only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.course.directory import Course
from grader.errors import CommandError
from grader.grading.calibration.verdicts import CellVerdict
from grader.mutation.results import Fate, MutantResult, Mutation
from grader.pages.exercises import title_of
from grader.pages.html import render, write_page


@dataclass
class AnswerRow:
    """What became of the wrong answers of one answer."""

    notebook: str
    cell: str
    tests: tuple[str, ...] = ()
    killed: int = 0
    survived: int = 0
    left: int = 0
    survivors: list[MutantResult] = field(default_factory=list)


def rows_of(mutation: Mutation) -> list[AnswerRow]:
    """Return a row for each answer, in the order of the notebook."""
    rows: dict[tuple[str, str], AnswerRow] = {}
    for result in mutation.results:
        row = rows.setdefault((result.notebook, result.cell), AnswerRow(result.notebook, result.cell, result.tests))
        row.killed += result.fate is Fate.KILLED
        if result.fate is Fate.SURVIVED:
            row.survived += 1
            row.survivors.append(result)
    for where, left in mutation.left.items():
        rows.setdefault(where, AnswerRow(*where)).left = left
    return list(rows.values())


def write_mutation_page(
    course: Course, assignment: str, mutation: Mutation, moved: Sequence[CellVerdict] = (), output: Path | None = None
) -> Path:
    """Write the page.

    Parameters
    ----------
    course : Course
    assignment : str
    mutation : Mutation
    moved : sequence of CellVerdict
        Tests that run beside the answers because of what was found.
    output : Path, optional
        Default: `reports/<assignment>-mutation.html` in the course.

    Raises
    ------
    CommandError
        Where it cannot be written.
    """
    master = course.master(assignment)
    titles = [title_of(name, notebook) for name, notebook in master.notebooks.items()]
    path = (output or course.root / "reports" / f"{assignment}-mutation.html").resolve()
    html = render(
        "mutation.html",
        title=titles[0] if len(titles) == 1 else assignment,
        mutation=mutation,
        counts={str(fate): mutation.count(fate) for fate in Fate},
        rows=rows_of(mutation),
        several=len(master.notebooks) > 1,
        moved=list(moved),
    )
    try:
        write_page(path, html)
    except OSError as error:
        raise CommandError(
            f"{path}: cannot be written ({error.strerror}). Give another place with --output."
        ) from error
    return path
