"""The `Checks` object of a test cell."""

import contextlib
import math
from dataclasses import dataclass

import numpy as np

from . import compare, describe, report
from .plain import NotPlain, is_kind, to_plain
from .trouble import UNWRITTEN, Failed, in_words, run

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
        What the exercise is worth: the sum of the points of all its checks, hidden ones included.

    Examples
    --------
    >>> checks = Checks("relu", points=2)
    >>> checks.close("keeps positive values", lambda: relu(2.0), 2.0, points=1)
    >>> checks.close("cuts negative values", lambda: relu(-1.0), 0.0, points=1, hint="max(a, 0)")
    >>> checks.score()
    """

    def __init__(self, exercise, points):
        if not isinstance(exercise, str) or not exercise.strip():
            raise AuthoringError(f"Checks(exercise, points): exercise is the id of the answer cell, not {exercise!r}")
        self.exercise = exercise
        self.points = _positive(points, f"Checks({exercise!r})")
        self.checks = []
        self._hidden = False

    @property
    def declared_points(self):
        """The sum of the points of the checks so far: at the end of a whole test cell, equal to ``points``."""
        return round(math.fsum(check.points for check in self.checks), 9)

    def close(self, name, actual, expected, *, points=1, hint="", rtol=None, atol=None):
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
            Default 1e-6 and 1e-8; 1e-4 and 1e-6 where the result is float32.

        Returns
        -------
        bool
            Whether the check passed.
        """
        return self._check(name, points, hint, actual, expected, lambda a, e: compare.compare_close(a, e, rtol, atol))

    def equal(self, name, actual, expected, *, points=1, hint=""):
        """Whole numbers, text, tuples, dictionaries or arrays are exactly the same."""
        return self._check(name, points, hint, actual, expected, compare.compare_equal)

    def shape(self, name, actual, expected, *, points=1, hint=""):
        """The result has this shape, a tuple; None in it stands for any length."""
        return self._check(name, points, hint, actual, expected, compare.compare_shape)

    def dtype(self, name, actual, expected, *, points=1, hint=""):
        """The result has this dtype: a NumPy name, or one of the families float, int, bool, number, str."""
        return self._check(name, points, hint, actual, expected, compare.compare_dtype)

    def between(self, name, actual, low=-math.inf, high=math.inf, *, points=1, hint=""):
        """Every number of the result is finite and lies in ``[low, high]``."""
        return self._check(name, points, hint, actual, (low, high), compare.compare_range)

    def true(self, name, actual, *, points=1, message="this does not hold", hint=""):
        """The condition holds: True, or an array of nothing but True.

        ``message`` says what is wrong when it does not; it may be a function that returns the text.
        """

        return self._check(name, points, hint, actual, message, compare.compare_true)

    def raises(self, name, actual, error, *, points=1, match="", hint=""):
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
            elif match and match not in str(failed):
                problem = f"the message of your {names} does not contain {match!r}"
        return self._record(name, points, problem, hint)

    @contextlib.contextmanager
    def hidden(self):
        """Mark the checks inside as hidden: they run when the work is graded.

        An exception that leaves the block becomes a failed check without points, so that the points of the other checks
        are kept.
        """
        before, self._hidden = self._hidden, True
        try:
            yield self
        except AuthoringError:
            raise
        except Exception as error:
            self._record("further checks", 0.0, f"the checks stopped here: {in_words(error)}", "")
        finally:
            self._hidden = before

    def payload(self):
        """The checks as plain data: what is published under ``application/vnd.course-checks+json``."""
        earned = round(math.fsum(check.points for check in self.checks if check.passed), 9)
        if abs(earned - self.points) <= 1e-8:  # three thirds are one
            earned = self.points
        return {
            "version": 1,
            "exercise": self.exercise,
            "points": self.points,
            "score": min(earned, self.points),
            "checks": [vars(check).copy() for check in self.checks],
        }

    def score(self):
        """Show the table, publish the plain data, and return the points earned.

        Returns
        -------
        float
            From 0 to ``points``. A plain Python float: nbgrader reads its printed form.
        """
        payload = self.payload()
        report.show(payload)
        return payload["score"]

    def _check(self, name, points, hint, actual, expected, comparison):
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

    def _declare(self, name, points):
        if not isinstance(name, str) or not name.strip():
            raise AuthoringError(f"Checks({self.exercise!r}): a check's name is what the student reads, not {name!r}")
        points = _positive(points, f"Checks({self.exercise!r}), check {name!r}")
        if self.declared_points + points > self.points + 1e-9:
            raise AuthoringError(
                f"Checks({self.exercise!r}, points={self.points:g}): with {name!r} the checks add up to "
                f"{self.declared_points + points:g} points. Lower them, or raise the points of the exercise"
            )
        return points

    def _record(self, name, points, problem, hint):
        """Keep a check: ``problem`` is None if it passed, and no other value, not even an empty text, means that."""
        names = {check.name for check in self.checks}
        unique, n = name, 2
        while unique in names:  # a class report counts by name
            unique, n = f"{name} ({n})", n + 1
        message = "" if problem is None else describe.clean(problem) or "failed"
        self.checks.append(Check(unique, points, problem is None, message, describe.clean(hint), self._hidden))
        return problem is None


def _positive(points, where):
    if isinstance(points, bool) or not is_kind(points, (int, float, np.integer, np.floating)):
        raise AuthoringError(f"{where}: points must be a number, not {points!r}")
    points = float(points)
    if not (math.isfinite(points) and points > 0):
        raise AuthoringError(f"{where}: points must be positive, not {points!r}")
    return points
