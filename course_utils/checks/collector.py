"""The `Checks` object of a test cell."""

import contextlib
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from . import compare, describe, progress, report
from .cell_history import broken_definition
from .failures import UNWRITTEN, Failed, in_words, run
from .inputs import arrays_of
from .plain_values import NotPlain, is_kind, to_plain

MIME = report.MIME


class AuthoringError(ValueError):
    """A test cell is written wrongly: for the author of the lesson, never for a student."""


@dataclass(frozen=True)
class Check:
    """One finished check, plain data."""

    name: str
    points: float
    passed: bool
    message: str
    hint: str
    hidden: bool


class Checks:
    """Collect the checks of one exercise, show them as a table and count the points.

    Every check takes values or functions without arguments (``lambda: softmax(f)``). A function is called inside the
    check, so that an exception in it is a failed check with a message, and the checks after it still run.

    Parameters
    ----------
    exercise : str
        The id of the answer cell.
    points : float
        What the exercise is worth: the sum of the points of all its checks, hidden ones included. In a student's
        version, which has no hidden ones, passing all that is there gives all of it.

    Examples
    --------
    >>> checks = Checks("relu", points=2)
    >>> checks.close("keeps positive values", lambda: relu(2.0), 2.0, points=1)
    >>> checks.close("cuts negative values", lambda: relu(-1.0), 0.0, points=1, hint="max(a, 0)")
    >>> checks.score()
    """

    def __init__(self, exercise: str, points: float) -> None:
        if not isinstance(exercise, str) or not exercise.strip():
            raise AuthoringError(f"Checks(exercise, points): exercise is the id of the answer cell, not {exercise!r}")
        self.exercise = exercise
        self.points = _positive(points, f"Checks({exercise!r})")
        self.checks: list[Check] = []
        self._hidden, self._has_hidden_part = False, False

    @property
    def declared_points(self) -> float:
        """The sum of the points of the checks so far: at the end of a whole test cell, equal to ``points``."""
        return round(math.fsum(check.points for check in self.checks), 9)

    def close(
        self,
        name: str,
        actual: Any,
        expected: Any,
        *,
        points: float = 1,
        hint: str = "",
        rtol: float | None = None,
        atol: float | None = None,
    ) -> bool:
        """The numbers agree: ``|actual - expected| <= atol + rtol |expected|``, and the shapes.

        Parameters
        ----------
        name : str
            What is checked, as the student reads it.
        actual, expected : number, array_like, tensor or callable
            A Python number as ``expected`` stands for every entry of the result.
        points : float
        hint : str
            Shown if the check fails.
        rtol, atol : float, optional
            Default 1e-6 and 1e-8; 1e-4 and 1e-6 where ``expected`` is an array of float32. A check of float32 work
            whose expected values are computed in float64 has to name its own.

        Returns
        -------
        bool
            Whether the check passed.
        """

        def comparison(result: Any, wanted: Any) -> str | None:
            return compare.compare_close(result, wanted, rtol, atol, inputs)

        inputs = arrays_of(actual)
        return self._check(name, points, hint, actual, expected, comparison)

    def equal(self, name: str, actual: Any, expected: Any, *, points: float = 1, hint: str = "") -> bool:
        """Whole numbers, text, tuples, dictionaries or arrays are exactly the same."""
        return self._check(name, points, hint, actual, expected, compare.compare_equal)

    def shape(self, name: str, actual: Any, expected: Any, *, points: float = 1, hint: str = "") -> bool:
        """The result has this shape, a tuple; None in it stands for any length."""
        return self._check(name, points, hint, actual, expected, compare.compare_shape)

    def dtype(self, name: str, actual: Any, expected: Any, *, points: float = 1, hint: str = "") -> bool:
        """The result has this dtype: a NumPy name, or one of the families float, int, bool, number, str."""
        return self._check(name, points, hint, actual, expected, compare.compare_dtype)

    def between(
        self,
        name: str,
        actual: Any,
        low: float = -math.inf,
        high: float = math.inf,
        *,
        points: float = 1,
        hint: str = "",
    ) -> bool:
        """Every number of the result is finite and lies in ``[low, high]``."""
        return self._check(name, points, hint, actual, (low, high), compare.compare_range)

    def true(
        self,
        name: str,
        actual: Any,
        *,
        points: float = 1,
        message: str | Callable[[], str] = "this does not hold",
        hint: str = "",
    ) -> bool:
        """The condition holds: True, or an array of nothing but True.

        ``message`` says what is wrong when it does not; it may be a function that returns the text.
        """
        return self._check(name, points, hint, actual, message, compare.compare_true)

    def raises(
        self,
        name: str,
        actual: Any,
        error: type[BaseException] | tuple[type[BaseException], ...],
        *,
        points: float = 1,
        match: str = "",
        hint: str = "",
    ) -> bool:
        """Calling ``actual`` raises ``error`` (a type or a tuple of types), with ``match`` in its message."""
        points = self._declare(name, points)
        if not callable(actual):
            raise AuthoringError(
                f"Checks({self.exercise!r}), check {name!r}: raises needs a function, as in lambda: f(x)"
            )
        wanted = error if isinstance(error, tuple) else (error,)
        names = " or ".join(kind.__name__ for kind in wanted)
        try:
            result, _ = run(actual)
            try:
                problem = f"{names} is expected for this input, but the result was {describe.value(to_plain(result))}"
            except NotPlain:
                problem = f"{names} is expected for this input, but nothing was raised"
        except Failed as failed:
            problem = None
            if str(failed) == UNWRITTEN and NotImplementedError not in wanted:
                problem = UNWRITTEN
            elif not is_kind(failed.__cause__, wanted):
                problem = f"{names} is expected for this input, but: {failed}"
            elif match and match not in str(failed.__cause__):
                problem = f"the message of your {names} does not contain {match!r}"
        return self._record(name, points, problem, hint)

    @contextlib.contextmanager
    def hidden(self) -> Iterator[Self]:
        """Mark the checks inside as hidden: they run when the work is graded.

        An exception that leaves the block becomes a failed check without points, so that the points of the other checks
        are kept.
        """
        before, self._hidden, self._has_hidden_part = self._hidden, True, True
        try:
            yield self
        except AuthoringError:
            raise
        except Exception as error:
            self._record("further checks", 0.0, f"the checks stopped here: {in_words(error)}", "")
        finally:
            self._hidden = before

    def payload(self) -> dict[str, Any]:
        """The checks as plain data: what is published under ``application/vnd.course-checks+json``."""
        earned = round(math.fsum(check.points for check in self.checks if check.passed), 9)
        if abs(earned - self.points) <= 1e-8 or self._passes_all_that_a_student_has:  # three thirds are one
            earned = self.points
        return {
            "version": 1,
            "exercise": self.exercise,
            "points": self.points,
            "score": min(earned, self.points),
            "checks": [vars(check).copy() for check in self.checks],
        }

    @property
    def _passes_all_that_a_student_has(self) -> bool:
        """Whether the hidden part is cut off and every other check passes.

        The score is then full, so that *Validate*, which asks for full points, agrees with grading, where the hidden
        part is always there: a grader takes test cells from its own copy.
        """
        return bool(self.checks) and not self._has_hidden_part and all(check.passed for check in self.checks)

    def score(self) -> float:
        """Show the table, publish the plain data, and return the points earned.

        Returns
        -------
        float
            From 0 to ``points``. A plain Python float: nbgrader reads its printed form.
        """
        payload, notes, answer = self.payload(), [], None
        if not self._has_hidden_part:
            progress.note(payload)
            notes, answer = [progress.line()], progress.answer_to_show(self.exercise)
        report.show(payload, self._stale(), notes, answer)
        return payload["score"]

    def _stale(self) -> str:
        """What is wrong with the newest version of the answer, where an older one was checked instead."""
        broken = broken_definition(self.exercise.replace("-", "_"))
        if not broken or any(check.message == broken for check in self.checks):
            return ""
        return f"{broken}. What is checked below is what an older version defined."

    def _check(
        self,
        name: str,
        points: float,
        hint: str,
        actual: Any,
        expected: Any,
        comparison: Callable[[Any, Any], str | None],
    ) -> bool:
        points = self._declare(name, points)
        try:
            # First, so that a function that changes its input in place does not change what is expected.
            expected = to_plain(run(expected)[0])
        except (Failed, NotPlain) as failed:
            return self._record(name, points, f"the check itself failed, not your code: {failed}", hint)
        try:
            actual, warned = run(actual)
            with np.errstate(all="ignore"):
                problem = comparison(actual, expected)
            if problem is not None and warned:
                facts, guess = getattr(problem, "facts", problem), getattr(problem, "guess", "")
                problem = describe.Problem(f"{facts} (NumPy warned: {warned})", guess)
        except (Failed, NotPlain) as failed:
            problem = str(failed)
        except Exception as error:  # a result that no comparison was made for must not end the cell
            problem = f"the result could not be compared: {in_words(error)}"
        guess = getattr(problem, "guess", "")
        if hint and guess:  # the exercise's own hint knows more than a guess from the numbers, so it comes first
            stop = "" if hint.endswith((".", "?")) else "."
            problem, hint = problem.facts, f"{hint}{stop} From the numbers: {guess}"
        return self._record(name, points, problem, hint)

    def _declare(self, name: str, points: float) -> float:
        if not isinstance(name, str) or not name.strip():
            raise AuthoringError(f"Checks({self.exercise!r}): a check's name is what the student reads, not {name!r}")
        points = _positive(points, f"Checks({self.exercise!r}), check {name!r}")
        if self.declared_points + points > self.points + 1e-9:
            raise AuthoringError(
                f"Checks({self.exercise!r}, points={self.points:g}): with {name!r} the checks add up to "
                f"{self.declared_points + points:g} points. Lower them, or raise the points of the exercise"
            )
        return points

    def _record(self, name: str, points: float, problem: str | None, hint: str) -> bool:
        """Keep a check: ``problem`` is None if it passed, and no other value, not even an empty text, means that."""
        names = {check.name for check in self.checks}
        unique, n = name, 2
        while unique in names:  # a class report counts by name
            unique, n = f"{name} ({n})", n + 1
        message = "" if problem is None else describe.clean(problem) or "failed"
        self.checks.append(Check(unique, points, problem is None, message, describe.clean(hint), self._hidden))
        return problem is None


def _positive(points: Any, where: str) -> float:
    if isinstance(points, bool) or not is_kind(points, (int, float, np.integer, np.floating)):
        raise AuthoringError(f"{where}: points must be a number, not {points!r}")
    points = float(points)
    if not (math.isfinite(points) and points > 0):
        raise AuthoringError(f"{where}: points must be positive, not {points!r}")
    return points
