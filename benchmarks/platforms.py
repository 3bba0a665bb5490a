"""Large classes from Canvas and Moodle: time and memory of collect, return and export, which grow in a straight line.

usage: python -m benchmarks.platforms [--quick] [--sizes N [N ...]]

Each class is made by `benchmarks/platform_class.py` and goes through each command in a process of its own.
Writes the table into `benchmarks/README.md` (`--quick` does not).
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import platform_class as made
from benchmarks import results_page

SIZES, QUICK_SIZES = (250, 500, 1000), (20, 40)
STEPS = ("collect", "return", "export")


def run_step(step: str, platform: str, folder: Path) -> None:
    """Run one command in this process; print its seconds and its peak of memory as JSON."""
    from grader.commands import collect, export, give_back

    course, roster = folder / "course", folder / "list.csv"
    if step == "grades":
        from grader.course.directory import Course

        made.put_grades(Course.open(course))
        return
    began = time.monotonic()
    if step == "collect":
        collect.run(course, made.ASSIGNMENT, folder / "download.zip", roster=roster, json=None)
    elif step == "return":
        give_back.run(course, made.ASSIGNMENT, layout=platform, output=None)
    else:
        export.run(course, made.ASSIGNMENT, layout=platform, output=folder / "grades.csv", column=None, roster=roster)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("\n" + json.dumps({"seconds": time.monotonic() - began, "memory": peak}))


def measure(platform: str, count: int) -> dict[str, dict[str, float]]:
    """Make a class and send it through each command."""
    with tempfile.TemporaryDirectory(prefix="platforms-") as place:
        folder = Path(place)
        class_ = made.people(count)
        made.make_course(folder / "course")
        getattr(made, f"{platform}_zip")(folder / "download.zip", class_)
        getattr(made, f"{platform}_list")(folder / "list.csv", class_)
        found = {}
        for step in ("collect", "grades", "return", "export"):
            command = [sys.executable, "-m", "benchmarks.platforms", "--step", step, platform, place]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
            if done.returncode:
                raise RuntimeError(f"{step}: {done.stderr[-2000:]}")
            if step != "grades":
                found[step] = json.loads(done.stdout.splitlines()[-1])
                print(f"{platform}, {count} people, {step}: {found[step]['seconds']:.1f} s", flush=True)
    return found


def main() -> int:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small classes, and nothing is written down")
    parser.add_argument("--sizes", type=int, nargs="+", default=None)
    parser.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        step, platform, folder = options.step
        run_step(step, platform, Path(folder))
        return 0
    rows = []
    for platform in ("canvas", "moodle"):
        for count in options.sizes or (QUICK_SIZES if options.quick else SIZES):
            found = measure(platform, count)
            cells = [f"{found[step]['seconds']:.1f} s, {found[step]['memory']:.0f} MiB" for step in STEPS]
            rows.append([platform.capitalize(), count, *cells])
    header = ["platform", "people", *STEPS]
    lines = results_page.table(header, rows)
    print("\n".join(lines))
    if not options.quick:
        results_page.write("platforms", "There and back", "python -m benchmarks.platforms", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
