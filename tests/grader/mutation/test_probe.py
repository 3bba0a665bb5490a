"""Two answers are one where they give the same results; here without a sandbox, in a shell of IPython's."""

from __future__ import annotations

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from grader.mutation import probe


@pytest.fixture
def shell():
    made = InteractiveShell()
    made.user_ns.update(np=np)
    return made


def compared(shell, reference, variant, test):
    return probe._compared(shell, reference, variant, [test])


@pytest.mark.parametrize(
    ("reference", "variant", "test", "same"),
    [
        ("def f(x): return x + x", "def f(x): return 2 * x", "f(3)", True),
        ("def f(x): return x * 2", "def f(x): return x * x", "f(2)", False),
        ("def f(x): return x.max() - x", "def f(x): return -(x - x.max())", "f(np.array([1., 2.]))", True),
        ("def f(x): return abs(x)", "def f(x): return x", "f(np.array([1., 2.]))", False),
        ("def f(x): return sorted(x)", "def f(x): x.sort(); return x", "f([1, 3, 2])", False),
        ("def f(x): return list(x)", "def f(x): return tuple(x)", "f([1])", False),
        ("a = 3", "a = 1 + 2", "a", True),
        ("a = 3", "a = 3.0", "a", False),
        ("def f(x): return x + 1", "def f(x): return x - 1", "pass", False),
    ],
)
def test_same_results(shell, reference, variant, test, same):
    assert compared(shell, reference, variant, test)[0] is same


def test_a_test_that_raises_is_no_obstacle(shell):
    assert compared(shell, "def f(x): return x + x", "def f(x): return 2 * x", "f(3)\nraise ValueError")[0]


def test_what_is_never_called_is_not_known_to_be_the_same(shell):
    assert compared(shell, "def f(x): return x + x", "def f(x): return 2 * x", "1 + 1") == (False, 0)
