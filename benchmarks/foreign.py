"""Other people's ways of testing: what stock nbgrader, tests apart and `auto` give the same submissions, and where.

usage: python -m benchmarks.foreign [--seconds S] [--only NAME] [FOLDER ...]

The ways of testing that the project keeps itself (`tests/grader/cases/ways`) are always graded; so is every nbgrader
course with submissions below a FOLDER. A course whose stock scores lie beside it (`stock_scores.json`: course, student,
score) is not graded with stock again. What was found is kept in `build/foreign` until the course or the grader changes,
so that the program can be stopped and continued; it begins no assignment after S seconds. The table goes between the
marks in `benchmarks/README.md` once all assignments are in it; the exit status is 1 where `auto` and stock disagree.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import results_page
from benchmarks.ways_of_testing import write_course
from grader.classes.grade_class import grade_class
from grader.course.directory import Course, put_environment_on_path
from grader.course.fingerprint import environment_key
from grader.model import Outcome, Tests

KEPT = Path(__file__).resolve().parents[1] / "build" / "foreign"
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


def grade_all_ways(name: str, course: Path, assignment: str, scores: dict) -> list[Row]:
    """Grade copies of a course apart, in `auto` and with stock nbgrader; return a row a submission."""
    content = _content(course)
    found = _kept(f"{name} {assignment} here", [content, environment_key()], lambda: _here(name, course, assignment))
    students = {each["student"] for each in found}
    known = {student: [["", "", each["score"]]] for student, each in scores.items()}
    if not students <= set(known):
        known = _kept(f"{name} {assignment} stock", [content], lambda: _stock(course, assignment))
    return [_row(name, each, {(a, b): score for a, b, score in known.get(each["student"], [])}) for each in found]


def _here(name: str, course: Path, assignment: str) -> list[dict]:
    """Return what the grader gives each submission in `auto`, with its sum apart."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "course")
        shutil.copytree(course, copy)
        auto, apart = (graded(copy, assignment, way) for way in (Tests.AUTO, Tests.APART))
    return [
        {
            "student": student, "assignment": assignment, "apart": apart[student].score, "score": outcome.score,
            "max_score": outcome.max_score,
            "cells": [[c.notebook, c.id, c.score or 0.0, str(c.tests)] for c in outcome.cells if not c.manual],
        }
        for student, outcome in auto.items()
    ]  # fmt: skip


def _stock(course: Path, assignment: str) -> dict[str, list]:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(course, Path(place, "course"))
        found = stock_scores(Path(place, "course"), assignment)
    return {student: [[*where, score] for where, score in scores.items()] for student, scores in found.items()}


def _kept(what: str, depends_on: list[str], find: Callable[[], Any]) -> Any:
    """Return what an earlier run has found, else find it now and keep it."""
    key = hashlib.sha256("\0".join([what, *depends_on]).encode()).hexdigest()
    path = KEPT / f"{key}.json"
    if not path.is_file():
        found = find()
        KEPT.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(found), encoding="utf-8")
    return json.loads(path.read_text(encoding="utf-8"))


def _content(course: Path) -> str:
    files = sorted(path for part in ("source", "submitted") for path in (course / part).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(course).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _row(name: str, auto: dict, stock: Scores) -> Row:
    if SUM in stock:
        differ = [] if abs(stock[SUM] - auto["score"]) < TOLERANCE else ["the sum"]
    else:
        differ = [
            cell for notebook, cell, score, _ in auto["cells"]
            if abs(stock.get((notebook, cell), 0.0) - score) > TOLERANCE
        ]  # fmt: skip
    inside = tuple(cell for _, cell, _, tests in auto["cells"] if tests == Tests.IN_SESSION)
    return Row(
        name, auto["assignment"], auto["student"], sum(stock.values()), auto["apart"], auto["score"],
        auto["max_score"], inside, len(auto["cells"]), tuple(differ),
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="begin no assignment after so many")
    parser.add_argument("--only", default="", help="only assignments whose name holds this; no table is written")
    given = parser.parse_args()
    rows, left, until = [], [], time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory() as place:
        found = [("ways of testing", write_course(Path(place, "ways")), {})]
        found += [each for folder in given.folders for each in courses(folder)]
        each = [(name, course, a, kept) for name, course, kept in found for a in Course.open(course).assignments()]
        for name, course, assignment, kept in each:
            title = f"{name}, {assignment}"
            if given.only not in title:
                continue
            if time.monotonic() > until:
                left.append(title)
                continue
            began = time.monotonic()
            rows += grade_all_ways(name, course, assignment, kept)
            print(f"{title}: {time.monotonic() - began:.0f} s", flush=True)
    lines = lines_of(rows)
    print("\n".join(lines))
    if left:
        print(f"Left for the next run: {'; '.join(left)}")
    elif not given.only:
        command = "python -m benchmarks.foreign [FOLDER]..."
        results_page.write("foreign courses", "Other people's ways of testing", command, lines)
    return int(any(row.differ for row in rows))


if __name__ == "__main__":
    sys.exit(main())
