"""Tests that run in a judge on values: what honest code needs, and what hostile answers try."""

import pytest

NP = "import numpy as np\n"


@pytest.fixture
def judged(run, scores):
    """Return the points of one test about one answer, with cells of the instructor's before.

    `master` is the reference answer, where what it binds is not what the student's binds.
    """

    def judge(answer, test, *before, master=None):
        answered = ("answer", answer, answer if master is None else master)
        return scores(run(*before, answered, ("check", test), cell_seconds=3))[0]

    return judge


@pytest.mark.parametrize(
    ("answer", "test"),
    [
        ("def f(x): return {'a': [1, (2, 3)], 4: {5}}", "assert f(1) == {'a': [1, (2, 3)], 4: {5}}"),
        (NP + "def f(x): return np.float32(x)", NP + "assert type(f(1)) is np.float32"),
        (NP + "def f(x, dtype): return x.astype(dtype)", NP + "assert f(np.ones(2), np.int8).dtype == np.int8"),
        (NP + "def f(g, x): return g(x)", NP + "assert np.allclose(f(np.tanh, np.ones(2)), np.tanh(1))"),
        ("def f(g): return [g(i, k=2) for i in range(3)]", "assert f(lambda i, k: i * k) == [0, 2, 4]"),
        ("def f(batches): return sum(batches)", "assert f(i for i in range(4)) == 6"),
        ("def f(n):\n    def g(x): return x + n\n    return g", "assert f(2)(3) == 5"),
        ("class A:\n    def __init__(self, n): self.n = n\n    def up(self): self.n += 1; return self",
         "a = A(2)\nassert a.up().n == 3\na.n = 7\nassert a.n == 7"),
        ("def f(rng, n): return rng.normal(size=n)", NP +
         "a, b = np.random.default_rng(1), np.random.default_rng(1)\n"
         "assert np.allclose([*f(a, 2), *f(a, 2)], b.normal(size=4))"),
        (NP + "def f(): return np.random.rand(2)", NP +
         "np.random.seed(3); x = f()\nnp.random.seed(3); assert np.allclose(x, np.random.rand(2))"),
        ("def f(x): raise ValueError('too small')", "try: f(1)\nexcept ValueError as e: assert 'too' in str(e)"),
        ("def f(): raise NotImplementedError", "try:\n    f()\nexcept NotImplementedError:\n    pass"),
        ("def f():\n    'Say it.'\n    return 1", "assert (f.__name__, f.__doc__) == ('f', 'Say it.')"),
        ("import collections\nP = collections.namedtuple('P', 'x y')\ndef f(): return P(1, 2)", "assert f().y == 2"),
        ("import pandas as pd\ndef f(): return pd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
         "t = f()\nassert list(t.columns) == ['a', 'b'] and t.a.sum() == 3"),
        ("def g(): return 4", "import asyncio\nawait asyncio.sleep(0)\nassert g() == 4"),
        ("x = 3\ny = [x]", "assert x == 3 and y == [3]\nx = 4"),
        ("def f(): return float('nan'), -0.0, 10**300, 'ä\\ud800'", "import math\na, b, c, d = f()\n"
         "assert math.isnan(a) and math.copysign(1, b) == -1 and c == 10**300 and d == 'ä\\ud800'"),
    ],
)  # fmt: skip
def test_honest_answers_keep_their_points(judged, answer, test):
    assert judged(answer, test) == 2.0


def test_the_instructors_imports_and_functions_are_the_judges_own(judged):
    before = "import numpy as np\nfrom math import isclose\ndef near(a, b): return isclose(a, b) and np.isfinite(a)"
    assert judged("def f(): return 1.0", "assert near(f(), 1.0)", before) == 2.0
    cheat = "np = near = isclose = lambda *a, **k: True\nclass np:\n    allclose = isfinite = staticmethod(near)\n"
    cheat += "def f(): return 5.0"
    master = "def f(): return 1.0"
    assert judged(cheat, "assert near(f(), 1.0)", before, master=master) == 0.0
    assert judged(cheat, "assert np.allclose(f(), 1.0)", before, master=master) == 0.0


CHECKER = """
import numpy as np
from dataclasses import dataclass
TOL = 1e-6
LIMITS = {"low": [1, 2], "close": [1e-6]}
@dataclass
class Checker:
    tol: float = 1e-6
    def ok(self, value, expected): return abs(value - expected) < self.tol
checker = Checker()
rng = np.random.default_rng(3)
data = rng.normal(size=4)
class Missing(Exception): pass
"""
TAMPERED = [
    "TOL = 1e9",
    "LIMITS['close'][0] = 1e9\nTOL = 1e9",
    "LIMITS['close'].insert(0, 1e9)",
    "class Checker:\n    def ok(self, *a): return True",
    "Checker.ok = lambda *a: True\nchecker.tol = 1e9",
    "checker = type('C', (), {'ok': lambda *a: True})()",
    "data[:] = 0\ndata = np.zeros(4)",
    "import builtins\nfor name in ('TOL', 'data'): globals()[name] = 1e9\ndel checker, Checker",
]
USES = "assert abs(f(2.0) - 4.0) < TOL\nassert abs(f(3.0) - 9.0) < LIMITS['close'][0]\n"
USES += "assert checker.ok(f(1.5), 2.25) and Checker().ok(f(2.5), 6.25)\nassert np.allclose(f(data), data**2)"


@pytest.mark.parametrize("tampering", TAMPERED)
def test_what_only_the_instructor_binds_cannot_be_changed(judged, tampering):
    right = "def f(x): return x ** 2"
    assert judged(f"{tampering}\n{right}", USES, CHECKER, master=right) == 2.0
    for wrong in ("0.0", "x", "x ** 2 + 0.1"):
        test = USES.replace("\n", "\n") if "data" not in tampering else "assert np.allclose(f(data), data**2)"
        assert judged(f"{tampering}\ndef f(x): return {wrong}", test, CHECKER, master=right) == 0.0


def test_objects_of_the_instructors_classes_travel_by_value(judged):
    classes = """
import enum
class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
class Pair(Point):
    __slots__ = ("other",)
class Colour(enum.Enum):
    RED = 1
    BLUE = 2
class OutOfRange(Exception): pass
"""
    honest = "def move(p, d): p.x += d; return p\ndef make(x): return Point(x, 0)\ndef name(c): return c.name\n"
    honest += "def bad(): raise OutOfRange('far')\ndef invert(c): return Colour.RED if c is Colour.BLUE else c"
    test = "p = Point(3, 4)\nq = move(p, 1)\nassert p.x == 4 and q.x == 4 and isinstance(q, Point)\n"
    test += "assert make(7).norm() == 7 and name(Colour.RED) == 'RED' and invert(Colour.BLUE) is Colour.RED\n"
    test += "try:\n    bad()\nexcept OutOfRange as error:\n    assert 'far' in str(error)\nelse:\n    assert False"
    assert judged(honest, test, classes) == 2.0
    lying = honest.replace("return Point(x, 0)", "p = Point(x, 0); p.norm = lambda: 7; return p")
    assert judged(lying, test, classes) == 0.0
    lying = honest.replace("return Point(x, 0)", "return type('Point', (), {'norm': lambda self: 7})()")
    assert judged(lying, "assert make(3).norm() == 7 and isinstance(make(3), Point)", classes, master=honest) == 0.0


def test_what_depends_on_an_answer_or_cannot_be_carried_comes_from_the_session(judged):
    answer = "def f(x): return x + 1\ndef count(c): return c.execute('select 1').fetchone()[0]\nstart = [0]"
    before = "import sqlite3, numpy as np\nnoise = np.random.normal(size=3)\nc = sqlite3.connect(':memory:')"
    assert judged(f"{answer}\ndoubled = noise * 2", "assert np.allclose(doubled, noise * 2)", before) == 2.0
    assert judged(answer, "assert count(c) == 1", before) == 2.0
    assert judged("values.append(3)", "assert values == [3]", "values = []") == 2.0


def test_a_value_that_depends_on_an_answer_is_the_sessions(run, scores):
    cells = [("answer", "def f(x): return x + 1"), "result = f(1)", ("check", "assert result == 2")]
    assert scores(run(*cells)) == [2.0]


def test_only_what_a_test_needs_is_made_and_its_time_is_not_the_tests(run, scores):
    cells = [
        "import time\ntime.sleep(0.7)\nprint('slow')\nTOL = 0.5",
        "def slow():\n    time.sleep(0.8)\n    return 1\nweight = slow()",
        ("answer", "def f(): return 1.2"),
        ("check", "assert abs(f() - 1) < TOL"),
        ("check", "time.sleep(0.8)\nassert weight == 1"),
    ]
    execution = run(*cells, cell_seconds=1.5)
    assert scores(execution) == [2.0, 2.0]
    assert "slow" not in str(execution.notebook.cells[3].outputs)


def test_what_an_earlier_test_was_to_define_is_never_asked_from_a_session(run, scores):
    cells = [
        (
            "answer",
            "expected = 5\ndef f(): raise ValueError\ndef g(): return 5",
            "def f(): return 1\ndef g(): return 2",
        ),
        ("check", "value = f()\nexpected = 2"),
        ("check", "assert g() == expected"),
    ]
    assert scores(run(*cells)) == [0.0, 0.0]


def test_what_a_test_defines_later_tests_can_use(run, scores):
    execution = run(
        ("answer", "def f(): return 2"), ("check", "expected = 2\nassert f() == 2"), ("check", "assert f() == expected")
    )
    assert scores(execution) == [2.0, 2.0]


EVIL = """
class Evil(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __hash__(self): return 1
    def __bool__(self): return True
    def __len__(self): return 3
    def __float__(self): return 1.0
    def __array__(self, *a, **k):
        import numpy
        return numpy.ones(3)
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __mul__ = __abs__ = __sub__
    def __getattr__(self, name): return lambda *a, **k: True
"""
WANTED = "import numpy as np\nfrom math import pi\n"


LIED_TO = [
    "assert f() == pi",
    "assert not (f() != pi)",
    "assert abs(f() - pi) < 1e-9",
    "assert np.allclose(f(), pi)",
    "np.testing.assert_allclose(f(), pi)",
    "np.testing.assert_array_equal(f(), np.full(3, pi))",
    "assert f() in {pi}",
    "assert float(f()) == pi",
    "assert np.array(f()).tolist() == [pi] * 3",
    "assert [pi, pi, pi] == f()",
]


@pytest.mark.parametrize("base", ["float", "object", "str", "int", "list", "dict"])
def test_objects_that_lie_gain_nothing(run, scores, base):
    make = {"object": "Evil.__new__(Evil)", "list": "Evil([0.5])", "dict": "Evil(a=1)"}.get(base, "Evil()")
    answer = EVIL.replace("(float)", f"({base})") + f"def f(): return {make}"
    tests = [("check", WANTED + test) for test in LIED_TO]
    assert scores(run(("answer", answer), *tests)) == [0.0] * len(LIED_TO)


@pytest.mark.parametrize(
    "patch",
    [
        "import numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\n"
        "np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None",
        "import builtins\nbuiltins.abs = lambda x: 0.0\nbuiltins.isinstance = builtins.all = lambda *a: True\n"
        "builtins.AssertionError = type('Quiet', (Warning,), {})",
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Drop())",
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.run_cell = lambda *a, **k: None",
        "import sys\nsys.displayhook = lambda *a: print(2.0)\nget_ipython().display_formatter.format = "
        "lambda *a, **k: ({'text/plain': '2.0'}, {})",
        "import sys, types\nfake = sys.modules['numpy'] = types.ModuleType('numpy')\nfake.allclose = lambda *a: True",
        "get_ipython().events.register('pre_run_cell', lambda info: setattr(info, 'raw_cell', '2.0'))",
        "import threading, time\ndef flood():\n    while True:\n        time.sleep(0.01)\n        print(2.0)\n"
        "threading.Thread(target=flood, daemon=True).start()",
        "import grader.sandbox.codec.writing as w\nw.Writer.message = lambda self, *groups: b'{}'",
        "import grader.sandbox.ipc.rpc as e\n"
        "e.RpcPeer.answer = lambda self, h, b: self.channel.send({'op': 'done', 'error': '', 'count': 1})",
    ],
)  # fmt: skip
def test_patching_the_session_gains_nothing(judged, patch):
    answer = f"{patch}\ndef f(): return 5.0"
    test = "import numpy as np\nassert np.allclose(f(), 1.0)\nassert abs(f() - 1) < 1e-6\nf() == 1"
    assert judged(answer, test) == 0.0


SPY = """
seen = []
def f(x, g=None):
    import gc, sys, inspect
    frame = sys._getframe()
    while frame is not None:
        seen.append(repr(frame.f_code.co_names) + repr(frame.f_locals)[:5000])
        frame = frame.f_back
    if g is not None:
        for name in ('__globals__', '__code__', '__closure__', 'gi_frame', '__self__', '__wrapped__', 'func_globals'):
            try: seen.append(repr(getattr(g, name)))
            except Exception as error: seen.append(repr(error))
        try: seen.append(repr(g(1)))
        except Exception as error: seen.append(repr(error))
    seen.append(repr([o for o in gc.get_objects() if isinstance(o, str) and 'hidden' in o][:50]))
    return 1
"""


def test_a_session_does_not_see_the_test(run):
    test = "hidden_value = 271828\ndef hidden_helper(i): return i\nassert f(3) == 1\nassert f(3, hidden_helper) == 1"
    execution = run(("answer", SPY), ("check", test), "print(seen)")
    printed = str(execution.notebook.cells[2].outputs)
    assert "hidden_value" not in printed
    assert "271828" not in printed


def test_a_session_may_only_call_what_it_was_given(run, scores):
    ask = """
def f(g):
    import gc
    from grader.sandbox.ipc.rpc import RpcPeer
    rpc = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))
    found = []
    for what in ('get', 'set', 'names'):
        for number in [1, 2, *(c.cell_contents for c in g.__closure__ if type(c.cell_contents) is int)]:
            try: found.append(repr(rpc.ask(what, '__globals__', id=number)))
            except Exception as error: found.append(type(error).__name__)
    return found
"""
    test = "hidden_value = 271828\nassert all('Error' in x or 'BadValue' in x for x in f(lambda: hidden_value)), f"
    assert scores(run(("answer", ask), ("check", test))) == [2.0]


@pytest.mark.parametrize(
    "answer",
    [
        "def f():\n    x = []\n    for _ in range(10**5): x = [x]\n    return x",
        "def f():\n    x = []\n    x.append(x)\n    return x",
        "import numpy as np\ndef f(): return np.zeros(10**9, 'u1')",
        "def f(): return 'x' * 400_000_000",
        "def f(): return list(range(3_000_000))",
        "def f(): return 1 << 100_000",
        "import numpy as np\ndef f(): return np.array([open], dtype=object)",
        "import numpy as np\ndef f(): return np.zeros(3, dtype=[('a', 'i4')])",
        "class A:\n    def __array__(self, *a, **k):\n        while True: pass\ndef f(): return A()",
        "class A(str):\n    def __str__(self):\n        while True: pass\ndef f(): return A()",
        "def f(): raise StopIteration",
        "def f(): raise SystemExit",
        "def f(): raise KeyboardInterrupt",
        "def f(): raise GeneratorExit",
        "def f(): return (i for i in [True])",
        "import sys\ndef f(): sys.setrecursionlimit(10**9); return f()",
    ],
)
def test_values_that_cannot_be_carried_cost_their_test_only(run, scores, answer):
    cells = [
        ("answer", answer),
        ("answer", "def g(): return 1"),
        ("check", "assert f() == 1"),
        ("check", "assert g() == 1"),
    ]
    points = scores(run(*cells, cell_seconds=3, memory_mb=3000))
    assert points == [0.0, 2.0]


def test_a_loop_is_not_ended_early_by_stop_iteration(judged):
    answer = "def f(x): raise StopIteration"
    assert judged(answer, "assert all(map(lambda x: f(x) == x, [1, 2]))") == 0.0


def test_messages_are_in_the_students_terms(run):
    execution = run(("answer", "def f(): return object()"), ("check", "assert f() == 1"))
    error = execution.cells[execution.notebook.cells[1]["id"]].error
    assert "belongs to your notebook" in error
    assert "cannot be compared" in error


OWN = "class Own:\n    def __getattr__(self, name): return lambda *a, **k: True\n"


@pytest.mark.parametrize("test", ["assert f().equals([1])", "assert f().all()", "assert f().issubset({1})"])
def test_an_object_cannot_say_that_it_is_what_was_expected(judged, test):
    assert judged(OWN + "def f(): return Own()", test) == 0.0


def test_the_usual_names_mean_the_judges_own_modules(judged):
    assert judged("import numpy as np\ndef f(): return 1.0", "assert np.allclose(f(), 1.0)") == 2.0
    assert judged(OWN + "np = Own()\ndef f(): return 5.0", "assert np.allclose(f(), 1.0)") == 0.0


@pytest.mark.parametrize(
    "state", ["{**s, 'state': {'state': 0, 'inc': 0}}", "np.random.PCG64(0).state", "None", "{**s, 'uinteger': 0}"]
)
def test_a_session_cannot_choose_what_a_generator_draws_next(judged, state):
    answer = f"{NP}def f(rng):\n    s = rng.bit_generator.state\n    rng.bit_generator.state = {state}"
    test = f"{NP}rng = np.random.default_rng()\nf(rng)\nassert rng.normal() == 0"
    assert judged(answer, test) == 0.0


@pytest.mark.parametrize("field", ["lambda *a: True", "list", "np.add"])
def test_a_named_tuple_decides_no_test(judged, field):
    answer = NP + "import collections\nP = collections.namedtuple('P', 'equals all')\nclass Own: pass\n"
    answer += f"own = Own()\nown.values = P({field}, {field})\ndef f(x): return P({field}, {field})"
    assert judged(answer, "assert f(1).equals([1, 2])") == 0.0
    assert judged(answer, "assert own.values.equals([1, 2])") == 0.0
    plain = "import collections\nP = collections.namedtuple('P', 'equals all')\ndef f(x): return P(x, 2)"
    assert judged(plain, "assert f(1) == (1, 2) and f(1).all == 2") == 2.0


@pytest.mark.parametrize(
    "made",
    ["types.SimpleNamespace(equals=yes)", "[types.SimpleNamespace(equals=yes)][0]", "OptimizeResult(equals=yes)"],
)
def test_a_namespace_decides_no_test(run, scores, made):
    answer = (
        f"import types\nfrom scipy.optimize import OptimizeResult\ndef yes(*a): return True\ndef f(x): return {made}"
    )
    plain = "import types\ndef g(x): return types.SimpleNamespace(equals=x, total=lambda: 5)"
    execution = run(
        ("answer", answer), ("answer", plain), ("check", "assert f(1).equals([1, 2])"),
        ("check", "assert g(3).equals == 3 and g(3).total() == 5"),
    )  # fmt: skip
    assert scores(execution) == [0.0, 2.0]


FORGED_TEXT = """import gc
from grader.sandbox.ipc.rpc import RpcPeer
rpc = next(o for o in gc.get_objects() if isinstance(o, RpcPeer))
real = rpc.along
def along(writer):
    about, values = real(writer)
    return {**about, 'text': [['stdout', 'x'], ['stderr', 'y']] * 600}, values
rpc.along = along
def f(x): return 0
"""


def test_a_session_takes_no_room_from_what_a_test_is_scored_by(run, scores, text):
    check = "{'name': 'a', 'points': 2.0, 'passed': f(3) == 9}"
    report = f"display({{'application/vnd.course-checks+json': {{'version': 1, 'checks': [{check}]}}}}, raw=True)"
    execution = run(
        ("answer", FORGED_TEXT), ("check", "1.0 if f(3) == 9 else 0.0"),
        ("check", f"from IPython.display import display\n{report}"),
    )  # fmt: skip
    assert scores(execution) == [0.0, 0.0]
    assert "xy" not in text(execution).replace("\n", "")


def test_a_report_that_is_too_large_to_be_sent_is_no_test_that_passed(run, scores):
    report = "{'version': 1, 'checks': [{'name': 'a', 'points': 2.0, 'passed': False, 'message': f() * (65 << 20)}]}"
    show = f"from IPython.display import display\ndisplay({{'application/vnd.course-checks+json': {report}}}, raw=True)"
    execution = run(("answer", "def f(): return 'x'"), ("check", show), ("check", "assert f() == 'x'"))
    assert scores(execution) == [0.0, 2.0]


NA = "import pandas as pd\n"


@pytest.mark.parametrize(
    ("answer", "test"),
    [
        (NP + "def f(x): return np.ma.masked_all(2)", NP + "np.testing.assert_allclose(f(1), [1.0, 4.0])"),
        (NP + "def f(x): return [np.ma.masked_all(2)]", NP + "np.testing.assert_array_equal(f(1)[0], [1.0, 4.0])"),
        (NP + "y = np.ma.array([1.0, 0.0], mask=[0, 1])", NP + "assert np.allclose(y, [1.0, 4.0])"),
        (NP + "def f(x): x[:] = 1; return np.ma.array([x], mask=True)", NP + "assert not np.any(f(np.ones(2)) > 3)"),
        (NA + "def f(x): return pd.Series([pd.NA] * 2, dtype='Int64')", NA + "assert (f(1) == [1, 4]).all()"),
        (NA + "def f(x): return pd.DataFrame({'a': pd.array([None, 'b'], dtype='string')})",
         NA + "assert (f(1)['a'] == ['a', 'b']).all()"),
        (NA + "def f(x): return pd.array([None, None], dtype='boolean')", "assert f(1).all()"),
        (NP + "def f(x): return np.ma.masked", NP + "np.testing.assert_array_equal(f(1), [1.0, 4.0])"),
        (NP + "def f(x): return {'a': np.ma.masked}", NP + "np.testing.assert_equal(f(1), {'a': 5.0})"),
        (NP + "def f(x): return np.empty((0, 1))", NP + "assert np.allclose(f(1), [1.0, 4.0])"),
        (NP + "def f(x): return np.empty((0, 2), object)", NP + "assert (f(1) == np.array([1.0, 4.0])).all()"),
        (NP + "whole = np.zeros((2, 1))\ndef f(x): return whole, whole[:0]", NP + "assert np.all(f(1)[1] == [1, 4])"),
    ],
)  # fmt: skip
def test_entries_without_a_value_agree_with_nothing(run, scores, answer, test):
    execution = run(("answer", answer), ("check", test))
    assert scores(execution) == [0.0]
    assert "return every one" in [*execution.cells.values()][1].error


def test_arrays_without_entries_come_where_a_test_speaks_of_them(run, scores):
    tests = [
        "assert f(np.zeros((0, 3))).shape == (0, 3)",
        "assert np.array_equal(f(np.ones((2, 3))[:0]), np.ones((0, 3)))",
        "assert f([]).shape == (0,)",
        "assert f(np.ones((2, 3))).shape == (2, 3)",
    ]
    execution = run(("answer", NP + "def f(x): return np.asarray(x) + 1"), *(("check", NP + each) for each in tests))
    assert scores(execution) == [2.0] * 4


def test_entries_without_a_value_come_where_a_test_speaks_of_them(run, scores):
    answers = "def hide(x): return np.ma.masked_less(x, 0)\ndef own(x): return x.convert_dtypes()"
    tests = [
        "assert np.ma.allequal(hide(np.array([1, -2])), np.ma.array([1, 0], mask=[False, True]))",
        "np.testing.assert_array_equal(hide(np.array([1, -2])), EXPECTED)",
        "np.testing.assert_array_equal(hide(np.ones(2)), [1, 1])",
        "np.testing.assert_array_equal(hide(-np.ones(2)), [1, 1])",
        "assert own(pd.Series([1, None])).isna().sum() == 1",
        "assert (own(pd.Series([1, 2])) == [1, 2]).all()",
        "assert (own(pd.Series([1, None])) == [1, 2]).all()",
    ]
    before = ("plain", NP + "EXPECTED = np.ma.array([1, 0], mask=[False, True])")
    execution = run(before, ("answer", NP + NA + answers), *(("check", NP + NA + test) for test in tests))
    assert scores(execution) == [2.0, 2.0, 2.0, 0.0, 2.0, 2.0, 0.0]
