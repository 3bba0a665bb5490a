"""Measure an assignment's tests: try the wrong answers of every answer, until all are tried or time is up."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grader.errors import ForkServerError
from grader.grading.calibration.verdicts import Calibration
from grader.model import Limits, Master
from grader.mutation.answers import Answer, answers_of
from grader.mutation.mutants import Mutant, NotRead, mutants_of
from grader.mutation.results import MutantResult, Mutation
from grader.mutation.trying import Trying, limits_of
from grader.notebook.nbgrader_cells import normal
from grader.sandbox import Sandbox, Variants

logger = logging.getLogger(__name__)


@dataclass
class Following:
    """What is told while an assignment is measured.

    Attributes
    ----------
    result : callable
        Takes each new result.
    progress : callable
        Takes how many wrong answers are done, and how many there are.
    """

    result: Callable[[MutantResult], None] = lambda result: None
    progress: Callable[[int, int], None] = lambda done, total: None


@dataclass
class _Plan:
    answer: Answer
    mutants: list[Mutant] = field(default_factory=list)


def measure(
    master: Master,
    calibration: Calibration,
    sandbox: Sandbox,
    limits: Limits,
    *,
    seconds: float | None = None,
    known: Mapping[tuple[str, str, str], MutantResult] | None = None,
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
    known : mapping, optional
        Results from before, by notebook, cell and key.
    following : Following, optional

    Raises
    ------
    ForkServerError
        Where nothing can be run.
    """
    following, known = following or Following(), known or {}
    found = Mutation(master.assignment)
    plans = []
    for answer in answers_of(master, calibration):
        try:
            mutants = [each for each in mutants_of(answer.source, answer.regions.solution)
                       if normal(each.source) != normal(answer.stub)]  # fmt: skip
            plans.append(_Plan(answer, mutants))
        except NotRead as why:
            found.unread.append((answer.notebook, answer.grade_id, str(why)))
    total, done = sum(len(plan.mutants) for plan in plans), 0
    until = None if seconds is None else time.monotonic() + seconds
    for number, plan in enumerate(plans):
        share = None
        if until is not None:
            share = time.monotonic() + max(0.0, until - time.monotonic()) / (len(plans) - number)
        before = done
        for result in _tried(plan, found, sandbox, limits, share, known):
            found.results.append(result)
            done += 1
            if (result.notebook, result.cell, result.key) not in known:
                following.result(result)
            following.progress(done, total)
        left = len(plan.mutants) - (done - before)
        where = plan.answer.notebook, plan.answer.grade_id
        if left and where not in {each[:2] for each in found.unread}:
            found.left[where] = left
        done = before + len(plan.mutants)
        following.progress(done, total)
    return found


def _tried(plan: _Plan, found: Mutation, sandbox: Sandbox, limits: Limits, until: float | None, known):
    answer, waiting = plan.answer, []
    for mutant in plan.mutants:
        result = known.get((answer.notebook, answer.grade_id, mutant.key()))
        if result is None:
            waiting.append(mutant)
        else:
            yield result
    if not waiting or (until is not None and time.monotonic() > until):
        return
    with Variants(sandbox, answer.bench, limits) as variants:
        trying = Trying(answer, variants)
        why = trying.begin()
        if why:
            found.unread.append((answer.notebook, answer.grade_id, why))
            return
        variants.limits = limits_of(limits, trying.seconds)
        for mutant in waiting:
            if until is not None and time.monotonic() > until:
                return
            try:
                yield trying.result(mutant)
            except ForkServerError as error:
                logger.warning("%s, %s: %s", answer.grade_id, mutant.operator, error)
                return
