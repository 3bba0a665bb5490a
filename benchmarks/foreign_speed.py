"""How long classes of other people's courses take here and under stock nbgrader, releasing included.

usage: python -m benchmarks.foreign_speed [--sizes N ...] [--only ASSIGNMENT] [FOLDER ...]

Classes are made from ways of testing that the project keeps itself (`tests/grader/cases/ways`), and from every nbgrader
course with submissions below a FOLDER: its submissions, handed in again and again under new names. Each program is
started anew in a copy of the course, as an instructor does it: `nbgrader generate_assignment` and `autograde`, `grader
release` and `grade`. The table goes between the marks in `benchmarks/README.md` once all sizes were measured; the exit
status is 1 where a promise is not kept.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import results_page
from benchmarks.release_cost import courses
from benchmarks.ways_of_testing import ways, write_course
from grader.course.directory import Course, put_environment_on_path
from grader.sandbox import imports_of

# Times stock by the size of a class; seconds that a class of the smallest size may take beyond its slowest import.
PROMISED = {4: 3.0, 16: 5.0, 64: 8.0}
BEYOND_IMPORT = 5.0
STOCK = ("nbgrader", "generate_assignment", "--force"), ("nbgrader", "autograde")
OURS = ("grader", "release"), ("grader", "grade")
WAYS = ("values", "frames")
HEADER = (
    "course, assignment", "submissions", "import, s", "stock: release, s", "autograde, s", "here: release, s",
    "grade, s", "grading, times", "all, times",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One class: seconds of its slowest import, and of releasing and grading under stock and here."""

    name: str
    size: int
    slowest: float
    stock: tuple[float, float]
    ours: tuple[float, float]

    @property
    def grading(self) -> float:
        """How many times as fast grading is here."""
        return self.stock[1] / self.ours[1]

    @property
    def everything(self) -> float:
        """How many times as fast releasing and grading are together."""
        return sum(self.stock) / sum(self.ours)

    def kept(self) -> bool:
        """Whether the promises hold for this class."""
        small = self.size > min(PROMISED) or self.ours[1] - self.slowest <= BEYOND_IMPORT
        return self.grading >= PROMISED.get(self.size, 0.0) and self.everything >= 1 and small


def made_class(place: Path, course: Path, assignment: str, size: int) -> Path:
    """Copy an assignment of a course with `size` submissions, made of those that it has in turn."""
    (place / "source").mkdir(parents=True)
    shutil.copytree(course / "source" / assignment, place / "source" / assignment)
    shutil.copy(course / "nbgrader_config.py", place)
    handed_in = sorted(course.glob(f"submitted/*/{assignment}"))
    for number, folder in zip(range(size), itertools.cycle(handed_in), strict=False):
        shutil.copytree(folder, place / "submitted" / f"student{number:03d}" / assignment)
    return place


def seconds(command: tuple[str, ...], assignment: str, place: Path) -> float:
    """Return how long a program takes in a course.

    Raises
    ------
    RuntimeError
        If it could not do its work.
    """
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", *command, assignment], cwd=place, capture_output=True, text=True, check=False
    )
    took = time.monotonic() - began
    # 1: a submission, or a test, needs a person.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} {assignment}: {done.stderr[-2000:]}")
    return took


def slowest_import(course: Path, assignment: str) -> float:
    """Return the seconds that a fresh Python takes to import the slowest of what an assignment imports."""
    notebooks = Course.open(course).master(assignment).notebooks.values()
    longest = 0.0
    for name in {name.partition(".")[0] for name in imports_of(notebooks).modules}:
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", f"import {name}"], capture_output=True, check=False)
        longest = max(longest, time.monotonic() - began)
    return longest


def measured(name: str, course: Path, assignment: str, size: int) -> Row:
    """Release and grade one class both ways, each in a copy of its own."""
    with tempfile.TemporaryDirectory() as place:
        stock, ours = (made_class(Path(place, each), course, assignment, size) for each in ("stock", "ours"))
        slowest = slowest_import(course, assignment)
        took = [tuple(seconds(step, assignment, at) for step in way) for way, at in ((OURS, ours), (STOCK, stock))]
    return Row(f"{name}, {assignment}", size, slowest, took[1], took[0])


def all_courses(place: Path, folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """Yield (name, course) of the project's own ways of testing, and of courses with submissions below folders."""
    yield "ways of testing", write_course(place / "ways", {name: ways()[name] for name in WAYS})
    for name, course in courses(folders):
        if (course / "submitted").is_dir():
            yield name, course


def main() -> int:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(PROMISED), help="submissions in a class")
    parser.add_argument("--only", default="", help="one assignment")
    parser.add_argument("folders", type=Path, nargs="*")
    options = parser.parse_args()
    put_environment_on_path()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for name, course in all_courses(Path(place), options.folders):
            for assignment in Course.open(course).assignments():
                for size in options.sizes if options.only in ("", assignment) else ():
                    rows.append(measured(name, course, assignment, size))
                    print(rows[-1], f"{rows[-1].grading:.1f} {rows[-1].everything:.1f}", flush=True)
    figures = [
        (
            row.name, row.size, f"{row.slowest:.1f}", *(f"{each:.1f}" for each in (*row.stock, *row.ours)),
            f"{row.grading:.1f}", f"{row.everything:.1f}",
        )
        for row in rows
    ]  # fmt: skip
    wanted = ", ".join(f"{times:g} for {size}" for size, times in PROMISED.items())
    said = (
        f"Promised, times stock by the size of a class: {wanted}; releasing included, no slower; a class of "
        f"{min(PROMISED)} is graded at most {BEYOND_IMPORT:g} s after its slowest import."
    )
    lines = [*results_page.table(HEADER, figures), "", said]
    print("\n".join(lines))
    if set(PROMISED) <= set(options.sizes):
        command = "python -m benchmarks.foreign_speed [FOLDER]..."
        results_page.write("foreign_speed", "Classes of other courses", command, lines)
    return int(not all(row.kept() for row in rows))


if __name__ == "__main__":
    sys.exit(main())
