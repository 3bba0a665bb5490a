"""How often a right answer would fail by the luck of the draw, and how near to a bound it comes.

usage: python -m tests.notebooks.fresh_draws [--runs N | --seconds S] [--write] [--exercise NAME] LESSON ...

Runs every test cell of a lesson with the reference answers, and with the right answers kept beside the tests, on fresh
draws, and says what chance a cell depends on. For each check: failures, the largest share of the tolerance that a right
answer used (1 is the bound; for a range the share of its half width, or with one bound the smaller of bound and value
over the larger; for the clock the time taken over the time allowed; for others a dash), how many standard deviations
lie between its statistics and their bounds where they spread like a normal distribution, and the rate of failures
that this lets expect. At most one failure in 10,000 runs is allowed.

With --write the figures are kept in `false_failures.json`, which `test_false_failures.py` reads.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.notebooks.chance import checked_with_its_sources
from tests.notebooks.clock_checks import timed
from tests.notebooks.lessons import Lesson, all_lessons, kept_answers, run_tests
from tests.notebooks.tails import FEWEST, distance, tail_rate
from tests.notebooks.watched_checks import Seen, instrumented, watched

ALLOWED = 1e-4
STORE = Path(__file__).resolve().parent / "false_failures.json"
FEWEST_RUNS = 500  # of a stop watch
FEWEST_OF_ONE, FEWEST_DRAWS, MOST_DRAWS = 20, 200, 10_000  # of one right answer, and of all of them together


class Instrumented(Lesson):
    """A lesson whose test cells tell what they compare."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        for cell in super().tests.values():
            cell.source = instrumented(cell.source)


@dataclass
class Count:
    runs: int = 0
    failures: int = 0
    used: list[float] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    @property
    def largest(self) -> float | None:
        return max(self.used, default=None)

    @property
    def distance(self) -> float | None:
        """Standard deviations between the statistics and their bounds; None where they are not normal."""
        return distance(self.seen)[0]

    @property
    def rate(self) -> float:
        """The share of runs in which a right answer fails: as seen, or as expected from those that passed."""
        if self.failures:
            return self.failures / self.runs
        return min(tail_rate(self.used), distance(self.seen)[1])

    @property
    def varies(self) -> bool:
        """Whether what is compared is not the same in every run."""
        return len({one.mark for one in self.seen}) > 1

    def add(self, passed: bool, seen: Seen | None = None) -> None:
        self.runs, self.failures = self.runs + 1, self.failures + (not passed)
        if seen is not None:
            self.seen.append(seen)
            if seen.share is not None:
                self.used.append(seen.share)


Counts = dict[tuple[str, str, str], Count]  # by exercise, name of the answer and name of the check


def chance(lesson: Lesson, exercise: str, times: int = 2) -> list[str]:
    """Return what the test of an exercise draws from that nobody has seeded, in some runs among the other tests."""
    found: set[str] = set()
    for _ in range(times):
        others = random.SystemRandom().sample(sorted(lesson.tests), 1)  # what runs before may seed or draw, too
        run_tests(lesson, {}, frozenset(others))
        found |= checked_with_its_sources(lesson, exercise)[1]
    return sorted(found)


def measure(lesson: Lesson, exercise: str, runs: int | None, seconds: float) -> Counts:
    """Return counts by exercise, name of the answer (``reference`` is the lesson's own) and name of the check.

    Without a number of runs every answer gets the same processor time, so that a slow one does not keep the others
    from being drawn often.
    """
    counts: Counts = defaultdict(Count)
    right = [a for a in kept_answers("right_answers") if (a.lesson, a.exercise) == (lesson.name, exercise)]
    answers = {"reference": {}} | {answer.name: {exercise: answer.source} for answer in right}
    clocks: Counts = defaultdict(Count)
    for key, passed, share in timed(lesson, right, runs or FEWEST_RUNS, frozenset({exercise})):
        clocks[key].add(passed)
        clocks[key].used.append(share)
    most = runs or -(-MOST_DRAWS // len(answers))
    drawn = 0
    for name, replaced in [*list(answers.items())[1:], ("reference", {})]:
        fewest = FEWEST_OF_ONE if name != "reference" else FEWEST_DRAWS - drawn
        begin = time.process_time()
        for run in range(most):
            late = time.process_time() - begin > seconds / len(answers)
            if runs is None and late and run >= fewest:
                break
            draw(counts, lesson, name, replaced, frozenset({exercise}))
            drawn += 1
    return dict(counts) | clocks


def draw(counts: Counts, lesson: Lesson, name: str, replaced: dict[str, str], exercises: frozenset[str]) -> None:
    """Run the tests once, on a draw of their own, and count what each check says."""
    with watched() as seen:
        results = run_tests(lesson, replaced, exercises)
    told = iter(seen)
    for exercise, result in results.items():
        if result.error:
            counts[exercise, name, f"the cell stops: {result.error}"].add(False)
        for check in result.checks:
            counts[exercise, name, check["name"]].add(check["passed"], next(told, None))


def judged(counts: Counts) -> dict[str, dict[str, Count]]:
    """Return for each check the counts from which a rate can be told: all answers together, and those drawn often."""
    found: dict[str, dict[str, Count]] = defaultdict(dict)
    for (_, answer, check), count in counts.items():
        whole = found[check].setdefault("all right answers", Count())
        whole.runs, whole.failures = whole.runs + count.runs, whole.failures + count.failures
        whole.used += count.used
        whole.seen += count.seen
        if count.runs >= FEWEST:
            found[check][answer] = count
    return found


def summary(counts: Counts, sources: list[str]) -> dict:
    """Return what is kept of an exercise: its sources of chance, and for each check the worst right answer."""
    checks = {}
    for check, answers in judged(counts).items():
        whole = answers["all right answers"]
        away = [one.distance for one in answers.values() if one.distance is not None]
        checks[check] = {
            "draws": whole.runs,
            "failures": whole.failures,
            "largest share": None if whole.largest is None else float(f"{whole.largest:.2g}"),
            "standard deviations": float(f"{min(away):.3g}") if away else None,
            "rate": float(f"{max(one.rate for one in answers.values()):.1e}"),
            "varies": whole.varies,
        }
    return {"chance": sources, "checks": checks}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lesson", nargs="+")
    parser.add_argument("--runs", type=int, help="so many runs of every exercise; 0: its chance alone")
    parser.add_argument(
        "--seconds", type=float, default=20, help="processor time of an exercise; 200 draws at the least"
    )
    parser.add_argument("--exercise", action="append", help="this exercise only; of the others nothing changes")
    parser.add_argument("--missing", action="store_true", help="only exercises of which nothing is kept")
    parser.add_argument("--write", action="store_true", help=f"keep the figures in {STORE.name}")
    chosen = parser.parse_args()
    bad = False
    paths = {one.name: one.path for one in all_lessons()}
    for lesson in (Instrumented(paths[name]) for name in chosen.lesson):
        for exercise in lesson.tests:
            if (chosen.exercise and exercise not in chosen.exercise) or (
                chosen.missing and exercise in stored().get(lesson.name, {})
            ):
                continue
            sources = chance(lesson, exercise)
            counts = measure(lesson, exercise, chosen.runs, chosen.seconds) if chosen.runs != 0 else {}
            bad |= show(lesson.name, exercise, sources, counts)
            if chosen.write:
                table = stored()
                kept = table.setdefault(lesson.name, {})
                found = summary(counts, sources)
                kept[exercise] = found if counts else kept[exercise] | {"chance": sources}
                STORE.write_text(json.dumps(dict(sorted(table.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 1 if bad else 0


def stored() -> dict:
    return json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {}


def show(lesson: str, exercise: str, sources: list[str], counts: Counts) -> bool:
    """Print what was found, and return whether a right answer fails, or is to be expected to, too often."""
    print(f"{lesson}, {exercise}; chance: {', '.join(sources) or 'none'}")
    print(
        "  draws, failures, largest share of the tolerance used, standard deviations to the bound, rate to be expected"
    )
    bad = False
    for check, answers in judged(counts).items():
        for answer, count in answers.items():
            bad |= count.rate > ALLOWED
            if answer != "all right answers" and count.rate <= ALLOWED:
                continue
            used, away = ("–" if n is None else f"{n:.2g}" for n in (count.largest, count.distance))
            figures = f"{count.runs:6} {count.failures:4} {used:>8} {away:>6} {count.rate:8.0e}"
            print(f"  {figures}  {check}{f'  <-- {answer}' if count.rate > ALLOWED else ''}", flush=True)
    return bad


if __name__ == "__main__":
    sys.exit(main())
