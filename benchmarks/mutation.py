"""Wrong answers, made from the reference: what the tests let through, and whether both ways of judging agree.

usage: python -m benchmarks.mutation [--seconds S] [--jobs N] [--only NAME] [COURSES ...]

Measures the lessons of this repository, and every nbgrader course below the folders COURSES. Each wrong answer is
judged apart and beside the answer. What was measured is kept in `build/mutation`, so that the program can be stopped
and continued: it ends after S seconds. The figures are stored in `benchmarks/mutation_results.json`, from which the
table in `benchmarks/README.md` is made, with what is left to try.
"""

import argparse
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import results_page
from benchmarks.mutation_results import Row, reasons, row_of, store, stored
from grader.classes.engine import choose, other_language
from grader.classes.grade_class import calibrated, keep_calibration, mutation_key
from grader.course.directory import Course
from grader.model import Limits
from grader.mutation.assignment import MOVED, Measured, measure_assignment
from grader.sandbox import refusal

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "mutation"
LESSONS = "lessons"
HEADER = ("assignment", "wrong answers", "lose points", "survive", "equivalent", "not tried", "judged both ways",
          "judged differently")  # fmt: skip


def differing(measured: Measured) -> int:
    """Return how many test cells run beside the answer because they judge a wrong one otherwise apart."""
    return sum(cell.why.startswith(MOVED) for cell in measured.calibration.cells)


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


def lines_of(rows: list[Row], known: Mapping[tuple[str, str, str], str]) -> list[str]:
    """Return the table with its sums, in words how far the two ways agree, and why lessons' wrong answers survive."""
    entries = [(row.name, *row.figures) for row in rows]
    sums = [sum(column) for column in zip(*(row.figures for row in rows), strict=True)] or [0] * (len(HEADER) - 1)
    ours = [row for row in rows if row.name.startswith(LESSONS)]
    wrong, killed = sum(row.wrong for row in ours), sum(row.killed for row in ours)
    said = (
        f"Of {sums[0]:,} wrong answers {sums[1]:,} lose points ({sums[1] / max(1, sums[0]):.1%}); of the lessons' "
        f"{wrong:,} it is {killed:,} ({killed / max(1, wrong):.1%}). {sums[5]:,} were judged both ways; "
        f"{sums[6]} test cells gave one other points apart than beside it, and are judged beside it from then on."
    )
    lines = [*results_page.table(HEADER, [*entries, ("all", *sums)]), "", said]
    lines += _not_begun(rows)
    lines += [f"\nNot measured in {row.name}: {'; '.join(row.unread)}." for row in ours if row.unread]
    return [*lines, *_survivors(ours, known)]


def _not_begun(rows: list[Row]) -> list[str]:
    """Return in words which lessons are not in the table."""
    known = {row.name for row in rows}
    names = sorted(path.parent.name for path in ROOT.glob("notebooks/*/*.ipynb") if path.stem == path.parent.name)
    left = [name for name in names if f"{LESSONS}, {name}" not in known]
    return [f"\nNot tried yet: {', '.join(left)}."] if left else []


def _survivors(rows: list[Row], known: Mapping[tuple[str, str, str], str]) -> list[str]:
    """Return the wrong answers of lessons that earn every point, by reason."""
    by_reason: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        for each in row.survivors:
            reason = known.get((row.name, each.cell, each.change), "no reason is known")
            by_reason.setdefault((row.name, each.cell, reason), []).append(each.operator)
    if not by_reason:
        return []
    lines = ["", "The lessons' wrong answers that earn every point, and why they may:", ""]
    for (name, cell, reason), operators in by_reason.items():
        count = f"{len(operators)} times " if len(operators) > 1 else ""
        lines.append(
            f"- {name.removeprefix(f'{LESSONS}, ')}, `{cell}`: {count}{', '.join(dict.fromkeys(operators))}. {reason}"
        )
    return lines


def main() -> None:
    """Measure what is left, within the time that is given, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("courses", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="only assignments whose name holds this")
    parser.add_argument("--table", action="store_true", help="measure nothing, make the table of what is stored")
    given = parser.parse_args()
    if not given.table:
        _measure_all(given)
    rows = stored()
    lines = lines_of(sorted(rows.values(), key=lambda row: (not row.name.startswith(LESSONS), row.name)), reasons())
    print("\n".join(lines))
    results_page.write(
        "mutation", "Wrong answers made from the reference", "python -m benchmarks.mutation COURSES", lines
    )


def _measure_all(given: argparse.Namespace) -> None:
    os.environ.setdefault("COURSE_PROFILE", "fast")
    os.environ.setdefault("COURSE_DATASET", "digits")
    if refusal():
        raise SystemExit(refusal())
    until = time.monotonic() + given.seconds if given.seconds else None
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
            row = row_of(title, measured.mutation, differing(measured))
            store(row)
            print(title, dict(zip(HEADER[1:], row.figures, strict=True)), flush=True)
            for result in measured.mutation.survivors:
                print(f"survives {', '.join(result.tests)}: {result.operator}\n{result.diff}", flush=True)
            for why in row.unread:
                print(f"not measured: {why}", flush=True)


if __name__ == "__main__":
    main()
