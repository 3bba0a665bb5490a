"""Try the wrong answers of one answer cell: each alone, with its tests both ways; survivors with later tests."""

from __future__ import annotations

import logging
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.grading.scoring import score_cell
from grader.model import CellOutcome, Limits, Tests
from grader.mutation.answers import Answer, Test
from grader.mutation.equivalence import Looking
from grader.mutation.mutants import Mutant
from grader.mutation.results import Fate, MutantResult
from grader.sandbox import TestRun, Variants

logger = logging.getLogger(__name__)
POINTS_TOLERANCE = 1e-6
# A wrong answer may run much longer than the right one, but none has to be waited for.
_LEAST_SECONDS, _TIMES = 2.0, 10.0
# Chance may tell the two ways apart once; what differs again and again is a property of the test.
_ASKED_AGAIN = 2
_HOW = 300
_BOTH = (Tests.APART, Tests.IN_SESSION)


class Trying:
    """The wrong answers of one answer.

    Parameters
    ----------
    answer : Answer
    variants : Variants
        Opened for it.
    """

    def __init__(self, answer: Answer, variants: Variants) -> None:
        self._answer, self._variants = answer, variants
        self._right: dict[Tests, dict[str, CellOutcome]] = {}
        self._looking: Looking | None = None

    def begin(self) -> str:
        """Run the reference alone, as its wrong answers will be; return why it cannot be measured, else nothing."""
        answer = self._answer
        tests = (*answer.tests, *answer.later)
        if not tests:
            broken = ", ".join(answer.broken[:3]) + (", ..." if len(answer.broken) > 3 else "")
            lost = f"the reference answers lose points in every test that follows it ({broken})"
            return lost if broken else "no test follows it"
        self._right = self._scored(answer.source, tests, _BOTH)
        if not any(self._usable(test) for test in answer.tests or answer.later):
            why = next((cell.message for cells in self._right.values() for cell in cells.values() if cell.message), "")
            return f"alone, the reference loses points in its tests{f' ({why[:120]})' if why else ''}"
        return ""

    @property
    def seconds(self) -> float:
        """Wall time that a cell of a wrong answer may take."""
        slowest = max((cell.seconds for cells in self._right.values() for cell in cells.values()), default=0.0)
        return max(_LEAST_SECONDS, _TIMES * slowest)

    def result(self, mutant: Mutant) -> MutantResult:
        """Return what becomes of a wrong answer."""
        answer = self._answer
        own = [test for test in answer.tests if self._usable(test)]
        later = [test for test in answer.later if self._usable(test)]
        base = MutantResult(
            answer.notebook, answer.grade_id, tuple(test.grade_id for test in own or later), mutant.key(),
            mutant.operator, mutant.line, Fate.SURVIVED, diff=mutant.diff(answer.source, answer.grade_id),
        )  # fmt: skip
        if mutant.same:
            return replace(base, fate=Fate.EQUIVALENT, how="Python makes the same program of it")
        compared = [test for test in own if self._both(test)]
        found = self._scored(mutant.source, own, _BOTH if compared else self._ways(own)) if own else {}
        base = replace(base, differs=self._differing(mutant, found, compared), compared=len(compared))
        killed = self._killed(own, found)
        if killed is None and later:
            killed = self._killed(later, self._scored(mutant.source, later, self._ways(later)))
        if killed is not None:
            test, said = killed
            return replace(base, fate=Fate.KILLED, noticed=test.grade_id, how=said[:_HOW], diff="")
        how = self._look().same(mutant.source)
        return replace(base, fate=Fate.EQUIVALENT, how=how) if how else base

    def _scored(self, source: str, tests: Sequence[Test], ways: Sequence[Tests]) -> dict[Tests, dict[str, CellOutcome]]:
        points = {test.id: test for test in tests}
        runs = self._variants.run(source, list(points), ways)
        return {
            way: {name: self._score(points[name], run) for name, run in of_way.items()} for way, of_way in runs.items()
        }

    def _score(self, test: Test, run: TestRun) -> CellOutcome:
        return score_cell(CellOutcome(self._answer.notebook, test.grade_id, None, test.points), run.outputs, run.run)

    def _usable(self, test: Test) -> bool:
        """Whether the reference earns every point of a test where that is judged, run like this."""
        return _full(self._right.get(_way(test), {}).get(test.id))

    def _both(self, test: Test) -> bool:
        """Whether both ways can be compared in a test: it is judged apart, and the reference passes either way."""
        return not test.inside and all(_full(self._right.get(way, {}).get(test.id)) for way in _BOTH)

    @staticmethod
    def _ways(tests: Sequence[Test]) -> list[Tests]:
        return sorted({_way(test) for test in tests})

    def _killed(self, tests: Sequence[Test], found: dict[Tests, dict[str, CellOutcome]]) -> tuple[Test, str] | None:
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
            again = self._scored(mutant.source, doubtful, _BOTH)
            for test in doubtful:
                pairs[test.id].add(_pair(again, test))
            doubtful = [test for test in doubtful if len(pairs[test.id]) == 1]
        for test in doubtful:
            logger.info("%s: %s: apart and beside %s", test.grade_id, mutant.operator, pairs[test.id])
        return tuple(test.grade_id for test in doubtful)

    def _look(self) -> Looking:
        if self._looking is None:
            tests = [cell.source for cell in self._cells(self._answer.tests or self._answer.later)]
            self._looking = Looking(self._variants, self._answer.source, tests)
        return self._looking

    def _cells(self, tests: Sequence[Test]) -> Iterator:
        wanted = {test.id for test in tests}
        return (cell for cell in self._answer.bench.notebook.cells if cell["id"] in wanted)


def limits_of(limits: Limits, seconds: float) -> Limits:
    """Return the limits of a wrong answer, of which no cell may take longer than `seconds`."""
    return replace(limits, cell_seconds=min(limits.cell_seconds, seconds))


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
