"""The text of a test says where it can be judged, and says nothing about tests that only compare what comes back."""

from __future__ import annotations

import pytest

from grader.grading.calibration.needs import needs_of


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nx = np.arange(3.0)\nout = f(x)\nnp.testing.assert_allclose(out, x ** 2)",
        "for n in range(5):\n    assert f(n) == n ** 2, f'wrong for {n}'",
        "x = [1, 2]\nassert f(x) == [2 * each for each in x]",
        "assert f(1) is None and f(2) is not None and type(f(3)) is int",
        "expected = [1, 2]\nassert f(expected[0]) == expected[1]",
        "result = f(3)\nresult_2 = sorted(result)\nassert result_2 == [1, 2, 3]",
        "checks = Checks()\nx = rng.normal(size=3)\nchecks.check('close', np.allclose(f(x), x))\nchecks.report()",
        "t = time.perf_counter()\nf(2)\nassert time.perf_counter() - t < 2",
        "def f(:",
    ],
)
def test_a_test_on_values_needs_nothing(source):
    assert needs_of(source, ["f"]) is None


@pytest.mark.parametrize(
    ("source", "word", "unseen"),
    [
        ("from contextlib import redirect_stdout\nwith redirect_stdout(out):\n    f()", "prints", False),
        ("with patch('builtins.input', return_value='3'):\n    f()", "input", False),
        ("import inspect\nassert 'for' not in inspect.getsource(f)", "source", True),
        ("assert 'math' not in globals()", "names", True),
        ("del helper\nf(1)", "deletes", True),
        ("t = time.perf_counter()\nfor n in range(900):\n    f()\nassert time.perf_counter() - t < 2", "time", True),
        ("assert (await f()) == 3", "coroutine", False),
        ("assert open('out.txt').read() == 'x'", "file", False),
        ("assert f(x) is x", "same object", True),
        ("assert not np.shares_memory(f(a), a)", "memory", True),
        ("data = [1, 2]\nassert f(data) == [2, 4]\nassert data == [1, 2]", "handed", True),
        ("before = x.copy()\nf(x)\nnp.testing.assert_array_equal(x, before)", "handed", True),
        ("c = f(d)\nc['a'].append(2)\nassert c != 1", "changes", True),
        ("g = f(2)\nfor i in range(2):\n    g[i][0] = 1\nassert g == [[1, 0], [1, 0]]", "changes", True),
    ],
)
def test_a_test_on_more_than_values_says_what_it_needs(source, word, unseen):
    need = needs_of(source, ["f", "helper", "x"] if "helper" in source else ["f"])
    assert need is not None
    assert (word in need.why, need.unseen) == (True, unseen)
