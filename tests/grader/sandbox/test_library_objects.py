"""Objects of libraries' classes in tests that run apart: what they are is known, and they decide nothing."""

import pytest

PLT = "import matplotlib\nimport matplotlib.pyplot as plt\n"
DRAW = PLT + (
    "def draw(xs):\n    fig, ax = plt.subplots()\n    ax.plot(xs, label='a')\n    ax.set_title('Title')\n"
    "    ax.legend()\n    return ax"
)
FIT = (
    "from sklearn.neighbors import KNeighborsClassifier\nfrom sklearn.pipeline import make_pipeline\n"
    "from sklearn.preprocessing import StandardScaler\n"
    "def fit(X, y):\n    return make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=1)).fit(X, y)"
)
TRAIN = "import numpy as np\nX = np.arange(8.0).reshape(4, 2)\ny = np.array([0, 0, 1, 1])\nmodel = fit(X, y)\n"


@pytest.fixture
def judged(run, scores):
    def judge(answer, test):
        return scores(run(("answer", answer, answer), ("check", test), cell_seconds=20))[0]

    return judge


@pytest.mark.parametrize(
    ("answer", "test"),
    [
        (DRAW, PLT + "ax = draw([1, 2])\nassert isinstance(ax, matplotlib.axes.Axes) and not isinstance(ax, list)"),
        (DRAW, "ax = draw([1, 2])\nassert len(ax.lines) == 1 and ax.title.get_text() == 'Title' and ax.get_legend()"),
        (DRAW, "ax = draw([3, 4])\nline = ax.get_lines()[0]\nassert line.get_ydata().tolist() == [3, 4]\n"
               "assert line in ax.lines and line == ax.lines[0] and ax != line and len({line, ax, ax.lines[0]}) == 2"),
        (DRAW, "ax = draw([])\nassert ax and ax.figure.axes[0] is ax and ax.__class__.__name__ == 'Axes'"),
        (FIT, TRAIN + "from sklearn.pipeline import Pipeline\nassert isinstance(model, Pipeline)\n"
              "assert model.predict(X).tolist() == [0, 0, 1, 1] and len(model) == 2"),
        (FIT, TRAIN + "from sklearn.neighbors import KNeighborsClassifier\n"
              "last = model.named_steps['kneighborsclassifier']\nassert isinstance(last, KNeighborsClassifier)\n"
              "assert last.n_neighbors == 1 and last.get_params()['n_neighbors'] == 1\n"
              "assert 'standardscaler' in model.named_steps"),
        (FIT, TRAIN + "from sklearn.base import clone\nassert clone(model[-1]).n_neighbors == 1"),
        ("import sqlite3\ndef connect():\n    c = sqlite3.connect(':memory:')\n    c.execute('create table t (a)')\n"
         "    c.execute('insert into t values (4)')\n    return c",
         "import sqlite3\nc = connect()\nassert isinstance(c, sqlite3.Connection)\n"
         "assert c.execute('select a from t').fetchall() == [(4,)]"),
        ("import re\ndef find(text):\n    return re.search(r'(\\d+)-(\\d+)', text)",
         "import re\nm = find('ab 12-34')\nassert m and isinstance(m, re.Match)\n"
         "assert m.groups() == ('12', '34') and m.start() == 3\n"
         "assert find('x') is None"),
    ],
)  # fmt: skip
def test_what_an_object_is_and_has(judged, answer, test):
    assert judged(answer, test) == 2.0


LIAR = """
import email.message
class Liar:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    def __contains__(self, other): return True
    def __bool__(self): return True
    def __hash__(self): return 1
    def __float__(self): return 1.0
    def __array__(self, *a, **k): raise RuntimeError
    def __len__(self): return LENGTH
    def __iter__(self): return iter(())
    def get(self, *a): return Liar()
    def __getitem__(self, key): return Liar()
Liar.__module__, Liar.__qualname__ = 'email.message', 'Message'
email.message.Message = Liar
def f(x): return Liar()
"""


@pytest.mark.parametrize("length", ["3", "-1", "2.0", "type('N', (int,), {'__eq__': lambda *a: True})(4)", "'x'"])
@pytest.mark.parametrize(
    "test",
    ["assert f(1) == 7", "assert not f(1) != 7", "assert f(1) < 7", "assert 7 in f(1)", "assert float(f(1)) == 1",
     "assert list(f(1)) == [7]", "assert len(f(1)) == 9", "assert f(1)[0] == 7", "assert f(1).get(3) == 7",
     "import numpy as np\nassert np.allclose(f(1), 7)", "assert f(1) + 1", "assert isinstance(f(1), (int, list, str))",
     "assert hash(f(1)) == hash(7)", "assert {7: 1}[f(1)]", "assert f(1).equals(7)"],
)  # fmt: skip
def test_an_object_that_claims_a_librarys_class_decides_nothing(judged, test, length):
    assert judged(LIAR.replace("LENGTH", length), test) == 0.0


@pytest.mark.parametrize(
    ("module", "name", "test"),
    [
        ("builtins", "int", "assert isinstance(f(), int)"),
        ("numpy", "ndarray", "import numpy\nassert isinstance(f(), numpy.ndarray)"),
        ("unittest.mock", "Mock", "import unittest.mock\nassert isinstance(f(), unittest.mock.Mock)"),
        ("fractions", "F", "assert f()"),
    ],
)
def test_no_value_and_no_tool_of_tests_can_be_claimed(judged, module, name, test):
    answer = (
        f"class A: pass\nimport sys, {module}\nA.__module__, A.__qualname__ = {module!r}, {name!r}\n"
        f"sys.modules[{module!r}].{name} = A\ndef f(): return A()"
    )
    assert judged(answer, test) == 0.0


COUNTS = """
import email.message, itertools
class Liar:
    lengths = itertools.cycle([LENGTHS])
    def __len__(self): return next(self.lengths)
    def __iter__(self): return iter(())
    def __getitem__(self, key): return 7
Liar.__module__, Liar.__qualname__ = 'email.message', 'Message'
email.message.Message = Liar
def f(): return Liar()
"""


ZIPPED = "all(a == b for a, b in zip(r, [1, 2, 3]))"


@pytest.mark.parametrize(
    ("lengths", "test"),
    [
        ("3, 3", f"r = f()\nassert len(r) == 3 and {ZIPPED}"),
        ("3, 0", "r = f()\nassert len(r) == 3\nfor i in range(len(r)): assert r[i] == i"),
        ("3, 0", f"r = f()\nassert len(r) == 3 and {ZIPPED}"),
        ("3, None", f"r = f()\nassert len(r) == 3 and {ZIPPED}"),
        ("None, 3", f"r = f()\nassert {ZIPPED} and len(r) == 3"),
    ],
)
def test_an_object_has_as_many_entries_as_it_says(judged, lengths, test):
    assert judged(COUNTS.replace("LENGTHS", lengths), test) == 0.0


def test_an_object_may_become_longer(judged):
    answer = "from email.message import Message\ndef f():\n    m = Message()\n    m['a'] = '1'\n    return m"
    test = "m = f()\nassert len(m) == 1 == len(list(m))\nm['b'] = '2'\nassert len(m) == 2 and [*m] == ['a', 'b']"
    assert judged(answer, test) == 2.0


def test_an_object_without_a_length_can_be_gone_through(judged):
    """A data set that never ends has a method for its length, which raises."""
    answer = (
        "from email.message import Message\nMessage.__len__ = lambda self: len(None)\n"
        "def f():\n    m = Message()\n    m['a'] = '1'\n    return m"
    )
    assert judged(answer, "assert ['a'] == [each for each in f()]") == 2.0


FORGED = """
import itertools, numpy as np, pandas as pd
from grader.sandbox.session import objects
objects.place_of = lambda kind: getattr(kind, 'claims', None)
def claim(module, name, **parts): return type('Claimed', (), {'claims': [module, name], **parts})()
axes = [pd.Index(['a']), pd.RangeIndex(2)]
blocks = claim('pandas.core.internals.managers', 'BlockManager', axes=axes, _slice_take_blocks_ax0=lambda *a, **k: [])
def table(): return claim('pandas', 'DataFrame', _mgr=blocks)
turns = itertools.cycle([np.zeros(3), np.zeros((0, 1))])
whole = np.array([-1.0, 1.0])
def curve():
    parts = dict(domain=whole, window=whole, symbol='x', coef=property(lambda self: next(turns)))
    return claim('numpy.polynomial.polynomial', 'Polynomial', **parts)
"""


@pytest.mark.parametrize(
    "test",
    [
        "import pandas as pd\nassert pd.DataFrame({'a': [1, 2]}).equals(table())",
        "import pandas as pd\nassert isinstance(table(), pd.DataFrame)",
        "import numpy as np  # arrays may be empty\nassert np.polynomial.Polynomial([1, 2, 3]) == curve()",
        "import numpy as np  # arrays may be empty\nassert not np.polynomial.Polynomial([1, 2, 3]) != curve()",
    ],
)
def test_the_judges_own_copy_of_a_class_decides_nothing_of_an_object_that_claims_it(judged, test):
    assert judged(FORGED, test) == 0.0


def test_objects_of_the_judge_are_still_compared(judged):
    test = FORGED + "curve()\nP = np.polynomial.Polynomial\nassert P([1, 2]) == P([1, 2]) != P([1, 3])\nf()"
    assert judged("import numpy as np\ndef f(): return np.polynomial.Polynomial([1])", test) == 2.0
