"""The text of a test says where it can be judged, and says nothing about tests that only compare what comes back."""

from __future__ import annotations

import pytest

from grader.grading.calibration.needs import needs_of


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\nx = np.arange(3.0)\nout = f(x)\nnp.testing.assert_allclose(out, x ** 2)",
        "for n in range(5):\n    assert f(n) == n ** 2, f'wrong for {n}'",
        "assert f(1) is None and f(2) is not None and type(f(3)) is int",
        "checks = Checks()\nx = rng.normal(size=3)\nchecks.check('close', np.allclose(f(x), x))\nchecks.report()",
        "t = time.perf_counter()\nfor n in range(1000):\n    f(2)\nassert time.perf_counter() - t < 2",
        "a = time.perf_counter()\nf(2)\nb = time.perf_counter()\nassert (b - a) / 10 < 2",
        # What is carried with a call: who is who, what changes in place, what shares memory.
        "assert f(x) is x and not np.shares_memory(f(a), a) and id(f(x)) == id(x)",
        "data = [1, 2]\nassert f(data) == [2, 4]\nassert data == [1, 2]",
        "c = f(d)\nc['a'].append(2)\nassert c != 1",
        "warnings.simplefilter('ignore')\nassert f(1) == 2",
        "def f(:",
    ],
)
def test_a_test_on_values_needs_nothing(source):
    assert needs_of(source, ["f"], ["f"]) is None


@pytest.mark.parametrize(
    ("source", "word", "unseen"),
    [
        ("from contextlib import redirect_stdout\nwith redirect_stdout(out):\n    f()", "prints", False),
        ("with patch('builtins.input', return_value='3'):\n    f()", "input", False),
        ("with patch('random.choice', return_value='3'):\n    f()", "replaces", False),
        ("with patch.dict(os.environ, A='3'):\n    f()", "replaces", True),
        ("setattr(random, 'choice', max)\nf()", "replaces", True),
        ("import inspect\nassert 'for' not in inspect.getsource(f)", "source", False),
        ("assert 'math' not in globals()", "names", False),
        ("assert f() and globals()['x'] == 3 and locals().get('y') == 1", "names", False),
        ("assert not any(n.startswith('tmp') for n in globals())", "names", True),
        ("del helper\nf(1)", "deletes", False),
        ("del other\nf(1)", "another meaning", True),
        ("sum = None\nassert f(1) == 2", "another meaning", True),
        ("t = time.perf_counter()\nfor n in range(9000):\n    f()\nassert time.perf_counter() - t < 2", "time", True),
        ("a = timeit.timeit(f)\nb = timeit.timeit(g)\nassert a < b / 2", "times", True),
        ("a = timeit.timeit(f)\nb = timeit.timeit(g)\nassert a / b < 2", "times", True),
        (
            "class Watch:\n    def __enter__(self): self.t = time.perf_counter()\n"
            "def span(g):\n    with Watch(): g()\na = span(f)\nb = span(sorted)\nassert a / b < 2",
            "times",
            True,
        ),
        ("tracemalloc.start()\nf(3)\nassert tracemalloc.get_traced_memory()[1] < 9", "memory", True),
        ("with warnings.catch_warnings(record=True) as w:\n    f()\nassert not w", "warnings", True),
        ("with np.errstate(all='raise'):\n    assert f(0) == 1", "computed", True),
        ("sys.setrecursionlimit(50)\nassert f(99) == 1", "runs", True),
        ("assert (await f()) == 3", "coroutine", False),
        ("assert open('out.txt').read() == 'x'", "file", False),
        ("f()\nassert not os.path.exists('out.txt')", "files", True),
        ("f()\nassert not plt.get_fignums()", "plot", True),
        ("f()\nax = plt.gca()\nassert ax.lines == []", "plot", True),
        ("assert not hasattr(f(), '__len__')", "__len__", True),
        ("assert type(f(1)) is type(f(2))", "types", True),
        (
            "class A:\n    def __eq__(self, o):\n        return o.__class__ is A\nassert isinstance(f(A()), A)",
            "object",
            False,
        ),
    ],
)
def test_a_test_on_more_than_values_says_what_it_needs(source, word, unseen):
    need = needs_of(source, ["f", "g", "helper", "other"], ["helper"])
    assert need is not None
    assert (word in need.why, need.unseen) == (True, unseen)
