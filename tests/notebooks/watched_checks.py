"""What a check compares: the share of its tolerance that was used, the statistics behind it, whether chance moved them.

A check reports only whether it passed. Here the comparisons of `course_utils.checks`, `np.allclose`, `np.isclose` and,
in test cells that `instrumented` has rewritten, every comparison of a number with a constant are listened to while a
check runs, so that a bound which is only just kept is seen as well as one that is missed.
"""

from __future__ import annotations

import ast
import operator
import random
import zlib
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

import numpy as np

from course_utils.checks import Checks, compare
from tests.notebooks.clock_checks import looks_at_the_clock

ONE_OF = 5  # so many functions that say what is wrong is asked, to see that it never stops a check
MOST_ENTRIES = 1000  # a check of more is one of whole images, not of statistics
SIGNS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
LISTENING: list[Seen] = []  # what the check that runs now compares; empty between checks


@dataclass
class Seen:
    """What one check compared in one draw."""

    shares: list[float | None] = field(default_factory=list)
    values: list[np.ndarray] = field(default_factory=list)  # in units in which the bounds are -1 and 1
    bounds: list[tuple[float, float]] = field(default_factory=list)  # of each array in `values`
    mark: int = 0  # a check sum of everything compared

    @property
    def share(self) -> float | None:
        return max((share for share in self.shares if share is not None), default=None)

    def note(self, share: float | None, values: Any, low: float = -1.0, high: float = 1.0) -> None:
        self.shares.append(share)
        values = np.ravel(np.asarray(values, dtype=float))
        self.mark = zlib.crc32(values.tobytes(), self.mark)
        if values.size <= MOST_ENTRIES and np.isfinite(values).all():
            self.values.append(values)
            self.bounds.append((low, high))

    def also(self, thing: Any) -> None:
        """Let the check sum depend on what was compared without a tolerance."""
        data = thing.tobytes() if isinstance(thing, np.ndarray) and thing.dtype != object else repr(thing).encode()
        self.mark = zlib.crc32(data, self.mark)


class watched:
    """Note for each check of the collector, in order, what it compared; its clock checks are not asked."""

    def __enter__(self) -> list[Seen]:
        self.seen: list[Seen] = []
        self.told = random.randrange(ONE_OF)
        close, between, equal = compare.compare_close, compare.compare_range, compare.compare_equal
        check, record, true = Checks._check, Checks._record, Checks.true
        allclose, isclose = np.allclose, np.isclose

        def watched_close(actual, expected, rtol=None, atol=None, inputs=None):
            problem = _aside(close, actual, expected, rtol, atol, inputs)  # its own np.isclose is not the lesson's
            if not problem:
                _note(share_of_tolerance(actual, expected, rtol, atol), *_in_room(actual, expected, rtol, atol))
                _also(compare.to_array(actual))
            return problem

        def watched_between(actual, bounds):
            problem = between(actual, bounds)
            low, high = (float(bound) for bound in bounds)
            if not problem:
                values = compare.to_array(actual).astype(float)
                _note(share_of_range(values, low, high), *_in_range(values, low, high))
            return problem

        def watched_equal(actual, expected):
            _also(actual)
            return equal(actual, expected)

        def near(actual, expected, rtol, atol, passed):
            share = share_of_tolerance(actual, expected, rtol, atol)
            if passed:
                _note(share, *_in_room(actual, expected, rtol, atol))
            else:  # two results that have to differ: how far they are from being the same
                _note(1 / share if share > 1 else None, [])
                _also(compare.to_array(actual))

        def watched_allclose(actual, expected, rtol=1e-5, atol=1e-8, **rest):
            passed = allclose(actual, expected, rtol, atol, **rest)
            near(actual, expected, rtol, atol, passed)
            return passed

        def watched_isclose(actual, expected, rtol=1e-5, atol=1e-8, **rest):
            right = isclose(actual, expected, rtol, atol, **rest)
            if np.all(right):
                near(actual, expected, rtol, atol, True)
            return right

        def watched_check(checks, *arguments, **words):
            LISTENING[:] = [Seen()]
            return check(checks, *arguments, **words)

        def watched_true(checks, name, actual, **words):
            if callable(message := words.get("message")):  # asked whether the check passes or not, and slow
                self.told += 1
                words["message"] = (lambda: _aside(message)) if self.told % ONE_OF == 0 else ""
            return true(checks, name, True if looks_at_the_clock(actual) else actual, **words)

        def watched_record(checks, *words):
            self.seen.append(LISTENING[0] if LISTENING else Seen())
            LISTENING.clear()
            return record(checks, *words)

        self.patches = [
            mock.patch.object(compare, "compare_close", watched_close),
            mock.patch.object(compare, "compare_range", watched_between),
            mock.patch.object(compare, "compare_equal", watched_equal),
            mock.patch.object(Checks, "_check", watched_check),
            mock.patch.object(Checks, "_record", watched_record),
            mock.patch.object(Checks, "true", watched_true),
            mock.patch.object(np, "allclose", watched_allclose),
            mock.patch.object(np, "isclose", watched_isclose),
        ]
        for patch in self.patches:
            patch.start()
        return self.seen

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()
        LISTENING.clear()


def _aside(function, *arguments):
    """Call a function without listening to what it compares."""
    kept, LISTENING[:] = LISTENING[:], []
    try:
        return function(*arguments)
    finally:
        LISTENING[:] = kept


def _note(share, values, low=-1.0, high=1.0):
    if LISTENING:
        LISTENING[0].note(share, values, low, high)


def _also(thing):
    if LISTENING:
        LISTENING[0].also(thing)


def share_of_tolerance(actual, expected, rtol, atol):
    """Return the largest ``|actual - expected| / (atol + rtol |expected|)``."""
    return float(np.abs(_gaps(actual, expected, rtol, atol)).max(initial=0.0))


def _gaps(actual, expected, rtol, atol):
    actual, expected = compare.to_array(actual), compare.to_array(expected)
    rtol, atol = compare.tolerances(expected, rtol, atol)
    wide = np.result_type(actual, expected, np.float64)
    with np.errstate(all="ignore"):
        gaps = (actual.astype(wide) - expected.astype(wide)) / (atol + rtol * np.abs(expected.astype(wide)))
    return np.nan_to_num(np.real(gaps), nan=0.0, posinf=0.0, neginf=0.0)


def _in_room(actual, expected, rtol, atol):
    return (_gaps(actual, expected, rtol, atol),)


def share_of_range(actual, low, high):
    """Return how near the values come to the end of a range, 1 being the end; None where that cannot be said."""
    if np.isfinite([low, high]).all() and high > low:
        return float(np.abs(actual - (low + high) / 2).max() / ((high - low) / 2))
    (bound,) = [end for end in (low, high) if np.isfinite(end)] or [0.0]
    if not bound or not (actual / bound > 0).all():
        return None
    return float(np.minimum(actual / bound, bound / actual).max())


def _in_range(values, low, high):
    if np.isfinite([low, high]).all() and high > low:
        return ((values - (low + high) / 2) / ((high - low) / 2),)
    unit = abs(low if np.isfinite(low) else high)
    return (values / unit, low / unit, high / unit) if np.isfinite(unit) and unit else (values, low, high)


def compared(value: Any, sign: str, bound: float, two_sided: bool = False) -> Any:
    """Compare as the cell does, and note it where a single real number is compared and the comparison holds."""
    size = abs(value) if two_sided else value
    result = HOLDS[sign](size, bound)
    if np.shape(value) == () and isinstance(value, float | np.floating) and bool(result):
        low, high = (-np.inf, bound) if sign in ("<", "<=") else (bound, np.inf)
        if two_sided and sign in ("<", "<=") and bound > 0:
            _note(share_of_range(np.asarray(value), -bound, bound), *_in_range(np.asarray(value), -bound, bound))
        else:
            _note(share_of_range(np.asarray(size), low, high), *_in_range(np.asarray(size), low, high))
    return result


class _Rewrite(ast.NodeTransformer):
    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if len(node.ops) != 1 or type(node.ops[0]) not in SIGNS or not _is_number(node.comparators[0]):
            return node
        left, two_sided = node.left, False
        if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "abs":
            (left,), two_sided = left.args, True
        arguments = [left, ast.Constant(SIGNS[type(node.ops[0])]), node.comparators[0], ast.Constant(two_sided)]
        return ast.copy_location(ast.Call(ast.Name("_compared", ast.Load()), arguments, []), node)


def _is_number(node: ast.expr) -> bool:
    node = node.operand if isinstance(node, ast.UnaryOp) else node
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)


def instrumented(source: str) -> str:
    """Return a test cell in which comparisons of a number with a constant are noted."""
    tree = ast.fix_missing_locations(_Rewrite().visit(ast.parse(source)))
    return f"from tests.notebooks.watched_checks import compared as _compared\n{ast.unparse(tree)}\n"
