"""Measure an assignment of a course: go on from what is kept, keep what is new, and move tests that judge two ways."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from grader.course.directory import Course
from grader.grading.calibration.verdicts import Calibration, CellVerdict
from grader.model import Limits, Master, Tests
from grader.mutation import kept
from grader.mutation.measure import Following, measure
from grader.mutation.results import MutantResult, Mutation
from grader.sandbox import Sandbox

# Results are written down so often, in seconds.
_KEEP_EVERY = 10.0
# How the reason of a test begins that runs beside the answer because of a wrong answer.
MOVED = "apart, it gives a wrong answer other points than beside it"


@dataclass(frozen=True)
class Measured:
    """An assignment's mutation, and where its tests are judged after it.

    Attributes
    ----------
    mutation : Mutation
    calibration : Calibration
    moved : tuple of CellVerdict
        Tests that run beside the answer from now on, because they judged a wrong one otherwise apart.
    """

    mutation: Mutation
    calibration: Calibration
    moved: tuple[CellVerdict, ...] = ()


def measure_assignment(
    course: Course,
    master: Master,
    calibration: Calibration,
    sandbox: Sandbox,
    limits: Limits,
    *,
    key: Callable[[Calibration], str],
    seconds: float | None = None,
    jobs: int = 1,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Measured:
    """Try the wrong answers of an assignment that are not known yet; results are kept in the course.

    Parameters
    ----------
    course : Course
    master : Master
    calibration : Calibration
    sandbox : Sandbox
    limits : Limits
    key : callable
        Returns a key of everything that a result can depend on, from the calibration.
    seconds : float, optional
        No wrong answer is begun after so many.
    jobs : int
    on_progress : callable
        Takes how many wrong answers are done, and how many there are.
    """
    until = None if seconds is None else time.monotonic() + seconds
    results = kept.load(course, master.assignment, key(calibration))
    moved: list[CellVerdict] = []
    while True:
        keeping = _Keeping(course, master.assignment, key(calibration), results)
        left = None if until is None else until - time.monotonic()
        mutation = measure(
            master, calibration, sandbox, limits, seconds=left, jobs=jobs, known=results,
            following=Following(keeping.add, on_progress),
        )  # fmt: skip
        fresh = [_moved(notebook, test, result) for notebook, test, result in mutation.differing]
        fresh = [cell for cell in fresh if calibration.verdict(cell.notebook, cell.id).tests is not Tests.IN_SESSION]
        if not fresh:
            keeping.close()
            return Measured(mutation, calibration, tuple(moved))
        moved += fresh
        calibration = with_moved(calibration, fresh)
        # What was found with these tests apart is asked again where they run from now on.
        tests = {(cell.notebook, cell.id) for cell in fresh}
        valid = [each for each in mutation.results if not any((each.notebook, test) in tests for test in each.tests)]
        results = kept.known(valid)


def with_moved(calibration: Calibration, cells: list[CellVerdict]) -> Calibration:
    """Return a calibration in which some tests run beside the answer."""
    places = {(cell.notebook, cell.id) for cell in cells}
    others = tuple(cell for cell in calibration.cells if (cell.notebook, cell.id) not in places)
    return replace(calibration, cells=(*others, *cells))


def _moved(notebook: str, test: str, result: MutantResult) -> CellVerdict:
    why = f"{MOVED} ({result.operator}, line {result.line} of `{result.cell}`)"
    return CellVerdict(notebook, test, Tests.IN_SESSION, why)


class _Keeping:
    def __init__(self, course: Course, assignment: str, key: str, results: kept.Known) -> None:
        self._course, self._assignment, self._key = course, assignment, key
        self._results, self._kept = list(results.values()), time.monotonic()

    def add(self, result: MutantResult) -> None:
        self._results.append(result)
        if time.monotonic() - self._kept > _KEEP_EVERY:
            self.close()

    def close(self) -> None:
        kept.save(self._course, self._assignment, self._key, self._results)
        self._kept = time.monotonic()
