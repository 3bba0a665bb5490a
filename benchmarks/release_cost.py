"""What `grader release` costs, beside nbgrader's own `generate_assignment` on the same course.

Run as `python -m benchmarks.release_cost [FOLDER]...`. Each program is started anew in a copy of the course, as an
instructor does it: the ways of testing that the project keeps itself, and every nbgrader course below a FOLDER. The
table goes between the marks in `benchmarks/README.md`; the exit status is 1 where `release` takes more than three times
as long.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import results_page
from benchmarks.ways_of_testing import ways, write_course
from grader.course.directory import Course, put_environment_on_path

PROMISED = 3.0
STOCK = ("nbgrader", "generate_assignment", "--force")
REPORT = "released.json"
OURS = ("grader", "release", "--json", REPORT)
HEADER = ("course, assignment", "generate_assignment, s", "release, s", "times", "wrong answers tried")


@dataclass(frozen=True)
class Row:
    """One assignment."""

    name: str
    stock: float
    ours: float
    tried: str

    @property
    def times(self) -> float:
        """How many times as long `release` takes."""
        return self.ours / self.stock


def courses(folders: list[Path]) -> Iterator[tuple[str, Path]]:
    """Yield (name, course) of every course with a source below some folders."""
    for folder in folders:
        for path in sorted(folder.rglob("nbgrader_config.py")):
            if (path.parent / "source").is_dir():
                yield path.parent.relative_to(folder.parent).as_posix().removesuffix("/course"), path.parent


def measured(name: str, course: Path, assignment: str) -> Row:
    """Release one assignment both ways, each in a copy of its own."""
    took = {}
    with tempfile.TemporaryDirectory() as place:
        for number, program in enumerate((STOCK, OURS)):
            copy = Path(place, str(number))
            shutil.copytree(course / "source" / assignment, copy / "source" / assignment)
            shutil.copy(course / "nbgrader_config.py", copy)
            began = time.monotonic()
            subprocess.run([sys.executable, "-m", *program, assignment], cwd=copy, capture_output=True, check=False)
            took[program] = time.monotonic() - began
        said = json.loads(Path(copy, REPORT).read_text(encoding="utf-8"))
    return Row(f"{name}, {assignment}", took[STOCK], took[OURS], _tried(said["mutation"]))


def _tried(mutation: dict | None) -> str:
    """Return how many wrong answers were tried, of how many."""
    if mutation is None:
        return "none"
    done = sum(mutation[fate] for fate in ("killed", "survived", "equivalent"))
    return f"{done} of {done + mutation['not_tried']}"


def main() -> int:
    """Measure and write the table."""
    put_environment_on_path()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        own = write_course(Path(place, "ways"), {name: ways()[name] for name in ("values", "frames")})
        for name, course in [("ways of testing", own), *courses([Path(folder) for folder in sys.argv[1:]])]:
            for assignment in Course.open(course).assignments():
                rows.append(measured(name, course, assignment))
                print(rows[-1], f"{rows[-1].times:.2f}", flush=True)
    figures = [(r.name, f"{r.stock:.1f}", f"{r.ours:.1f}", f"{r.times:.2f}", r.tried) for r in rows]
    most = max(row.times for row in rows)
    lines = [*results_page.table(HEADER, figures), "", f"At most {most:.2f} times; promised: {PROMISED:g}."]
    print("\n".join(lines))
    command = "python -m benchmarks.release_cost [FOLDER]..."
    results_page.write("release", "What releasing costs", command, lines)
    return int(most > PROMISED)


if __name__ == "__main__":
    sys.exit(main())
