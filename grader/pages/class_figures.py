"""Count a class: scores, states, exercises and checks, as plain data for the report."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from grader.model import CellOutcome, Outcome, State
from grader.pages.exercises import Exercise, without_judges_words


@dataclass
class CheckRate:
    """How many of those who handed in pass one check (or one test cell that publishes no checks).

    `common` is the most frequent message of those who do not, `times` how often it came.
    """

    name: str
    points: float
    passed: int
    of: int
    hidden: bool = False
    common: str = ""
    times: int = 0

    @property
    def rate(self) -> float:
        """Share between 0 and 1."""
        return self.passed / self.of if self.of else 0.0


@dataclass
class ExerciseRate:
    """How a class did in one exercise; `mean` is the mean share of its automatic points, between 0 and 1.

    `untouched` counts those who handed in and left its answers as they were handed out.
    """

    notebook: str
    title: str
    max_score: float
    mean: float
    full: int
    none: int
    untouched: int = 0
    checks: list[CheckRate] = field(default_factory=list)


@dataclass
class ClassFigures:
    """Everything the class report says.

    `scores` are the automatic points of those who handed something in; `mean` and `median` are over them.
    """

    assignment: str
    students: int
    handed_in: int
    max_score: float
    states: dict[str, int]
    scores: list[float]
    mean: float
    median: float
    exercises: list[ExerciseRate]
    seconds: float
    slowest: float
    peak_memory_mb: float

    def to_json(self) -> dict[str, Any]:
        """Return the figures as JSON-serialisable containers."""
        plain = asdict(self)
        for exercise in plain["exercises"]:
            for check in exercise["checks"]:
                check["rate"] = check["passed"] / check["of"] if check["of"] else 0.0
        return plain


def class_figures(
    assignment: str,
    outcomes: Sequence[Outcome],
    exercises: Sequence[Exercise],
    untouched: Mapping[str, Collection[tuple[str, str]]] | None = None,
) -> ClassFigures:
    """Count the outcomes of a class.

    Parameters
    ----------
    assignment : str
    outcomes : sequence of Outcome
    exercises : sequence of Exercise
        From the masters, in the order of the lesson.
    untouched : mapping of str to collection of (str, str), optional
        Answers, by notebook and `grade_id`, that a student left as they were handed out.
    """
    handed = [outcome for outcome in outcomes if outcome.state is not State.MISSING]
    scores = [outcome.score for outcome in handed]
    return ClassFigures(
        assignment=assignment,
        students=len(outcomes),
        handed_in=len(handed),
        max_score=max((outcome.max_score for outcome in outcomes), default=0.0),
        states={str(s): n for s in State if (n := sum(outcome.state is s for outcome in outcomes))},
        scores=scores,
        mean=statistics.fmean(scores) if scores else 0.0,
        median=statistics.median(scores) if scores else 0.0,
        exercises=[_exercise(exercise, handed, untouched or {}) for exercise in exercises if not exercise.manual],
        seconds=sum(outcome.seconds for outcome in outcomes),
        slowest=max((outcome.seconds for outcome in outcomes), default=0.0),
        peak_memory_mb=max((outcome.peak_memory_mb for outcome in outcomes), default=0.0),
    )


def _exercise(
    exercise: Exercise, handed: Sequence[Outcome], untouched: Mapping[str, Collection[tuple[str, str]]]
) -> ExerciseRate:
    answers = {(exercise.notebook, answer) for answer in exercise.answers}
    left = {o.student for o in handed if answers and answers <= set(untouched.get(o.student, ()))}
    tests = set(exercise.tests)
    cells = [[c for c in o.cells if c.notebook == exercise.notebook and c.id in tests] for o in handed]
    earned = [sum(cell.score or 0.0 for cell in found) for found in cells]
    rate = ExerciseRate(
        notebook=exercise.notebook,
        title=exercise.title,
        max_score=exercise.max_score,
        mean=statistics.fmean(earned) / exercise.max_score if earned and exercise.max_score else 0.0,
        full=sum(score >= exercise.max_score for score in earned),
        none=sum(score <= 0 for score in earned),
        untouched=len(left),
    )
    for test in exercise.tests:
        both = [
            (o.student in left, [cell for cell in own if cell.id == test]) for o, own in zip(handed, cells, strict=True)
        ]
        tried = [cell for untried, own in both if not untried for cell in own]
        rate.checks += _checks(test, [cell for _, own in both for cell in own], tried, len(handed))
    return rate


def _checks(test: str, cells: list[CellOutcome], tried: list[CellOutcome], of: int) -> list[CheckRate]:
    """Count the checks of one test cell over a class; who has none published passed none of them.

    Messages are those of `tried` only: what an untouched answer says would hide what the others did wrong.
    """
    rates: dict[str, CheckRate] = {}
    messages: dict[str, Counter[str]] = {}
    for cell in cells:
        for check in cell.checks:
            rate = rates.setdefault(check.name, CheckRate(check.name, check.points, 0, of, check.hidden))
            rate.passed += check.passed
    for check in (check for cell in tried for check in cell.checks):
        if not check.passed and check.message:
            messages.setdefault(check.name, Counter())[without_judges_words(check.message)] += 1
    if not rates:
        full = sum(cell.score is not None and cell.score >= cell.max_score for cell in cells)
        rates[test] = CheckRate(test, max((cell.max_score for cell in cells), default=0.0), full, of)
        failed = [cell.message for cell in tried if cell.message and (cell.score or 0) < cell.max_score]
        messages[test] = Counter(map(without_judges_words, failed))
    for name, counter in messages.items():
        if counter:
            rates[name].common, rates[name].times = counter.most_common(1)[0]
    return list(rates.values())
