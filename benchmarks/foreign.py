"""Foreign courses: what stock nbgrader, tests apart and `auto` give the same submissions, and how many cells ran where.

Run as `python -m benchmarks.foreign FOLDER`, where each folder below FOLDER is an nbgrader course with submissions. A
course whose stock scores lie beside it (`stock_scores.json`: course, student, score) is not graded with stock again.
The table goes between the marks in `benchmarks/README.md`.
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
from grader.classes.grade_class import grade_class
from grader.course.directory import Course, put_environment_on_path
from grader.model import Outcome, Tests

HEADER = ("course, assignment, submission", "of", "stock", "apart", "auto", "cells in session")


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
    inside: int
    cells: int

    @property
    def agrees(self) -> bool:
        """Whether `auto` and stock give the same points."""
        return abs(self.stock - self.auto) < 1e-6


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


def grade_both_ways(name: str, course: Path, kept: dict) -> Iterator[Row]:
    """Grade copies of a course apart, in `auto` and with stock nbgrader; yield a row a submission."""
    with tempfile.TemporaryDirectory() as place:
        copies = {way: Path(place, way) for way in ("apart", "auto", "stock")}
        for copy in copies.values():
            shutil.copytree(course, copy)
        for assignment in Course.open(copies["auto"]).assignments():
            apart = graded(copies["apart"], assignment, Tests.APART)
            auto = graded(copies["auto"], assignment, Tests.AUTO)
            known = {student: each["score"] for student, each in kept.items()}
            stock = known if set(auto) <= set(known) else stock_scores(copies["stock"], assignment)
            for student, outcome in auto.items():
                tests = [cell for cell in outcome.cells if not cell.manual]
                inside = sum(cell.tests is Tests.IN_SESSION for cell in tests)
                yield Row(
                    name, assignment, student, stock.get(student, 0.0), apart[student].score, outcome.score,
                    outcome.max_score, inside, len(tests),
                )  # fmt: skip


def graded(course: Path, assignment: str, tests: Tests) -> dict[str, Outcome]:
    """Return the outcomes of a class by student."""
    return {outcome.student: outcome for outcome in grade_class(Course.open(course), assignment, tests=tests)}


def stock_scores(course: Path, assignment: str) -> dict[str, float]:
    """Return the automatic scores that stock nbgrader gives, by student."""
    put_environment_on_path()
    for command in (["generate_assignment", "--force"], ["autograde", "--force"]):
        subprocess.run(
            [sys.executable, "-m", "nbgrader", *command, assignment], cwd=course, check=False, capture_output=True
        )
    with Course.open(course).gradebook() as gradebook:
        return {each.student.id: each.auto_score for each in gradebook.assignment_submissions(assignment)}


def lines_of(rows: list[Row]) -> list[str]:
    """Return the rows as a Markdown table with a line that says how many agree."""
    entries = [
        (
            f"{row.course}, {row.assignment}, {row.student}",
            *(f"{points:g}" for points in (row.full, row.stock, row.apart, row.auto)),
            f"{row.inside} of {row.cells}",
        )
        for row in rows
    ]
    agree, inside = sum(row.agrees for row in rows), sum(row.inside for row in rows)
    cells = sum(row.cells for row in rows)
    said = f"`auto` and stock agree on {agree} of {len(rows)}; {inside} of {cells} test cells ran in a session."
    return [*results_page.table(HEADER, entries), "", said]


def main() -> None:
    """Grade every course below the given folder and write the table."""
    folder = Path(sys.argv[1])
    rows = [row for name, course, kept in courses(folder) for row in grade_both_ways(name, course, kept)]
    lines = lines_of(rows)
    print("\n".join(lines))
    command = "python -m benchmarks.foreign FOLDER"
    results_page.write("foreign courses", "Tests of other people's courses", command, lines)


if __name__ == "__main__":
    main()
