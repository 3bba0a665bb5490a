"""Other people's ways of testing: what stock nbgrader, tests apart and `auto` give the same submissions, and where.

usage: python -m benchmarks.foreign [--seconds S] [--only NAME] [FOLDER ...]

What the project keeps itself is always graded: courses that imitate real ones, with the tests that such courses have
(`tests/grader/cases/courses`), and ways of testing, the rare ones as well as the common ones (`ways`). So is every
nbgrader course with submissions below a FOLDER. A course whose stock scores lie beside it (`stock_scores.json`:
course, student, score) is not graded with stock again, nor is one of the project's own that has not changed since
`benchmarks/stock_scores.json` was written. Kernels that lie in a folder `jupyter` beside a course are
installed for its run. What was found is kept in `build/foreign` until the course or the grader changes, so that the
program can be stopped and continued; it begins no assignment after S seconds. The table goes between the marks in
`benchmarks/README.md` once all assignments are in it; the exit status is 1 where `auto` and stock disagree.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
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
from benchmarks.ways_of_testing import COURSES, WAYS, ways, write_course
from grader.classes.engine import other_language
from grader.classes.grade_class import grade_class
from grader.course.directory import Course, put_environment_on_path
from grader.course.fingerprint import environment_key
from grader.model import Outcome, Tests

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent / "build" / "foreign"
STOCK = HERE / "stock_scores.json"
HEADER = ("course, assignment, submission", "of", "stock", "apart", "auto", "cells in session")
TOLERANCE = 1e-6
# What is graded, by how it was chosen. Ways of testing are odd on purpose: how many run in a session says nothing.
IMITATED, ODD, GIVEN = "courses that imitate real ones", "ways of testing", "courses given to this program"
# Scores of one submission: by notebook and cell where they are known, else their sum under this key.
SUM = ("", "")
Scores = dict[tuple[str, str], float]


@dataclass(frozen=True)
class Row:
    """One submission, graded three ways; `apart` is None where no test can run apart."""

    kind: str
    course: str
    assignment: str
    student: str
    stock: float
    apart: float | None
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


@dataclass(frozen=True)
class Found:
    """An assignment to be graded: how it was chosen, its course, and stock scores that are known, by student."""

    kind: str
    course: str
    place: Path
    assignment: str
    scores: dict

    @property
    def title(self) -> str:
        """What it is called in the table."""
        return f"{self.course}, {self.assignment}"


def assignments(place: Path, folders: list[Path]) -> list[Found]:
    """Return what is graded; the project's own courses are written into a folder."""
    own = [(IMITATED, COURSES), (ODD, WAYS)]
    found = [(kind, kind, write_course(place / folder.name, ways(folder)), {}) for kind, folder in own]
    found += [(GIVEN, *each) for folder in folders for each in courses(folder)]
    return [Found(kind, name, at, each, known) for kind, name, at, known in found for each in handed_in(at)]


def handed_in(place: Path) -> list[str]:
    """Return the assignments of a course in which somebody has handed in something."""
    return [each for each in Course.open(place).assignments() if any((place / "submitted").glob(f"*/{each}"))]


def grade_all_ways(found: Found) -> list[Row]:
    """Grade copies of a course apart, in `auto` and with stock nbgrader; return a row a submission."""
    course, assignment, title = found.place, found.assignment, found.title
    content = _content(course, assignment)
    with kernels_of(course):
        here = _kept(f"{title} here", [content, environment_key()], lambda: _here(course, assignment))
        students = {each["student"] for each in here}
        known = {student: [["", "", each["score"]]] for student, each in found.scores.items()}
        if found.kind != GIVEN:
            known = stored_stock(title, content)
        if not students <= set(known):
            known = _kept(f"{title} stock", [content], lambda: _stock(course, assignment))
            if found.kind != GIVEN:
                store_stock(title, content, known)
    return [_row(found, each, {(a, b): score for a, b, score in known.get(each["student"], [])}) for each in here]


@contextlib.contextmanager
def kernels_of(course: Path) -> Iterator[None]:
    """Install the kernels that lie beside a course while its assignments are graded."""
    beside = course.parent / "jupyter"
    if not (beside / "kernels").is_dir():
        yield
        return
    before = os.environ.get("JUPYTER_PATH")
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "jupyter")
        shutil.copytree(beside, copy)
        for path in copy.glob("kernels/*/kernel.json"):
            spec = json.loads(path.read_text())
            programs = {"python": sys.executable} | {each.name: str(each) for each in copy.iterdir() if each.is_file()}
            spec["argv"] = [programs.get(part, part) for part in spec["argv"]]
            path.write_text(json.dumps(spec))
        os.environ["JUPYTER_PATH"] = os.pathsep.join([str(copy), *([before] if before else [])])
        try:
            yield
        finally:
            os.environ.pop("JUPYTER_PATH") if before is None else os.environ.update(JUPYTER_PATH=before)


def _here(course: Path, assignment: str) -> list[dict]:
    """Return what the grader gives each submission in `auto`, with its sum apart."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place, "course")
        shutil.copytree(course, copy)
        auto = graded(copy, assignment, Tests.AUTO)
        foreign = other_language(Course.open(copy).master(assignment))
        apart = {} if foreign else graded(copy, assignment, Tests.APART)
    return [
        {
            "student": student, "assignment": assignment, "apart": apart[student].score if apart else None,
            "score": outcome.score, "max_score": outcome.max_score,
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


def stored_stock(title: str, content: str) -> dict[str, list]:
    """Return what stock nbgrader gave an assignment of the project's own, by student, if it is still the same."""
    kept = json.loads(STOCK.read_text(encoding="utf-8")).get(title, {}) if STOCK.is_file() else {}
    return kept["scores"] if kept.get("content") == content else {}


def store_stock(title: str, content: str, scores: dict[str, list]) -> None:
    """Keep what stock nbgrader gave an assignment of the project's own."""
    kept = json.loads(STOCK.read_text(encoding="utf-8")) if STOCK.is_file() else {}
    kept[title] = {"content": content, "scores": scores}
    lines = [f" {json.dumps(title)}: {json.dumps(kept[title])}" for title in sorted(kept)]
    STOCK.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def _content(course: Path, assignment: str) -> str:
    folders = [course / "source" / assignment, *(course / "submitted").glob(f"*/{assignment}")]
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(course).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _row(found: Found, auto: dict, stock: Scores) -> Row:
    if SUM in stock:
        differ = [] if abs(stock[SUM] - auto["score"]) < TOLERANCE else ["the sum"]
    else:
        differ = [
            cell for notebook, cell, score, _ in auto["cells"]
            if abs(stock.get((notebook, cell), 0.0) - score) > TOLERANCE
        ]  # fmt: skip
    inside = tuple(cell for _, cell, _, tests in auto["cells"] if tests == Tests.IN_SESSION)
    return Row(
        found.kind, found.course, auto["assignment"], auto["student"], sum(stock.values()), auto["apart"],
        auto["score"], auto["max_score"], inside, len(auto["cells"]), tuple(differ),
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
            *("–" if points is None else f"{points:g}" for points in (row.full, row.stock, row.apart, row.auto)),
            f"{len(row.inside)} of {row.cells}",
        )
        for row in rows
    ]
    agree = sum(not row.differ for row in rows)
    lines = [
        *results_page.table(HEADER, entries),
        "",
        f"`auto` and stock agree on every cell of {agree} of {len(rows)} submissions.",
        "",
        *shares(rows),
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


def shares(rows: list[Row]) -> list[str]:
    """Return for each kind of course how many of its test cells run in a session, each cell counted once."""
    lines = []
    for kind in dict.fromkeys(row.kind for row in rows):
        once = {(row.course, row.assignment): row for row in rows if row.kind == kind}.values()
        inside, cells = sum(len(row.inside) for row in once), sum(row.cells for row in once)
        why = ", where each rare way counts as much as a common one" if kind == ODD else ""
        lines.append(f"- {kind}: {inside} of {cells} test cells run in a session ({inside / max(cells, 1):.0%}){why}")
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
        for found in assignments(Path(place), given.folders):
            title = found.title
            if given.only not in title:
                continue
            if time.monotonic() > until:
                left.append(title)
                continue
            began = time.monotonic()
            rows += grade_all_ways(found)
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
