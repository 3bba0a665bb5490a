"""Measure an assignment's tests: try the wrong answers of every answer, until all are tried or time is up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field

from grader.errors import ForkServerError
from grader.grading.calibration.verdicts import Calibration
from grader.model import Limits, Master
from grader.mutation.answers import Answer, answers_of
from grader.mutation.kept import Known
from grader.mutation.mutants import Mutant, NotRead, mutants_of
from grader.mutation.results import MutantResult, Mutation
from grader.mutation.trying import Trying
from grader.notebook.nbgrader_cells import normal
from grader.sandbox import Sandbox, Variants


@dataclass
class Following:
    """What is told while an assignment is measured.

    Attributes
    ----------
    result : callable
        Takes each new result, from any thread.
    progress : callable
        Takes how many wrong answers are done, and how many there are.
    """

    result: Callable[[MutantResult], None] = lambda result: None
    progress: Callable[[int, int], None] = lambda done, total: None


@dataclass
class _Plan:
    answer: Answer
    mutants: list[Mutant] = field(default_factory=list)
    results: list[MutantResult] = field(default_factory=list)
    why: str = ""


def measure(
    master: Master,
    calibration: Calibration,
    sandbox: Sandbox,
    limits: Limits,
    *,
    seconds: float | None = None,
    jobs: int = 1,
    known: Known | None = None,
    following: Following | None = None,
) -> Mutation:
    """Return what became of an assignment's wrong answers.

    Parameters
    ----------
    master : Master
    calibration : Calibration
        Where each test is judged.
    sandbox : Sandbox
    limits : Limits
    seconds : float, optional
        No wrong answer is begun after so many; each answer cell gets its share. Without it all are tried.
    jobs : int
        Answers that are measured at once.
    known : dict, optional
        Results from before, by notebook, answer and key.
    following : Following, optional

    Returns
    -------
    Mutation
        Answers for which nothing can be run are in `unread`.
    """
    following, known = following or Following(), known or {}
    found, plans = Mutation(master.assignment), []
    for answer in answers_of(master, calibration):
        try:
            mutants = [each for each in mutants_of(answer.source, answer.regions.solution)
                       if normal(each.source) != normal(answer.stub)]  # fmt: skip
            plans.append(_Plan(answer, mutants))
        except NotRead as why:
            found.unread.append((answer.notebook, answer.grade_id, str(why)))
    _Measuring(plans, found, sandbox, limits, known, following, seconds).run(jobs)
    for plan in plans:
        where = plan.answer.notebook, plan.answer.grade_id
        found.results += plan.results
        if plan.why:
            found.unread.append((*where, plan.why))
        elif len(plan.results) < len(plan.mutants):
            found.left[where] = len(plan.mutants) - len(plan.results)
    return found


class _Measuring:
    """Tries the wrong answers of several answers at once."""

    def __init__(
        self, plans: list[_Plan], found: Mutation, sandbox: Sandbox, limits: Limits, known: Known,
        following: Following, seconds: float | None,
    ) -> None:  # fmt: skip
        self._plans, self._sandbox, self._limits, self._known = plans, sandbox, limits, known
        self._following, self._lock = following, threading.Lock()
        self._until = None if seconds is None else time.monotonic() + seconds
        self._begun = 0
        self._stopped = False

    def run(self, jobs: int) -> None:
        with ThreadPoolExecutor(jobs) as pool:
            waiting = [pool.submit(self._try, plan, jobs) for plan in self._plans]
            try:
                for each in waiting:
                    each.result()
            except BaseException:
                self._stopped = True
                raise

    def _try(self, plan: _Plan, jobs: int) -> None:
        """Try the wrong answers of one answer, for its share of the time."""
        with self._lock:
            until, waiting = None, len(self._plans) - self._begun
            self._begun += 1
            if self._until is not None:
                left = max(0.0, self._until - time.monotonic())
                until = time.monotonic() + left * min(1.0, jobs / waiting)

        def late() -> bool:
            return self._stopped or (until is not None and time.monotonic() >= until)

        for result in _tried(plan, self._sandbox, self._limits, self._known, late):
            new = (result.notebook, result.cell, result.key) not in self._known
            with self._lock:
                plan.results.append(result)
                if new:
                    self._following.result(result)
                self._following.progress(
                    sum(len(each.results) for each in self._plans), sum(len(each.mutants) for each in self._plans)
                )


def _tried(
    plan: _Plan, sandbox: Sandbox, limits: Limits, known: Known, late: Callable[[], bool]
) -> Iterator[MutantResult]:
    """Yield what is known of the wrong answers of one answer, then what becomes of the others."""
    answer, waiting = plan.answer, []
    for mutant in plan.mutants:
        result = known.get((answer.notebook, answer.grade_id, mutant.key()))
        if result is None:
            waiting.append(mutant)
        else:
            yield result
    if not waiting or late():
        return
    try:
        with ExitStack() as stack:
            trying = Trying(answer, lambda bench, most: stack.enter_context(Variants(sandbox, bench, most)), limits)
            plan.why = trying.begin()
            if plan.why:
                return
            for mutant in waiting:
                if late():
                    return
                yield trying.result(mutant)
    except ForkServerError as error:
        plan.why = str(error)
