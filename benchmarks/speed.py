"""Speed and memory of grading: the same submissions of one lesson here and under stock nbgrader, in one run.

usage: python -m benchmarks.speed [--quick] [--lesson NAME] [--count N] [--stock-demonstrations N]

Every row is a whole command from its start to its end. Stock nbgrader runs everything in one process, one kernel after
another, as it does; it is also given the same submissions without the demonstration cells that the grader leaves out.
Writes the tables into `benchmarks/README.md` (`--quick` does not).
"""

from __future__ import annotations

import argparse
import functools
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import psutil

from benchmarks import results_page
from benchmarks.made_classes import lesson_class
from grader.classes.cluster import messages
from grader.classes.engine import Engine, choose
from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.grading.grade import grade
from grader.machine import cores
from grader.model import Limits, Outcome, Tests
from grader.sandbox.isolation.confinement import Confinement

PHASES = {
    "merge": "merge: read the notebook, put the answers into the master",
    "start": "fork: session and judge, confined",
    "cells": "cells: the submission's own",
    "judge": "judge: the tests, with values carried to and fro",
    "score": "score: read the checks, shorten outputs",
    "write": "write: read from disk, gradebook, notebook, JSON",
}
_STOCK_SECONDS = 3600


@dataclass
class Row:
    """One way of grading: seconds on the clock and of processor time for `count` submissions."""

    name: str
    count: int
    seconds: float
    processor: float

    @property
    def rate(self) -> float:
        """Submissions a minute."""
        return 60 * self.count / self.seconds


def timed(name: str, count: int, command: list[str], folder: Path) -> Row:
    """Run a command to its end.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    programs = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": os.getcwd()}
    before, began = _children(), time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=_STOCK_SECONDS
    )
    row = Row(name, count, time.monotonic() - began, _children() - before)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)}: {done.stderr[-2000:]}")
    print(f"{name}: {row.seconds:.1f} s for {count}, {row.processor:.1f} s of processor time", flush=True)
    return row


def ours(place: Path, lesson: str, count: int, jobs: int | None = None) -> Row:
    """Grade with this grader."""
    course = place / f"here-{jobs or 'all'}"
    lesson_class(course, lesson, count)
    words = [] if jobs is None else ["--jobs", str(jobs)]
    name = "grader, one at a time" if jobs == 1 else "grader"
    return timed(name, count, [sys.executable, "-m", "grader", "grade", lesson, *words], course)


def stock(place: Path, lesson: str, count: int, *, demonstrations: bool) -> Row:
    """Grade with stock nbgrader; making the assignment, which it wants first, is not counted."""
    course = place / f"stock-{demonstrations}"
    lesson_class(course, lesson, count, demonstrations=demonstrations)
    name = "nbgrader autograde" if demonstrations else "nbgrader autograde, without demonstration cells"
    command = [sys.executable, "-m", "nbgrader"]
    timed("(nbgrader generate_assignment)", 1, [*command, "generate_assignment", lesson], course)
    return timed(name, count, [*command, "autograde", lesson], course)


def phases(place: Path, lesson: str, count: int, tests: Tests) -> dict[str, float]:
    """Return the mean seconds of each phase, one submission at a time, after a first one that is not counted."""
    course_folder = place / f"phases-{tests}"
    students = lesson_class(course_folder, lesson, count + 1)
    taken: dict[str, list[float]] = {name: [] for name in (*PHASES, "all")}
    begun: dict[str, float] = {}

    def note(event) -> None:
        if event.kind == "begin":
            begun[event.student] = time.monotonic()
        elif event.kind == "done" and event.student != students[0]:
            _add(taken, event.outcome, time.monotonic() - begun[event.student])

    outcomes = grade_class(Course.open(course_folder), lesson, jobs=1, tests=tests, on_event=note)
    found = {name: mean(values) for name, values in taken.items()}
    found["peak"] = max(outcome.peak_memory_mb for outcome in outcomes)
    return found


def _add(taken: dict[str, list[float]], outcome: Outcome, seconds: float) -> None:
    for name in PHASES:
        taken[name].append(outcome.phases.get(name, 0.0))
    taken["write"][-1] = seconds - outcome.seconds
    # Each is prepared while the one before it runs; that it waits for its turn then costs nobody anything.
    taken["all"].append(seconds - outcome.phases["wait"])


def skipping(engine: Engine, course: Course, lesson: str, student: str) -> tuple[float, float]:
    """Return the seconds of a submission's cells without and with those tagged `skip-grading`."""
    master, submission = course.master(lesson), course.submission(lesson, student)

    def seconds(*, everything: bool) -> float:
        runner, limits = functools.partial(engine.runner, run_skipped=everything), Limits(cell_seconds=300, seconds=900)
        runner.python = engine.runner.python
        return grade(master, submission, limits, runner=runner, tests=Tests.APART).phases["cells"]

    return seconds(everything=False), seconds(everything=True)


def memory(engine: Engine) -> list[list[str]]:
    """Return the table of memory: the fork server, and a session directly after the fork."""
    forked = engine.runner.fork_server.fork("session", Confinement())
    forked.wait()
    rows = []
    for name, pid in (("fork server", engine.runner.fork_server.pid), ("session, after the fork", forked.pid)):
        seen = _rollup(pid)
        own = seen["Private_Clean"] + seen["Private_Dirty"]
        shared = seen["Shared_Clean"] + seen["Shared_Dirty"]
        rows.append([name, *(f"{value:.0f}" for value in (seen["Rss"], seen["Pss"], own, shared))])
    forked.end()
    return rows


@dataclass
class Cost:
    """What a submission costs wherever it is graded: processor seconds, KiB sent to a worker and KiB sent back."""

    processor: float
    sent: float
    returned: float


def cost(engine: Engine, course: Course, lesson: str, students: list[str]) -> Cost:
    """Measure the mean cost of some submissions; starting the fork server is not in it."""
    server = psutil.Process(engine.runner.fork_server.pid)

    def used() -> float:
        time.sleep(0.5)  # ended sessions are counted when they have been waited for
        times = server.cpu_times()
        return time.process_time() + sum(times[:4])

    master, sent, returned = course.master(lesson), [], []
    before = used()
    for student in students:
        submission = course.submission(lesson, student)
        outcome = engine.grade(master, submission, Limits())
        sent.append(len(messages.write(messages.submission_to_plain(submission))) / 1024)
        returned.append(len(messages.write(messages.outcome_to_plain(outcome))) / 1024)
    return Cost((used() - before) / len(students), mean(sent), mean(returned))


def _rollup(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def speed_table(rows: list[Row]) -> list[str]:
    """Return the table of throughput; the last column compares with stock nbgrader as it is."""
    base = next(row for row in rows if row.name == "nbgrader autograde")
    header = ["", "submissions", "seconds", "a minute", "processor seconds each", "times stock"]
    return results_page.table(
        header,
        [
            [
                row.name, row.count, f"{row.seconds:.0f}", f"{row.rate:.1f}", f"{row.processor / row.count:.1f}",
                f"{row.rate / base.rate:.1f}",
            ]
            for row in rows
        ],
    )  # fmt: skip


def phase_table(apart: dict[str, float], inside: dict[str, float]) -> list[str]:
    """Return the table of phases, and what grading adds to the run time of all cells in one process."""
    rows = [[words, f"{apart[name]:.2f}"] for name, words in PHASES.items()]
    rows.append(["all", f"{apart['all']:.2f}"])
    rows.append(["the same cells and tests in one confined process", f"{inside['cells']:.2f}"])
    rows.append(["**what grading adds**", f"**{apart['all'] - inside['cells']:.2f}**"])
    return results_page.table(["phase, one submission at a time", "seconds, mean"], rows)


def main() -> int:
    """Measure, print, write down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few submissions, and nothing is written down")
    parser.add_argument("--lesson", default="03_dense_ae")
    parser.add_argument("--count", type=int, default=None, help="submissions (24)")
    parser.add_argument("--stock-demonstrations", type=int, default=None, help="those that stock runs in full (all)")
    options = parser.parse_args()
    count = options.count or (4 if options.quick else 24)
    full = options.stock_demonstrations or (1 if options.quick else count)
    os.environ["COURSE_PROFILE"] = "fast"
    os.environ["COURSE_DATASET"] = "mnist" if os.environ.get("COURSE_DATA_DIR") else "digits"
    lesson = options.lesson
    with tempfile.TemporaryDirectory(prefix="speed-") as folder:
        place = Path(folder)
        rows = [ours(place, lesson, count), ours(place, lesson, count, jobs=1)]
        apart, inside = (phases(place, lesson, min(count, 8), tests) for tests in (Tests.APART, Tests.IN_SESSION))
        course = Course.open(place / "here-1")
        with choose(course, course.master(lesson), threads=cores()) as engine:
            engine.start()
            without, with_all = skipping(engine, course, lesson, "student000")
            remembered = memory(engine)
            each = cost(engine, course, lesson, [f"student{number:03d}" for number in range(min(count, 8))])
        rows.append(stock(place, lesson, count, demonstrations=False))
        rows.append(stock(place, lesson, full, demonstrations=True))
    lines = [
        f"{count} submissions of `{lesson}` (right, blank and wrong ones), profile fast, data "
        f"{os.environ['COURSE_DATASET']}.",
        "",
        *speed_table(rows),
        "",
        *phase_table(apart, inside),
        "",
        f"Cells tagged `skip-grading`: a right submission's cells take {without:.1f} s without them and {with_all:.1f} "
        f"s with them.",
        "",
        *results_page.table(["memory, MiB", "resident", "proportional", "its own", "shared"], remembered),
        "",
        f"A session with everything it started, and its judge, at their most: {apart['peak']:.0f} MiB each, pages "
        "shared with the fork server counted in.",
        "",
        f"A submission costs {each.processor:.1f} s of processor time (without starting the fork server, which takes "
        f"its time once a worker), {each.sent:.0f} KiB to a worker and {each.returned:.0f} KiB back. "
        f"10,000 of them: {each.processor / 0.36:.0f} core hours and {(each.sent + each.returned) / 104.8576:.1f} GiB "
        f"on the network.",
    ]
    print("\n".join(lines))
    if not options.quick:
        results_page.write("speed", "Speed", "python -m benchmarks.speed", lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
