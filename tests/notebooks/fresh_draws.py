"""How often a right answer would fail by the luck of the draw, and how near to a bound it comes.

usage: python -m tests.notebooks.fresh_draws [--runs 200] [--write] [--exercise NAME] LESSON ...

Runs every test cell of a lesson with the reference answers, and with the right answers kept beside the tests, on fresh
draws. For each check: failures, the largest share of the tolerance that a right answer used (1 is the bound; for a
range the share of its half width, or with one bound the smaller of bound and value over the larger; for the clock the
time taken over the time allowed; for others a dash), and the rate of failures that the spread of these shares lets
expect. At most one failure in 10,000 runs is allowed.

With --write the figures are kept in `false_failures.json`, which `test_false_failures.py` reads.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

import numpy as np

from course_utils.checks import compare
from tests.notebooks.clock_checks import looks_at_the_clock, timed
from tests.notebooks.lessons import Lesson, all_lessons, kept_answers, run_tests

STORE = Path(__file__).resolve().parent / "false_failures.json"


@dataclass
class Count:
    runs: int = 0
    failures: int = 0
    used: list[float] = field(default_factory=list)

    @property
    def largest(self) -> float | None:
        return max(self.used, default=None)

    @property
    def rate(self) -> float:
        """The share of runs in which a right answer fails: as seen, or as expected from those that passed."""
        return self.failures / self.runs if self.failures else tail_rate(self.used)


def tail_rate(used: list[float]) -> float:
    """Return how often a share of the tolerance would exceed 1, from the spread of those that were seen.

    The largest tenth is continued as a power law (Hill's estimator). That is the slowest fall to be feared: rounding
    errors that are divided by a number near zero fall in this way, everything else falls faster.
    """
    shares = np.sort(used)[::-1]
    top = len(shares) // 10
    if top < 2 or shares[top] <= 0 or shares[0] == shares[top]:
        return 0.0  # the same in nearly every run: there is nothing that chance could carry over the bound
    fall = 1 / np.mean(np.log(shares[:top] / shares[top]))
    return float(min(1.0, top / len(shares) * shares[top] ** fall))


def measure(lesson: Lesson, runs: int, exercises: frozenset[str]) -> dict[tuple[str, str, str], Count]:
    """Return counts by exercise, name of the answer (``reference`` is the lesson's own) and name of the check."""
    counts: dict[tuple[str, str, str], Count] = defaultdict(Count)
    right = [a for a in kept_answers("right_answers") if a.lesson == lesson.name and a.exercise in exercises]
    clocks: dict[tuple[str, str, str], Count] = defaultdict(Count)
    for key, passed, share in timed(lesson, right, runs, exercises):
        clocks[key].runs += 1
        clocks[key].failures += not passed
        clocks[key].used.append(share)
    for _ in range(runs):
        with _watched() as used:
            _count(counts, "reference", run_tests(lesson, {}, exercises), used)
        for answer in right:
            with _watched() as used:
                found = run_tests(lesson, {answer.exercise: answer.source}, frozenset({answer.exercise}))
                _count(counts, answer.name, found, used)
    return counts | clocks


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
        close, between, record, true = compare.compare_close, compare.compare_range, Checks._record, Checks.true
        allclose = np.allclose

        def watched_close(actual, expected, rtol=None, atol=None, inputs=None):
            problem = close(actual, expected, rtol, atol, inputs)
            self.last = None if problem else share_of_tolerance(actual, expected, rtol, atol)
            return problem

        def watched_between(actual, bounds):
            problem = between(actual, bounds)
            low, high = (float(bound) for bound in bounds)
            self.last = None if problem else share_of_range(compare.to_array(actual), low, high)
            return problem

        def watched_allclose(actual, expected, rtol=1e-5, atol=1e-8, **rest):
            self.last = share_of_tolerance(actual, expected, rtol, atol)
            return allclose(actual, expected, rtol, atol, **rest)

        def watched_true(checks, name, actual, **words):
            return true(checks, name, True if looks_at_the_clock(actual) else actual, **words)

        def watched_record(checks, *words):
            self.used.append(self.last)
            self.last = None
            return record(checks, *words)

        self.patches = [
            mock.patch.object(compare, "compare_close", watched_close),
            mock.patch.object(compare, "compare_range", watched_between),
            mock.patch.object(Checks, "_record", watched_record),
            mock.patch.object(Checks, "true", watched_true),
            mock.patch.object(np, "allclose", watched_allclose),
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


def share_of_range(actual, low, high):
    """Return how near the values come to the end of a range, 1 being the end; None where that cannot be said."""
    if np.isfinite([low, high]).all() and high > low:
        return float(np.abs(actual - (low + high) / 2).max() / ((high - low) / 2))
    (bound,) = [end for end in (low, high) if np.isfinite(end)] or [0.0]
    if not bound or not (actual / bound > 0).all():
        return None
    return float(np.minimum(actual / bound, bound / actual).max())


def summary(counts: dict[tuple[str, str, str], Count], runs: int) -> dict:
    """Return what is kept of each exercise: the runs, and for each check the worst right answer."""
    kept: dict[str, dict[str, dict]] = defaultdict(dict)
    for (exercise, _, check), count in counts.items():
        old = kept[exercise].setdefault(check, {"draws": 0, "failures": 0, "largest share": None, "rate": 0.0})
        shares = [share for share in (old["largest share"], count.largest) if share is not None]
        old["draws"] += count.runs
        old["failures"] += count.failures
        old["largest share"] = float(f"{max(shares):.2g}") if shares else None
        old["rate"] = float(f"{max(old['rate'], count.rate):.1e}")
    return {exercise: {"runs": runs, "checks": checks} for exercise, checks in kept.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="+")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--exercise", action="append", help="this exercise only; of the others nothing changes")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {STORE.name}")
    chosen = parser.parse_args()
    failures = 0
    for lesson in (one for one in all_lessons() if one.name in chosen.lesson):
        print(f"{lesson.name}, {chosen.runs} runs: failures, largest share of the tolerance used, rate to be expected")
        counts = measure(lesson, chosen.runs, frozenset(chosen.exercise or lesson.tests))
        for (exercise, answer, check), count in sorted(counts.items()):
            used = "–" if count.largest is None else f"{count.largest:.2g}"
            mark = "  <--" if count.rate > 1e-4 else ""
            print(f"  {count.failures:4} {used:>8} {count.rate:8.0e}  {exercise}, {answer}: {check}{mark}")
            failures += count.failures
        if chosen.write:
            table = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}
            table.setdefault(lesson.name, {}).update(summary(counts, chosen.runs))
            STORE.write_text(json.dumps(dict(sorted(table.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
