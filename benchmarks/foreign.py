"""Other people's ways of testing: what stock nbgrader, tests apart and `auto` give the same submissions, and where.

Run as `python -m benchmarks.foreign [FOLDER]...`. The ways of testing that the project keeps itself
(`tests/grader/cases/ways`) are always graded; so is every nbgrader course with submissions below a FOLDER. A course
whose stock scores lie beside it (`stock_scores.json`: course, student, score) is not graded with stock again. The table
goes between the marks in `benchmarks/README.md`; the exit status is 1 where `auto` and stock disagree.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import results_page
from benchmarks.ways_of_testing import write_course
from grader.classes.grade_class import grade_class
from grader.course.directory import Course, put_environment_on_path
from grader.model import Outcome, Tests

HEADER = ("course, assignment, submission", "of", "stock", "apart", "auto", "cells in session")
TOLERANCE = 1e-6
# Scores of one submission: by notebook and cell where they are known, else their sum under this key.
SUM = ("", "")
Scores = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Row:
    """One submission, graded three ways."""

    course: str
    assignment: str
    student: str
    stock: float
    apart: float
    auto: float
    full: float
    inside: tuple[str, ...]
    cells: int
    differ: tuple[str, ...]


def courses(folder: Path) -> Iterator[tuple[str, Path, dict]]:
    """Yield (name, course directory, stock scores by student) of every course with submissions below a folder."""
    for path in sorted(folder.rglob("nbgrader_config.py")):
        course = path.parent
        if not (course / "submitted").is_dir() or not (course / "source").is_dir():
            continue
        name = course.parent.name if course.name == "course" else course.name
        kept = next((p for p in (course, *course.parents) if (p / "stock_scores.json").is_file()), None)
        scores = json.loads((kept / "stock_scores.json").read_text()) if kept else {}
        yield name, course, scores.get(name, {})


def grade_all_ways(name: str, course: Path, kept: dict) -> Iterator[Row]:
    """Grade copies of a course apart, in `auto` and with stock nbgrader; yield a row a submission."""
    with tempfile.TemporaryDirectory() as place:
        copies = {way: Path(place, way) for way in ("apart", "auto", "stock")}
        for copy in copies.values():
            shutil.copytree(course, copy)
        for assignment in Course.open(copies["auto"]).assignments():
            apart = graded(copies["apart"], assignment, Tests.APART)
            auto = graded(copies["auto"], assignment, Tests.AUTO)
            known = {student: {SUM: each["score"]} for student, each in kept.items()}
            stock = known if set(auto) <= set(known) else stock_scores(copies["stock"], assignment)
            for student, outcome in auto.items():
                yield _row(name, outcome, apart[student].score, stock.get(student, {}))


def _row(name: str, auto: Outcome, apart: float, stock: Scores) -> Row:
    tests = [cell for cell in auto.cells if not cell.manual]
    if SUM in stock:
        differ = [] if abs(stock[SUM] - auto.score) < TOLERANCE else ["the sum"]
    else:
        differ = [
            cell.id for cell in tests if abs(stock.get((cell.notebook, cell.id), 0.0) - (cell.score or 0.0)) > TOLERANCE
        ]
    inside = tuple(cell.id for cell in tests if cell.tests is Tests.IN_SESSION)
    return Row(
        name, auto.assignment, auto.student, sum(stock.values()), apart, auto.score, auto.max_score, inside,
        len(tests), tuple(differ),
    )  # fmt: skip


def graded(course: Path, assignment: str, tests: Tests) -> dict[str, Outcome]:
    """Return the outcomes of a class by student."""
    return {outcome.student: outcome for outcome in grade_class(Course.open(course), assignment, tests=tests)}


def stock_scores(course: Path, assignment: str) -> dict[str, Scores]:
    """Return the automatic scores that stock nbgrader gives each cell, by student."""
    put_environment_on_path()
    for command in (["generate_assignment", "--force"], ["autograde", "--force"]):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *command, assignment], cwd=course, check=False, capture_output=True
        )
    with Course.open(course).gradebook() as gradebook:
        return {
            each.student.id: {
                (notebook.name, grade.name): grade.auto_score or 0.0
                for notebook in each.notebooks
                for grade in notebook.grades
            }
            for each in gradebook.assignment_submissions(assignment)
        }


def lines_of(rows: list[Row]) -> list[str]:
    """Return the rows as a Markdown table; below it how many agree, which do not, and which cells ran in a session."""
    entries = [
        (
            f"{row.course}, {row.assignment}, {row.student}",
            *(f"{points:g}" for points in (row.full, row.stock, row.apart, row.auto)),
            f"{len(row.inside)} of {row.cells}",
        )
        for row in rows
    ]
    agree = sum(not row.differ for row in rows)
    inside, cells = sum(len(row.inside) for row in rows), sum(row.cells for row in rows)
    lines = [
        *results_page.table(HEADER, entries),
        "",
        f"`auto` and stock agree on every cell of {agree} of {len(rows)} submissions; "
        f"{inside} of {cells} test cells ran in a session ({inside / max(cells, 1):.0%}).",
    ]
    lines += [
        f"\n{row.course}, {row.assignment}, {row.student}: `auto` and stock differ in {', '.join(row.differ)}."
        for row in rows
        if row.differ
    ]
    beside = {(row.course, row.assignment): row.inside for row in rows if row.inside}
    lines += [
        f"\nIn the session, {course}, {assignment}: {', '.join(each)}." for (course, assignment), each in beside.items()
    ]
    return lines


def main() -> int:
    """Grade the ways of testing and every course below the given folders, and write the table."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as place:
        found = [("ways of testing", write_course(Path(place, "ways")), {})]
        found += [each for folder in sys.argv[1:] for each in courses(Path(folder))]
        for name, course, kept in found:
            for row in grade_all_ways(name, course, kept):
                rows.append(row)
                print(f"{row.course}, {row.assignment}, {row.student}: {row.stock:g} {row.auto:g}", flush=True)
    lines = lines_of(rows)
    print("\n".join(lines))
    command = "python -m benchmarks.foreign [FOLDER]..."
    results_page.write("foreign courses", "Other people's ways of testing", command, lines)
    return int(any(row.differ for row in rows))


if __name__ == "__main__":
    sys.exit(main())
