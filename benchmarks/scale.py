"""Large classes of small submissions: how time and the grader's memory grow, and whether the time left is told truly.

usage: python -m benchmarks.scale [--quick] [--sizes N [N ...]]

Each class is made by this program and graded by a process of its own. Writes the table into `benchmarks/README.md`
(`--quick` does not).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks import results_page
from benchmarks.made_classes import SMALL, small_class

SIZES, QUICK_SIZES = (100, 300, 1000), (20, 40, 80)
FLAT = 1.2
_TOLD_AT = (0.1, 0.25, 0.5, 0.75)


def grade_one_class(folder: str) -> None:
    """Grade a class in this process; print what was measured as JSON."""
    from grader.classes.grade_class import grade_class
    from grader.console.progress import seconds_left
    from grader.course.directory import Course

    me = psutil.Process()
    ends: list[float] = []
    memory: list[float] = []
    began = started = time.monotonic()

    def note(event) -> None:
        nonlocal began
        if event.kind == "begin" and not ends and not memory:
            began = time.monotonic()
            memory.append(me.memory_info().rss / 2**20)
        elif event.kind == "done":
            ends.append(time.monotonic() - began)
            memory.append(me.memory_info().rss / 2**20)

    outcomes = grade_class(Course.open(folder), SMALL, on_event=note)
    count = len(ends)
    told = {}
    for part in _TOLD_AT:
        done = max(1, round(part * count))
        told[f"{part:.0%}"] = [seconds_left(ends[done - 1], done, count - done), ends[-1] - ends[done - 1]]
    print(
        json.dumps(
            {
                "count": count,
                "seconds": ends[-1],
                "start": began - started,
                "memory": memory,
                "told": told,
                "states": sorted({f"{outcome.state} {outcome.score:g}" for outcome in outcomes}),
            }
        )
    )


def measure(count: int) -> dict[str, Any]:
    """Make a class and grade it in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        course = Path(folder) / "course"
        small_class(course, count)
        command = [sys.executable, "-m", "benchmarks.scale", "--class", str(course)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        found = json.loads(done.stdout.splitlines()[-1])
    if found["count"] != count or found["states"] != ["graded 0", "graded 2"]:
        raise RuntimeError(f"{count} submissions ended as {found['states']}")
    print(f"{count} submissions: {found['seconds']:.1f} s", flush=True)
    return found


def fit(counts: list[int], seconds: list[float]) -> tuple[float, float, float]:
    """Return slope (seconds a submission), intercept and R² of the straight line through the measured times."""
    slope, intercept = np.polyfit(counts, seconds, 1)
    residual = np.asarray(seconds) - (slope * np.asarray(counts) + intercept)
    spread = np.asarray(seconds) - np.mean(seconds)
    return float(slope), float(intercept), float(1 - (residual @ residual) / (spread @ spread))


def plateau(memory: list[float]) -> tuple[float, float]:
    """Return the grader's resident MiB after the first tenth of a class, and the most of all that came later."""
    first = max(1, len(memory) // 10)
    return memory[first], max(memory[first:])


def main() -> int:
    """Measure, print, write down; fails where the grader's memory grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small classes, and nothing is written down")
    parser.add_argument("--sizes", type=int, nargs="+", default=None)
    parser.add_argument("--class", dest="folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.folder:
        grade_one_class(options.folder)
        return 0
    sizes = options.sizes or (QUICK_SIZES if options.quick else SIZES)
    found = [measure(count) for count in sizes]
    slope, intercept, r_squared = fit([each["count"] for each in found], [each["seconds"] for each in found])
    rows = []
    for each in found:
        early, most = plateau(each["memory"])
        estimates = [f"{told:.0f} / {took:.0f}" for told, took in each["told"].values()]
        speed = f"{each['seconds'] / each['count']:.2f}"
        rows.append([each["count"], f"{each['seconds']:.0f}", speed, f"{early:.0f}", f"{most:.0f}", *estimates])
    header = [
        "submissions", "seconds", "each", "MiB at 10 %", "MiB at most",
        *(f"left at {part:.0%}: told / took, s" for part in _TOLD_AT),
    ]  # fmt: skip
    least, greatest = min(plateau(each["memory"])[0] for each in found), max(max(each["memory"]) for each in found)
    flat = greatest <= FLAT * least
    lines = [
        *results_page.table(header, rows),
        "",
        f"Straight line: {slope:.3f} s a submission and {intercept:.1f} s, R² = {r_squared:.4f}. Memory of the grader "
        f"over all classes: {least:.0f} to {greatest:.0f} MiB ({'flat' if flat else 'NOT flat'} within 20 %).",
    ]
    print("\n".join(lines))
    if not options.quick:
        results_page.write("scale", "Large classes", "python -m benchmarks.scale", lines)
    return 0 if flat else 1


if __name__ == "__main__":
    sys.exit(main())
