"""How often a right answer would fail by the luck of the draw, and how near to a bound it comes.

usage: python -m tests.notebooks.fresh_draws [--runs 200] LESSON ...

Runs every test cell of a lesson with the reference answers, and with the right answers kept beside the tests, on fresh
draws. For each check: failures, and the largest share of the tolerance that a right answer used (1 is the bound; for
checks of a range the share of its half width, for others a dash). At most one failure in 10,000 runs is allowed, so a
share above a half at 200 runs deserves a look at how that share is spread.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from unittest import mock

import numpy as np

from course_utils.checks import compare
from tests.notebooks.lessons import Lesson, all_lessons, kept_answers, run_tests


@dataclass
class Count:
    runs: int = 0
    failures: int = 0
    used: list[float] = field(default_factory=list)

    @property
    def largest(self) -> float | None:
        return max(self.used, default=None)


def measure(lesson: Lesson, runs: int) -> dict[tuple[str, str, str], Count]:
    """Return counts by exercise, name of the answer (``reference`` is the lesson's own) and name of the check."""
    counts: dict[tuple[str, str, str], Count] = defaultdict(Count)
    right = [answer for answer in kept_answers("right_answers") if answer.lesson == lesson.name]
    for _ in range(runs):
        with _watched() as used:
            _count(counts, "reference", run_tests(lesson, {}), used)
        for answer in right:
            with _watched() as used:
                found = run_tests(lesson, {answer.exercise: answer.source}, frozenset({answer.exercise}))
                _count(counts, answer.name, found, used)
    return counts


def _count(counts, answer, found, used):
    used = iter(used)
    for exercise, result in found.items():
        if result.error:
            count = counts[exercise, answer, f"the cell stops: {result.error}"]
            count.runs, count.failures = count.runs + 1, count.failures + 1
        for check in result.checks:
            count = counts[exercise, answer, check["name"]]
            count.runs, count.failures = count.runs + 1, count.failures + (not check["passed"])
            share = next(used, None)
            if share is not None:
                count.used.append(share)


class _watched:
    """Note for each check of the collector, in order, what share of its tolerance was used, None where it has none."""

    def __enter__(self) -> list[float | None]:
        from course_utils.checks import Checks

        self.used: list[float | None] = []
        self.last: float | None = None
        close, between, record = compare.compare_close, compare.compare_range, Checks._record

        def watched_close(actual, expected, rtol=None, atol=None, inputs=None):
            problem = close(actual, expected, rtol, atol, inputs)
            self.last = None if problem else share_of_tolerance(actual, expected, rtol, atol)
            return problem

        def watched_between(actual, bounds):
            problem = between(actual, bounds)
            low, high = (float(bound) for bound in bounds)
            if not problem and np.isfinite([low, high]).all() and high > low:
                self.last = float(np.abs(compare.to_array(actual) - (low + high) / 2).max() / ((high - low) / 2))
            return problem

        def watched_record(checks, *words):
            self.used.append(self.last)
            self.last = None
            return record(checks, *words)

        self.patches = [
            mock.patch.object(compare, "compare_close", watched_close),
            mock.patch.object(compare, "compare_range", watched_between),
            mock.patch.object(Checks, "_record", watched_record),
        ]
        for patch in self.patches:
            patch.start()
        return self.used

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()


def share_of_tolerance(actual, expected, rtol, atol):
    """Return the largest ``|actual - expected| / (atol + rtol |expected|)``."""
    actual, expected = compare.to_array(actual), compare.to_array(expected)
    rtol, atol = compare.tolerances(expected, rtol, atol)
    wide = np.result_type(actual, expected, np.float64)
    gap = np.abs(actual.astype(wide) - expected.astype(wide))
    room = atol + rtol * np.abs(expected.astype(wide))
    return float(np.nan_to_num(gap / room, nan=0.0, posinf=0.0).max(initial=0.0))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="+")
    parser.add_argument("--runs", type=int, default=200)
    chosen = parser.parse_args()
    failures = 0
    for lesson in (one for one in all_lessons() if one.name in chosen.lesson):
        print(f"{lesson.name}, {chosen.runs} runs: failures, largest share of the tolerance used")
        for (exercise, answer, check), count in sorted(measure(lesson, chosen.runs).items()):
            used = "–" if count.largest is None else f"{count.largest:.2g}"
            mark = "  <--" if count.failures or (count.largest or 0) > 0.5 else ""
            print(f"  {count.failures:4} {used:>8}  {exercise}, {answer}: {check}{mark}")
            failures += count.failures
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
