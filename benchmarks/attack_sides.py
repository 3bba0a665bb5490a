"""Try attacks: here with the tests apart, here with the tests in the session, and under stock nbgrader."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import nbformat

from benchmarks.attack_course import Place, hand_in, leaks, left_behind, looked_at, our_page, place
from benchmarks.attack_model import CANARIES, FIRST_MARK, Attack, Cell, Result, master_notebook
from benchmarks.floods import peak_begins_anew, resident
from benchmarks.programs import run_program, stock_points
from grader.course.submitted_files import read_folder
from grader.grading.grade import grade
from grader.model import Limits, Master, Outcome, Submission, Tests
from grader.notebook.nbgrader_cells import student_stub
from grader.pythons import Python
from grader.sandbox import ForkServer, Sandbox

LIMITS = Limits(cell_seconds=5, seconds=30, memory_mb=1200, output_mb=5, scratch_mb=64)
APART, IN_SESSION, STOCK = "apart", "in session", "stock"
SIDES = (APART, IN_SESSION, STOCK)


@dataclass(frozen=True)
class Here:
    """How attacks are graded here.

    Attributes
    ----------
    server : ForkServer
    tests : Tests
        Whether tests run apart or in the session.
    alone : bool
        Whether nothing else runs meanwhile, so that memory can be measured.
    """

    server: ForkServer
    tests: Tests = Tests.APART
    alone: bool = False

    @property
    def side(self) -> str:
        """Its name."""
        return APART if self.tests is Tests.APART else IN_SESSION

    def run(self, attack: Attack, where: Place, mark: int) -> Result:
        """Try an attack that hands in a notebook."""
        student = hand_in(attack, where, mark)
        before = len(where.heard)
        files = read_folder(where.course / "submitted" / student / "attacked", LIMITS)
        notebook = master_notebook(attack.cells)
        master = Master(
            "attacked",
            {"attacked": nbformat.writes(notebook).encode()},
            {"attacked": nbformat.writes(student_stub(notebook)).encode()},
        )
        runner = Sandbox(self.server, judge=self.tests is Tests.APART)
        result = Result()

        def work() -> tuple[Outcome, str]:
            outcome = grade(master, Submission(student, files), LIMITS, runner=runner, tests=self.tests)
            return outcome, our_page(outcome, attack.cells)

        outcome, page = self._measured(work, result)
        executed = outcome.executed.get("attacked", '{"cells": []}')
        result.points, result.state = outcome.score, outcome.state.value
        result.leaked = leaks(attack, json.loads(executed), where, before, mark)
        result.left = left_behind(where, mark)
        if attack.shown:
            result.acts = looked_at(executed, mark, where, page)
        return result

    def _measured(self, work: Callable[[], tuple[Outcome, str]], result: Result) -> tuple[Outcome, str]:
        """Do it, and note what it costs this process; memory only where nothing else runs in it."""
        if self.alone:
            gc.collect()
            with contextlib.suppress(OSError, AttributeError):
                ctypes.CDLL(None).malloc_trim(0)
            peak_begins_anew()
            before = resident("VmRSS")
        started = time.thread_time()
        found = work()
        result.seconds = round(time.thread_time() - started, 2)
        if self.alone:
            result.mb = round(resident("VmHWM") - before, 1)
        return found


def measure_here(
    attacks: dict[int, Attack], tests: Tests = Tests.APART, *, at_once: int = 1, python: Python | None = None
) -> Iterator[tuple[int, Result]]:
    """Run attacks in one course, forked from one fork server; their marks tell apart those that run at once."""
    with ForkServer(["keras"], python=python) as server, place() as where, ThreadPoolExecutor(at_once) as threads:
        where.course.joinpath("gradebook.db").write_text(CANARIES["hidden tests"])
        here = Here(server, tests, alone=at_once == 1)
        here.run(Attack("to import what the first one would"), where, FIRST_MARK)
        waited = {m: threads.submit(here.run, a, where, m) for m, a in attacks.items() if a.tries is None}
        for mark, result in waited.items():
            yield mark, result.result()
    for mark, attack in attacks.items():
        if attack.tries is not None:  # the commands keep a gradebook of their own
            with place(attack.cells) as where:
                yield mark, attack.tries(here.side, where, mark)


def measure_stock(attacks: dict[int, Attack]) -> Iterator[tuple[int, Result]]:
    """Run attacks under stock nbgrader, those that would stop or change others each in a course of its own."""
    wanted = {mark: attack for mark, attack in attacks.items() if not attack.not_stock}
    for cells, group in _groups(wanted):
        with place(cells) as where:
            if stock(where, "generate_assignment", "attacked") != 0:
                raise RuntimeError("nbgrader cannot make the assignment")
            first = next(iter(group.values()))
            if first.tries is not None:
                yield from ((mark, attack.tries(STOCK, where, mark)) for mark, attack in group.items())
                continue
            for mark, attack in group.items():
                hand_in(attack, where, mark)
            yield from _run_stock(group, where).items()


def _groups(attacks: dict[int, Attack]) -> list[tuple[tuple[Cell, ...], dict[int, Attack]]]:
    """Return which attacks may be graded with one call: those of one assignment that leave others as they are."""
    together: dict[tuple[Cell, ...], dict[int, Attack]] = {}
    alone = []
    for mark, attack in attacks.items():
        if attack.alone or attack.tries is not None:
            alone.append((attack.cells, {mark: attack}))
        else:
            together.setdefault(attack.cells, {})[mark] = attack
    return [*together.items(), *alone]


def _run_stock(attacks: dict[int, Attack], where: Place) -> dict[int, Result]:
    """Grade attacks with one call of `nbgrader autograde`, for all students or for one."""
    before = len(where.heard)
    called = [f"--student=s{next(iter(attacks))}"] if len(attacks) == 1 else []
    ended = stock(where, "autograde", "attacked", *called, "--force")
    found = {}
    for mark, attack in attacks.items():
        executed = where.course / "autograded" / f"s{mark}" / "attacked" / "attacked.ipynb"
        text = executed.read_text() if executed.exists() else '{"cells": []}'
        result = Result(stock_points(where, f"s{mark}"), leaks(attack, json.loads(text), where, before, mark))
        result.state = "graded" if executed.exists() else "lost" if ended >= 0 else "stopped by us"
        if attack.shown and executed.exists():
            result.acts = looked_at(text, mark, where)
        found[mark] = result
    time.sleep(3 if len(attacks) == 1 else 0)  # what goes on afterwards has a moment to do so
    for mark in attacks:
        found[mark].points = max(filter(None, [found[mark].points, stock_points(where, f"s{mark}")]), default=0.0)
        found[mark].left = left_behind(where, mark, where.course / "autograded")
    return found


def stock(where: Place, *arguments: str) -> int:
    """Run the stock program as a user would; return its exit status, or a negative number where it had to be ended."""
    return run_program(where, "nbgrader", *arguments).status
