"""Wrong answers, made from the reference: what the tests let through, and whether both ways of judging agree.

usage: python -m benchmarks.mutation [--seconds S] [--jobs N] [--only NAME] [COURSES ...]

Measures the lessons of this repository, and every nbgrader course below the folders COURSES. Each wrong answer is
judged apart and beside the answer. What was measured is kept in `build/mutation`, so that the program can be stopped
and continued: it ends after S seconds, and the table in `benchmarks/README.md` says what is left.
"""

import argparse
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import results_page
from grader.classes.engine import choose, other_language
from grader.classes.grade_class import calibrated, keep_calibration, mutation_key
from grader.course.directory import Course
from grader.model import Limits
from grader.mutation.assignment import MOVED, Measured, measure_assignment
from grader.mutation.results import Fate
from grader.sandbox import refusal

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "mutation"
LESSONS = "lessons"
HEADER = ("assignment", "wrong answers", "lose points", "survive", "equivalent", "not tried", "judged both ways",
          "judged differently")  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One assignment."""

    name: str
    measured: Measured

    @property
    def figures(self) -> list[int]:
        """The columns of the table."""
        mutation = self.measured.mutation
        wrong = mutation.count(Fate.KILLED) + mutation.count(Fate.SURVIVED)
        return [
            wrong, mutation.count(Fate.KILLED), mutation.count(Fate.SURVIVED), mutation.count(Fate.EQUIVALENT),
            mutation.not_tried, sum(result.compared > 0 for result in mutation.results), self.differing,
        ]  # fmt: skip

    @property
    def differing(self) -> int:
        """Test cells that judge a wrong answer otherwise apart than beside it, and so run beside it from then on."""
        return sum(cell.why.startswith(MOVED) for cell in self.measured.calibration.cells)


def courses(folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """Yield (name, course) of this repository's lessons and of every course below some folders, as working copies."""
    lessons = WORK / LESSONS
    if not lessons.exists():
        shutil.copytree(ROOT / "notebooks", lessons / "notebooks")
        shutil.copy(ROOT / "nbgrader_config.py", lessons)
    yield LESSONS, lessons
    for folder in folders:
        for path in sorted(folder.rglob("nbgrader_config.py")):
            course = path.parent
            if not (course / "source").is_dir():
                continue
            name = course.relative_to(folder).as_posix().removesuffix("/course") or folder.name
            copy = WORK / name
            if not copy.exists():
                shutil.copytree(course, copy)
            yield name, copy


def measure(course: Course, assignment: str, seconds: float | None, jobs: int) -> Measured | None:
    """Measure one assignment for so many seconds at most; None where its language cannot be read."""
    master, limits = course.master(assignment), Limits()
    if other_language(master):
        return None
    with choose(course, master) as engine:
        calibration = calibrated(course, master, engine, limits)
        measured = measure_assignment(
            course, master, calibration, engine.runner, limits, seconds=seconds, jobs=jobs,
            key=lambda verdicts: mutation_key(course, master, engine, limits, verdicts),
        )  # fmt: skip
        if measured.moved:
            keep_calibration(course, master, engine, limits, measured.calibration)
    return measured


def lines_of(rows: list[Row]) -> list[str]:
    """Return the table with its sums, and in words how far the two ways agree."""
    entries = [(row.name, *row.figures) for row in rows]
    sums = [sum(column) for column in zip(*(row.figures for row in rows), strict=True)]
    ours = [row for row in rows if row.name.startswith(LESSONS)]
    mine = [sum(column) for column in zip(*(row.figures for row in ours), strict=True)] if ours else [0] * len(sums)
    said = (
        f"Of {sums[0]:,} wrong answers {sums[1]:,} lose points ({sums[1] / max(1, sums[0]):.1%}); of the lessons' "
        f"{mine[0]:,} it is {mine[1]:,} ({mine[1] / max(1, mine[0]):.1%}). {sums[5]:,} were judged both ways; "
        f"{sums[6]} test cells gave one other points apart than beside it, and are judged beside it from then on."
    )
    return [*results_page.table(HEADER, [*entries, ("all", *sums)]), "", said]


def main() -> None:
    """Measure what is left, within the time that is given, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("courses", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="only assignments whose name holds this")
    given = parser.parse_args()
    os.environ.setdefault("COURSE_PROFILE", "fast")
    os.environ.setdefault("COURSE_DATASET", "digits")
    if refusal():
        raise SystemExit(refusal())
    until, rows = (time.monotonic() + given.seconds if given.seconds else None), []
    for name, place in courses(given.courses):
        course = Course.open(place)
        for assignment in course.assignments():
            title = f"{name}, {assignment}"
            if given.only not in title:
                continue
            left = None if until is None else max(0.0, until - time.monotonic())
            if left == 0.0:
                print(f"{title}: no time left", flush=True)
                continue
            measured = measure(course, assignment, left, given.jobs)
            if measured is None:
                print(f"{title}: not Python", flush=True)
                continue
            rows.append(Row(title, measured))
            print(*rows[-1].name.split("\n"), dict(zip(HEADER[1:], rows[-1].figures, strict=True)), flush=True)
            for result in measured.mutation.survivors:
                print(f"survives {', '.join(result.tests)}: {result.operator}\n{result.diff}", flush=True)
            for notebook, cell, why in measured.mutation.unread:
                print(f"not measured: {notebook}, {cell}: {why}", flush=True)
    lines = lines_of(rows)
    print("\n".join(lines))
    if not given.only:
        command = "python -m benchmarks.mutation COURSES"
        results_page.write("mutation", "Wrong answers made from the reference", command, lines)


if __name__ == "__main__":
    main()
