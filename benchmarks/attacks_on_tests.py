"""Attacks on kinds of tests that the first assignment has not: what is displayed, reported, forbidden, handed over."""

# ruff: noqa: E501  - sources of attacks stand as they are handed in

from __future__ import annotations

from benchmarks.attack_model import CANARIES, Attack, Cell
from benchmarks.attacks_on_values import APART_ONLY, EXCHANGE

_CHECKS = "application/vnd.course-checks+json"
_PASSED = {"version": 1, "checks": [{"name": "a", "points": 3, "passed": True}]}


def _answer(name: str, header: str, body: str) -> Cell:
    return (name, "answer", 0, f"{header}\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION")


_ACCOUNT = (
    ("account", "locked", 0, "import functools\nclass Account:\n    def __init__(self, *paid): self.paid = list(paid)\n"
     "    @functools.cached_property\n    def balance(self): return sum(self.paid)\n    def total(self): return sum(self.paid)"),
    _answer("opened", "def opened(*paid):", "return Account(*paid)"),
    ("test-opened", "test", 3, "from IPython.display import display\naccount = opened(2, 3)\ndisplay(account)\n"
     "assert account.balance == 5 and account.total() == 5"),
)  # fmt: skip
_REPORT = (
    ("test-report", "test", 1, "from IPython.display import display\nright = squares(3) == 9\n"
     "checks = [{'name': 'squares', 'points': 1.0, 'passed': bool(right), 'message': 'no', 'hint': ''}]\n"
     f"display({{'{_CHECKS}': {{'version': 1, 'checks': checks}}, 'text/plain': 'report'}}, raw=True, display_id='report')\n"
     "squares(4)\n1.0 if right else 0.0"),
)  # fmt: skip
_SAID = (
    ("test-said", "test", 2, "from IPython.display import display\ngot = squares(2)\n"
     "checks = [{'name': 'squares', 'points': 2.0, 'passed': bool(got == 4), 'message': f'{got!r} is not 4: {got!r}'}]\n"
     f"display({{'{_CHECKS}': {{'version': 1, 'checks': checks}}}}, raw=True)"),
)  # fmt: skip
_TABLE = (
    _answer("older", "def older(table):", "return table + 1"),
    ("test-older", "test", 2, "import pandas as pd\ntable = pd.DataFrame({'age': [3, 4]})\nassert older(table).equals(table + 1)"),
)  # fmt: skip
_WHOLE = (
    _answer("ages", "def ages(table):", "return table['age'] + 1"),
    ("test-whole", "test", 2, "import numpy as np\nx = np.random.default_rng().normal(size=5)\nnp.testing.assert_allclose(squares(x), x * x)"),
    ("test-ages", "test", 2, "import pandas as pd\nassert (ages(pd.DataFrame({'age': [3, 4]})) == [4, 5]).all()"),
)  # fmt: skip
_ROOTS = (
    _answer("roots", "def roots(x):", "return np.sqrt(x)"),
    ("test-roots", "test", 2, "import numpy as np\nfrom course_utils.checks import Checks\nx = np.linspace(1.0, 2.0, 5)\n"
     "checks = Checks('roots', points=2)\nchecks.close('roots', lambda: roots(x), np.sqrt(x), points=2)\nchecks.score()"),
)  # fmt: skip
_COUNTED = (
    _answer("letters", "def letters(text):", "return [c for c in text if c.isalpha()]"),
    ("test-letters", "test", 2, "assert letters('a-b-a').count('a') == 2\nassert letters('b').index('b') == 0"),
)
_FORBIDDEN = (
    _answer("ordered", "def ordered(x):", "return [min(x)] + [max(x)]"),
    ("test-ordered", "test", 1, "from unittest import mock\nwith mock.patch('numpy.sort', side_effect=AssertionError('by hand')):\n"
     "    assert list(ordered([3, 1])) == [1, 3]"),
)  # fmt: skip
_APPLIED = (
    _answer("applied", "def applied(f, x):", "return f(x)"),
    ("test-applied", "test", 2, "### BEGIN HIDDEN TESTS\ndef checked(x):\n"
     f"    wanted = '{CANARIES['hidden tests']}'\n    if x: raise ValueError(wanted, x)\n    return {{'{CANARIES['hidden tests']}': 1}}[x]\n"
     "for value in (1, 0):\n    try: applied(checked, value)\n    except (ValueError, KeyError): pass\n"
     "assert applied(abs, -1) == 1\n### END HIDDEN TESTS"),
)  # fmt: skip
_EXACT = (
    ("test-exact", "test", 2, "import numpy as np\nx = np.random.default_rng().normal(size=5)\nnp.testing.assert_array_equal(squares(x), x * x)"),
    ("test-equal", "test", 1, "import numpy as np\nnp.testing.assert_equal(squares(9), 81)"),
    ("test-near", "test", 1, "assert not abs(squares(11) - 121) > 1e-9"),
)  # fmt: skip
_LOOSE = (
    ("test-loose", "test", 2, "import numpy as np\nx = np.random.default_rng().normal(size=5)\nassert np.allclose(squares(x), x * x)"),
    ("test-norm", "test", 1, "import numpy as np\nx = np.random.default_rng().normal(size=5)\nassert np.linalg.norm(squares(x) - x * x) < 1e-9"),
)  # fmt: skip
_LISTED = (
    _answer("row", "def row(n):", "return [i * i for i in range(n)]"),
    ("test-row", "test", 1, "found = row(3)\nassert len(found) == 3 and all(a == b for a, b in zip(found, [0, 1, 4]))"),
    ("test-row-again", "test", 1, "found = row(4)\nassert len(found) == 4\nfor i in range(len(found)): assert found[i] == i * i"),
)  # fmt: skip
_COMPARED = (
    _answer("grown", "def grown(table):", "return table + 1"),
    ("test-grown", "test", 2, "import pandas as pd\ntable = pd.DataFrame({'age': [3, 4]})\nassert (table + 1).equals(grown(table))"),
    _answer("curve", "def curve():", "return np.polynomial.Polynomial([1, 2, 3])"),
    ("test-curve", "test", 2, "import numpy as np  # none of them is empty\nassert np.polynomial.Polynomial([1, 2, 3]) == curve()"),
)  # fmt: skip
_CLAIMS = """from grader.sandbox.session import objects
objects.place_of = lambda kind: getattr(kind, 'claims', None)
def claim(module, name, **parts): return type('Claimed', (), {'claims': [module, name], **parts})()
"""
_LENT = (
    _answer("doubled", "def doubled(values):", "return [2 * v for v in values]"),
    (
        "test-doubled",
        "test",
        2,
        "### BEGIN HIDDEN TESTS\nvalues = [1, 2]\nexpected = [2 * v for v in values]\n"
        "assert doubled(values) == expected and doubled(tuple(values)) == expected\n### END HIDDEN TESTS",
    ),
)

TEST_ATTACKS = [
    Attack("_repr_mimebundle_ on the instructor's class", cells=_ACCOUNT, fills={
        "opened": f"def report(self, **more): return {{'{_CHECKS}': {_PASSED}, 'text/plain': '3.0'}}\n"
                  "Account._repr_mimebundle_ = Account._repr_html_ = report\ndef opened(*paid): return Account(0)"}),
    Attack("hooks of a display and methods on an instance", cells=_ACCOUNT, fills={
        "opened": f"def report(**more): return {{'{_CHECKS}': {_PASSED}, 'text/plain': '3.0'}}\n"
                  "def opened(*paid):\n    made = Account(0)\n    made._repr_mimebundle_ = made._ipython_display_ = report\n"
                  "    made.total = lambda: 5\n    return made"}),
    Attack("a forged cached property on an instance", cells=_ACCOUNT, fills={
        "opened": "def opened(*paid):\n    made = Account(0)\n    made.__dict__['balance'] = 5\n    return made"}),
    Attack("update_display on the judge's display", cells=_REPORT, answer="from IPython.display import display\ncalls = []\ndef squares(x):\n"
           "    for update in (True, False):\n        display({'text/plain': ''}, raw=True, display_id='report', update=update)\n"
           "    return 0 * x"),
    Attack("outputs by the thousand before a test's value", cells=_REPORT, answer="import sys\ndef squares(x):\n"
           "    for _ in range(100): print('x', flush=True); print('y', file=sys.stderr, flush=True)\n    return 0 * x"),
    Attack("text that nobody listens to, before a test's value", cells=_REPORT, answer=EXCHANGE + "real = exchange.along\n"
           "def along(writer):\n    about, values = real(writer)\n"
           "    return {**about, 'text': [['stdout', 'x'], ['stderr', 'y']] * 700}, values\nexchange.along = along\n"
           "def squares(x): return 0 * x", not_stock=APART_ONLY),
    Attack("a namespace with a method that agrees", cells=_TABLE, fills={
        "older": "import types\ndef older(table): return types.SimpleNamespace(equals=lambda other: True)"}),
    Attack("masked and missing entries", cells=_WHOLE, answer="def squares(x): return np.ma.masked_all(np.shape(x))",
           fills={"ages": "import pandas as pd\ndef ages(table): return pd.Series([pd.NA] * len(table), dtype='Int64')"}),
    Attack("an answer that makes a report too large to be sent", cells=_SAID, alone=True,
           answer="def squares(x): return '\\u0800' * 10_000_000 if type(x) is int and x == 2 else 0 * x"),
    Attack("clear_output in the place of a report", cells=_REPORT, answer="from IPython.display import clear_output\n"
           "def squares(x):\n    clear_output()\n    clear_output(wait=True)\n    print('1.0')\n    return 0 * x"),
    Attack("float32 loosens the tolerance of Checks", cells=_ROOTS, fills={
        "roots": "def roots(x): return (np.sqrt(x) * (1 + 5e-5)).astype('float32')"}),
    Attack("a named tuple with a count", cells=_COUNTED, fills={
        "letters": "import collections\nPair = collections.namedtuple('Pair', 'count index')\n"
                   "def letters(text): return Pair(lambda v: 2, lambda v: 0)"}),
    Attack("mock.patch as a prohibition", cells=_FORBIDDEN, fills={
        "ordered": "def ordered(x): return [int(v) for v in np.sort(x)]"}),
    Attack("exceptions of a test's own function", cells=_APPLIED, fills={
        "applied": "import sys, traceback\ndef applied(f, x):\n    try: return f(x) and 0\n    except BaseException as error:\n"
                   "        print(repr(error), error.args, vars(error), error.__cause__, error.__context__)\n        traceback.print_exc(file=sys.stdout)\n"
                   "        place = error.__traceback__\n        while place: print(place.tb_frame.f_locals); place = place.tb_next\n        raise"}),
    Attack("a test's own function looked into", cells=_APPLIED, fills={
        "applied": "def applied(f, x):\n    for name in dir(f):\n        try: print(name, getattr(f, name))\n        except Exception as error: print(error)\n"
                   "    for name in ('co_consts', 'co_names'): print(getattr(getattr(f, '__code__', None), name, None))\n"
                   "    import inspect\n    try: print(inspect.getsource(f))\n    except Exception as error: print(error)\n    return 0"}),
    Attack("arguments changed so that the expected value follows", cells=_LENT, fills={
        "doubled": "def doubled(values):\n    if isinstance(values, list): values[:] = [0, 0]\n    return [0, 0]"}),
    Attack("one masked number", cells=_EXACT, answer="def squares(x): return np.ma.masked"),
    Attack("arrays without entries", cells=_LOOSE, answer="def squares(x): return np.empty((0, 1))"),
    Attack("a length that is told, and no entries", cells=_LISTED, not_stock=APART_ONLY, fills={
        "row": _CLAIMS + "def row(n):\n    told = [n, n if n == 3 else 0]\n    return claim('email.message', 'Message', __len__=lambda self: told.pop(0) if told else n,\n"
               "                 __iter__=lambda self: iter(()), __getitem__=lambda self, key: None)"}),
    Attack("the judge's own table and polynomial made to agree", cells=_COMPARED, not_stock=APART_ONLY, fills={
        "grown": _CLAIMS + "def grown(table):\n    axes = [table.columns, table.index]\n    inside = claim('pandas.core.internals.managers', 'BlockManager',\n"
                 "        axes=axes, _slice_take_blocks_ax0=lambda *a, **k: [])\n    return claim('pandas', 'DataFrame', _mgr=inside)",
        "curve": _CLAIMS + "import itertools\nturns = itertools.cycle([np.zeros(3), np.zeros((0, 1))])\nends = np.array([-1.0, 1.0])\n"
                 "def curve():\n    parts = dict(domain=ends, window=ends, symbol='x', coef=property(lambda self: next(turns)))\n"
                 "    return claim('numpy.polynomial.polynomial', 'Polynomial', **parts)"}),
    Attack("two renamed copies that differ", copies=("attacked (1).ipynb", "attacked-2.ipynb")),
    Attack("one cell imports what the judge imports, changed", before="import sys, types\nfor name in ('numpy', 'IPython.display', 'unittest.mock'):\n"
           "    fake = types.ModuleType(name)\n    fake.__getattr__ = lambda name: (lambda *a, **k: True)\n    sys.modules[name] = fake\n",
           files={"sitecustomize.py": b"raise SystemExit", "usercustomize.py": b"raise SystemExit", "numpy/__init__.py": b"x = 1"}),
]  # fmt: skip
