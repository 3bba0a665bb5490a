"""Turn what a test cell left behind into points.

In this order: the checks it published (unless an exception came after them), the value of its last expression if that
is a number, full points if it ran without an exception, else 0. A score that cannot be trusted (negative, not a
number, above the points, a broken report) is 0 and flagged; warnings and standard error cost nothing.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Sequence
from typing import Annotated, Any

from nbformat.notebooknode import NotebookNode
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.grading.execution import CellRun
from grader.model import CHECKS_MIME, CellOutcome, Check, State, bounded_score

MAX_CHECKS = 1000
MAX_POINTS = 1e9  # of one check
SHOWN = 2000  # characters of a message
NAN = float("nan")
SHOWING = ("display_data", "execute_result")

# How one number prints: bare, as a NumPy scalar, or as an array or tensor without dimensions.
_NUMBER = r"(?P<number>[-+]?(?:\d[\d_]*\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?|nan|inf(?:inity)?))"
_PRINTED = [
    re.compile(_NUMBER, re.IGNORECASE),
    re.compile(rf"(?:np|numpy)\.(?:float|int|uint|longlong|ulonglong|half)\w*\({_NUMBER}\)", re.IGNORECASE),
    re.compile(rf"(?:np|numpy)\.longdouble\('{_NUMBER}'\)", re.IGNORECASE),
    re.compile(
        rf"(?:\w+\.)?(?:array|asarray|Array|Tensor|tensor|Decimal)\(\s*['\"]?{_NUMBER}['\"]?\s*(?:,[^()]*)?\)",
        re.IGNORECASE,
    ),
    re.compile(rf"<tf\.(?:Tensor|Variable)[^<>]*shape=\(\)[^<>]*numpy=(?:np\.\w+\()?{_NUMBER}\)?>", re.IGNORECASE),
]
_FRACTION = re.compile(r"Fraction\((-?\d{1,300}), (\d{1,300})\)")


class _PublishedCheck(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(max_length=500)]
    points: Annotated[float, Field(ge=0, le=MAX_POINTS, allow_inf_nan=False)]
    passed: Annotated[bool, Field(strict=True)]
    message: str | None = ""
    hint: str | None = ""
    hidden: bool = False


class _Published(BaseModel):
    model_config = ConfigDict(extra="ignore")

    version: int = 1
    checks: Annotated[list[_PublishedCheck], Field(max_length=MAX_CHECKS)]


def score_cell(outcome: CellOutcome, outputs: Sequence[NotebookNode], ran: CellRun) -> CellOutcome:
    """Fill in the score of a test cell.

    Parameters
    ----------
    outcome : CellOutcome
        With names and points; score, state, checks and message are set.
    outputs : sequence of NotebookNode
        The cell's own outputs.
    ran : CellRun

    Returns
    -------
    CellOutcome
        The same object; `state` is `partial` where the score is 0 because what the cell reported cannot be trusted.
    """
    outcome.seconds = ran.seconds
    outcome.score = 0.0
    if ran.state is not State.GRADED or not ran.executed:
        outcome.state = ran.state if ran.state is not State.GRADED else State.PARTIAL
        outcome.message = (ran.reason or "this test was not run")[:SHOWN]
        return outcome
    reports = _published(outputs)
    if reports and not _failed_afterwards(outputs):
        return _from_checks(outcome, reports[-1])
    if ran.error:
        outcome.message = _shown(ran.error)
        return outcome
    text = _last_value(outputs)
    value = printed_number(text) if text is not None else None
    if value is None:
        outcome.score = outcome.max_score
        return outcome
    score = bounded_score(value, outcome.max_score)
    if score is None:
        return _distrusted(outcome, f"the test reported {_shown(text[:80])} of {outcome.max_score:g} points")
    outcome.score = min(score, outcome.max_score)
    return outcome


def printed_number(text: str) -> float | None:
    """Return the real number that a printed value stands for, None if it is something else (text, a list, a bool).

    Parameters
    ----------
    text : str
        The plain-text form of a cell's value, as IPython shows it.

    Returns
    -------
    float or None
        May be NaN or infinite.

    Examples
    --------
    >>> printed_number("np.float64(0.5)"), printed_number("1"), printed_number("True"), printed_number("'2'")
    (0.5, 1.0, None, None)
    """
    text = text.strip()
    if len(text) > 1000:
        return None
    for form in _PRINTED:
        match = form.fullmatch(text)
        if match is not None:
            return float(match["number"].replace("_", ""))
    fraction = _FRACTION.fullmatch(text)
    if fraction is not None:
        return _divided(int(fraction[1]), int(fraction[2]))
    return _literal_number(text)


def _literal_number(text: str) -> float | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _divided(numerator: int, denominator: int) -> float:
    try:
        return numerator / denominator
    except (ZeroDivisionError, OverflowError):
        return NAN


def _published(outputs: Sequence[NotebookNode]) -> list[Any]:
    """Return the reports of checks among a cell's outputs."""
    shown = [output.get("data") or {} for output in outputs if output.get("output_type") in SHOWING]
    return [data[CHECKS_MIME] for data in shown if CHECKS_MIME in data]


def _failed_afterwards(outputs: Sequence[NotebookNode]) -> bool:
    """Whether an exception ended a cell after its last report: what the test found out last counts."""
    kinds = ["report" if CHECKS_MIME in (output.get("data") or {}) else output.get("output_type") for output in outputs]
    return "error" in kinds and kinds[::-1].index("error") < kinds[::-1].index("report")


def _from_checks(outcome: CellOutcome, payload: Any) -> CellOutcome:
    try:
        report = _Published.model_validate(payload)
    except (ValidationError, RecursionError) as error:
        count = error.error_count() if isinstance(error, ValidationError) else 1
        return _distrusted(outcome, f"the test published checks that cannot be read ({count} mistakes)")
    outcome.checks = [
        Check(
            _shown(check.name),
            check.points,
            check.passed,
            _shown(check.message or ""),
            _shown(check.hint or ""),
            check.hidden,
        )
        for check in report.checks
    ]
    earned = math.fsum(check.points for check in report.checks if check.passed)
    outcome.score = round(min(earned, outcome.max_score), 9)
    return outcome


def _shown(text: str) -> str:
    """Return a text as it may be stored and shown: bounded, and without halves of surrogate pairs."""
    return text[:SHOWN].encode("utf-8", "replace").decode("utf-8")


def _distrusted(outcome: CellOutcome, why: str) -> CellOutcome:
    outcome.score, outcome.state, outcome.checks = 0.0, State.PARTIAL, []
    outcome.message = f"{why}; it counts 0 until somebody has looked"
    return outcome


def _last_value(outputs: Sequence[NotebookNode]) -> str | None:
    """Return the plain-text form of the cell's value, None if its last expression had none."""
    for output in reversed(outputs):
        if output.get("output_type") == "execute_result":
            text = output.get("data", {}).get("text/plain", "")
            return "".join(map(str, text)) if isinstance(text, list) else str(text)
    return None
