"""Try the wrong answers of one answer cell: each alone, with its tests both ways; survivors with later tests."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from grader.grading.scoring import score_cell
from grader.model import CellOutcome, Limits, Tests
from grader.mutation.answers import Answer, Test
from grader.mutation.equivalence import Looking
from grader.mutation.mutants import Mutant
from grader.mutation.needed import needed
from grader.mutation.results import Fate, MutantResult
from grader.sandbox import Bench, TestRun, Variants

logger = logging.getLogger(__name__)
POINTS_TOLERANCE = 1e-6
# A wrong answer may run much longer than the right one, but none has to be waited for.
_LEAST_SECONDS, _TIMES = 2.0, 10.0
# Chance may tell the two ways apart once; what differs again and again is a property of the test.
_ASKED_AGAIN = 2
_HOW = 300
_BOTH = (Tests.APART, Tests.IN_SESSION)


@dataclass
class _Asked:
    """Some tests behind an answer, the session in which they are asked, and what they give the reference."""

    variants: Variants
    right: dict[Tests, dict[str, CellOutcome]]

    def usable(self, test: Test) -> bool:
        """Whether the reference earns every point of a test where that is judged."""
        return _full(self.right.get(_way(test), {}).get(test.id))

    def both(self, test: Test) -> bool:
        """Whether both ways can be compared in a test: it is judged apart, and the reference passes either way."""
        return not test.inside and all(_full(self.right.get(way, {}).get(test.id)) for way in _BOTH)

    @property
    def full(self) -> bool:
        """Whether the reference earns every point, every way that was asked."""
        return all(_full(cell) for cells in self.right.values() for cell in cells.values())

    @property
    def why(self) -> str:
        """What the first test says that takes points from the reference."""
        cells = (cell for cells in self.right.values() for cell in cells.values())
        return next((cell.message for cell in cells if cell.message), "")


class Trying:
    """The wrong answers of one answer.

    Parameters
    ----------
    answer : Answer
    opened : callable
        Opens a bench for variants.
    limits : Limits
        For the reference answer, with its tests.
    """

    def __init__(self, answer: Answer, opened: Callable[[Bench, Limits], Variants], limits: Limits) -> None:
        self._answer, self._opened, self._limits = answer, opened, limits
        self._own: _Asked | None = None
        self._after: _Asked | None = None
        self._looking: Looking | None = None

    def begin(self) -> str:
        """Run the reference alone, as its wrong answers will be; return why it cannot be measured, else nothing."""
        answer = self._answer
        if not (answer.tests or answer.later):
            if answer.broken:
                return f"the reference answers lose points in every test that follows it ({_some(answer.broken)})"
            return f"the tests after it give no points ({_some(answer.idle)})" if answer.idle else "no test follows it"
        asked = self._own = self._ask(answer.tests, _BOTH) if answer.tests else self._later()
        if not any(asked.usable(test) for test in answer.tests or answer.later):
            return f"alone, the reference loses points in its tests{f' ({asked.why[:120]})' if asked.why else ''}"
        return ""

    def result(self, mutant: Mutant) -> MutantResult:
        """Return what becomes of a wrong answer."""
        answer, asked = self._answer, self._own
        own = [test for test in answer.tests if asked.usable(test)]
        names = tuple(test.grade_id for test in own or answer.later)
        base = MutantResult(
            answer.notebook, answer.grade_id, names, mutant.key(), mutant.operator, mutant.line, Fate.SURVIVED,
            diff=mutant.diff(answer.source, answer.grade_id),
        )  # fmt: skip
        if mutant.same:
            return replace(base, fate=Fate.EQUIVALENT, how="Python makes the same program of it")
        compared = [test for test in own if asked.both(test)]
        found = self._scored(asked, mutant.source, own, _BOTH if compared else _ways(own)) if own else {}
        base = replace(base, differs=self._differing(mutant, found, compared), compared=len(compared))
        killed = self._killed(own, found) or self._killed_later(mutant)
        if killed is not None:
            test, said = killed
            return replace(base, fate=Fate.KILLED, noticed=test.grade_id, how=said[:_HOW], diff="")
        how = self._look().same(mutant.source)
        return replace(base, fate=Fate.EQUIVALENT, how=how) if how else base

    def _killed_later(self, mutant: Mutant) -> tuple[Test, str] | None:
        if not self._answer.later:
            return None
        asked = self._later()
        later = [test for test in self._answer.later if asked.usable(test)]
        return self._killed(later, self._scored(asked, mutant.source, later, _ways(later))) if later else None

    def _later(self) -> _Asked:
        """Return the tests of later exercises, which are asked only about what the answer's own let through."""
        if self._after is None:
            self._after = self._ask(self._answer.later, _ways(self._answer.later))
        return self._after

    def _ask(self, tests: Sequence[Test], ways: Sequence[Tests]) -> _Asked:
        """Run tests on the reference: without the cells that seem not to be needed, or with all of them."""
        whole = self._answer.bench
        for bench in (needed(self._answer, tests), whole):
            asked = _Asked(self._opened(bench, self._limits), {})
            asked.right = self._scored(asked, self._answer.source, tests, ways)
            if bench is whole or asked.full:
                break
            asked.variants.close()
        cells = (cell for cells in asked.right.values() for cell in cells.values())
        slowest = max([asked.variants.answer_seconds, *(cell.seconds for cell in cells)])
        asked.variants.limits = limits_of(self._limits, max(_LEAST_SECONDS, _TIMES * slowest))
        return asked

    def _scored(
        self, asked: _Asked, source: str, tests: Sequence[Test], ways: Sequence[Tests]
    ) -> dict[Tests, dict[str, CellOutcome]]:
        points = {test.id: test for test in tests}
        runs = asked.variants.run(source, list(points), ways)
        return {
            way: {name: self._score(points[name], run) for name, run in of_way.items()} for way, of_way in runs.items()
        }

    def _score(self, test: Test, run: TestRun) -> CellOutcome:
        return score_cell(CellOutcome(self._answer.notebook, test.grade_id, None, test.points), run.outputs, run.run)

    @staticmethod
    def _killed(tests: Sequence[Test], found: dict[Tests, dict[str, CellOutcome]]) -> tuple[Test, str] | None:
        for test in tests:
            cell = found.get(_way(test), {}).get(test.id)
            if cell is not None and not _full(cell):
                return test, _said(cell)
        return None

    def _differing(
        self, mutant: Mutant, found: dict[Tests, dict[str, CellOutcome]], compared: Sequence[Test]
    ) -> tuple[str, ...]:
        """Return the tests that give a wrong answer other points apart than beside it, every time they are asked."""
        doubtful = [test for test in compared if not _agree(found, test)]
        pairs = {test.id: {_pair(found, test)} for test in doubtful}
        for _ in range(_ASKED_AGAIN):
            if not doubtful:
                break
            again = self._scored(self._own, mutant.source, doubtful, _BOTH)
            for test in doubtful:
                pairs[test.id].add(_pair(again, test))
            doubtful = [test for test in doubtful if len(pairs[test.id]) == 1]
        for test in doubtful:
            logger.info("%s: %s: apart and beside %s", test.grade_id, mutant.operator, pairs[test.id])
        return tuple(test.grade_id for test in doubtful)

    def _look(self) -> Looking:
        if self._looking is None:
            tests = [cell.source for cell in self._cells(self._answer.tests or self._answer.later)]
            self._looking = Looking(self._own.variants, self._answer.source, tests)
        return self._looking

    def _cells(self, tests: Sequence[Test]) -> Iterator:
        wanted = {test.id for test in tests}
        return (cell for cell in self._answer.bench.notebook.cells if cell["id"] in wanted)


def limits_of(limits: Limits, seconds: float) -> Limits:
    """Return the limits of a wrong answer, of which no cell may take longer than `seconds`."""
    return replace(limits, cell_seconds=min(limits.cell_seconds, seconds))


def _ways(tests: Sequence[Test]) -> list[Tests]:
    return sorted({_way(test) for test in tests})


def _way(test: Test) -> Tests:
    return Tests.IN_SESSION if test.inside else Tests.APART


def _full(cell: CellOutcome | None) -> bool:
    return cell is not None and (cell.score or 0.0) >= cell.max_score - POINTS_TOLERANCE


def _pair(found: dict[Tests, dict[str, CellOutcome]], test: Test) -> tuple[float, ...]:
    return tuple(found[way][test.id].score or 0.0 for way in _BOTH)


def _agree(found: dict[Tests, dict[str, CellOutcome]], test: Test) -> bool:
    apart, beside = _pair(found, test)
    return math.isclose(apart, beside, abs_tol=POINTS_TOLERANCE)


def _said(cell: CellOutcome) -> str:
    failed = next((f"{check.name}: {check.message}" for check in cell.checks if not check.passed), "")
    return failed or cell.message or f"{cell.score or 0:g} of {cell.max_score:g} points"


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
