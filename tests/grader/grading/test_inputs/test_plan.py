"""What a test gets from the instructor's cells, and what only a session can give."""

import pytest

from grader.grading.test_inputs.plan import Cell, inputs_of_tests
from grader.notebook.nbgrader_cells import Role

TEST = "TEST"


def given(*cells, test):
    """Return what a test after cells gets: `made` as sources, `asked`; an answer is a tuple of its forms."""
    made = [
        Cell(
            str(i),
            Role.ANSWER if isinstance(each, tuple) else Role.PLAIN,
            each if isinstance(each, tuple) else (each,),
        )
        for i, each in enumerate(cells)
    ]
    found = inputs_of_tests([*made, Cell("t", Role.TEST, (test,))])["t"]
    return [source for _, source, _ in found.made], set(found.asked)


F = ("def f(x):\n    return x",)


@pytest.mark.parametrize(
    ("cells", "test", "made", "asked"),
    [
        (["TOL = 1\nprint(f(3))", F], "f(2) < TOL", ["TOL = 1"], {"f"}),
        (["x = [1]\nx.append(2)\ny = f(x)", F], "x", ["x = [1]", "x.append(2)"], set()),
        (["x = [1]\nx.append(2)", F, "y = f(x)"], "x", ["x = [1]", "x.append(2)"], set()),
        (["x = [3, 1]", F, "f(x)\nprint(x)"], "x", [], {"x"}),
        (["x = 1", ("x = 2",)], "x", [], {"x"}),
        (["x = 1", ("def g():\n    global x\n    x = 2",)], "x", [], {"x"}),
        (["x = {}", ("x['a'] = 1",)], "x", [], {"x"}),
        (["x = {}", ("def g():\n    x['a'] = 1",)], "x", [], {"x"}),
        (["model = Model()", ("model.fit()",)], "model", [], {"model"}),
        (["x = 1", ("for x in range(3): pass",)], "x", [], {"x"}),
        (["x = 1", ("with open('a') as x: pass",)], "x", [], {"x"}),
        (["x = 1", ("print(x := 3)",)], "x", [], {"x"}),
        (["x = 1", ("from m import *",)], "x", [], {"x"}),
        (["x = 1", ("pass", "x = 2")], "x", [], {"x"}),
        (["x = 1", ("x = 2",), "x = 3"], "x", ["x = 3"], set()),
        (["x = 1", ("x = 2",), "x += 3"], "x", [], {"x"}),
        (["log = []\ndef keep(a):\n    log.append(a)", ("keep(1)",)], "log", [], {"log"}),
        ([("import numpy as np\ndef f(x): return np.ones(x)",)], "np.all(f(2))", ["import numpy as np"], {"f"}),
        ([("import numpy as np\nnp = 1",)], "np", [], {"np"}),
        (["def near(a): return abs(a - f(a)) < T\nT = 3", F], "near(1)",
         ["def near(a):\n    return abs(a - f(a)) < T", "T = 3"], {"f"}),
        (["%%time\nx = 1\n"], "x", ["x = 1"], set()),
        (["files = !ls"], "files", [], {"files"}),
        (["import numpy as np\nx = np.random.rand()"], "x", [], {"x"}),
        (["import numpy as np\nnp.random.seed(0)\nx = np.random.rand()"], "x",
         ["import numpy as np", "np.random.seed(0)", "x = np.random.rand()"], set()),
        (["import numpy as np\nnp.random.seed(0)", F, "x = np.random.rand()"], "x", [], {"x"}),
        (["import numpy as np\nrng = np.random.default_rng()\nx = rng.normal()"], "x", [], {"x"}),
        (["import numpy as np\nr = np.random.default_rng(1)\na = r.normal()\nx = r.normal()"], "x",
         ["import numpy as np", "r = np.random.default_rng(1)", "a = r.normal()", "x = r.normal()"], set()),
        (["import time\nx = time.time()"], "x", [], {"x"}),
        (["import keras\nm = keras.Sequential([])"], "m", [], {"m"}),
        (["from math import *"], "sqrt(2)", ["from math import *"], {"sqrt"}),
        (["class A:\n    n = 1\nx = A()"], "x", ["class A:\n    n = 1", "x = A()"], set()),
        (["import keras\nclass A(keras.Layer): pass\nx = A()"], "x, A", [], {"x", "A"}),
        (["total = 0\nfor i in range(3):\n    total += i"], "total",
         ["total = 0", "for i in range(3):\n    total += i"], set()),
        (["this is no python", "x = 1"], "x", ["x = 1"], set()),
        (["x = [i for i in range(3) if i]\ng = lambda a: a + x[0]"], "g(1)",
         ["x = [i for i in range(3) if i]", "g = lambda a: a + x[0]"], set()),
        (["a = b\nb = a"], "a", [], {"a"}),
        ([], "own", [], {"own"}),
        (["x = [3, 1]", ("def f(v): return v\nf(x)",)], "f(x)", ["x = [3, 1]"], {"f"}),
        (["x = [3, 1]", ("def f(v): v.sort()\nf(x)",)], "f(x)", [], {"f", "x"}),
        (["x = [3, 1]", ("def f(v): return g(v)\nf(x)",)], "f(x)", [], {"f", "x"}),
        (["x = [3, 1]", ("def f(v): return v\nf(x)", "def f(v): v[0] = 1\nf(x)")], "f(x)", [], {"f", "x"}),
        (["x = table()\ndef table(): pass", ("y = x.dropna().copy()",)], "y, x", [], {"y", "x"}),
        (["def table(): pass\nx = table()", ("y = x.dropna().copy()",)], "y, x",
         ["def table():\n    pass", "x = table()"], {"y"}),
        (["def table(): pass\nx = table()", ("x.dropna(inplace=True)",)], "x", [], {"x"}),
        (["def table(): pass\nx = table()", ("x.drop(**how)",)], "x", [], {"x"}),
    ],
)  # fmt: skip
def test_what_is_made_and_what_is_asked(cells, test, made, asked):
    assert given(*cells, test=test) == (made, asked)


@pytest.mark.parametrize("answer", ["x['one'] = 1", "x.update(one=1)", "if True:\n    x['one'] = 1", "x.one = 1"])
def test_what_a_solution_fills_is_meant_to_be_the_students(answer):
    cells = [Cell("a", Role.PLAIN, ("x = {}",)), Cell("f", Role.ANSWER, (answer, "pass"))]
    found = inputs_of_tests([*cells, Cell("t", Role.TEST, ("x",))])["t"]
    assert (found.asked, found.doubts) == (("x",), {})
    # What is handed out fills it as well: nothing is left to be answered, and students can change it.
    cells[1] = Cell("f", Role.ANSWER, (answer, answer + "\npass"))
    assert list(inputs_of_tests([*cells, Cell("t", Role.TEST, ("x",))])["t"].doubts) == ["x"]


def test_names_of_earlier_tests_are_not_asked():
    cells = [
        Cell("a", Role.PLAIN, ("x = [1]",)),
        Cell("one", Role.TEST, ("x.append(1)\nexpected = 2",)),
        Cell("two", Role.TEST, ("x, expected, other",)),
    ]
    found = inputs_of_tests(cells)["two"]
    assert found.asked == ("other",)
    assert [source for _, source, _ in found.made] == ["x = [1]"]


def test_which_earlier_tests_a_test_goes_on_with_is_known():
    cells = [
        Cell("f", Role.ANSWER, F),
        Cell("one", Role.TEST, ("import math\naccount = f(1)\nown = 2",)),
        Cell("two", Role.TEST, ("with f(1) as account:\n    pass\ndef near(a): return abs(a) < 1",)),
        Cell("three", Role.TEST, ("account, near(math.pi)",)),
        Cell("four", Role.TEST, ("own = 3\nassert own",)),
    ]
    found = {name: inputs.follows for name, inputs in inputs_of_tests(cells).items()}
    assert found == {"one": {}, "two": {}, "three": {"two": "account", "one": "account"}, "four": {}}


def test_what_is_handed_to_an_answer_is_known():
    cells = [Cell("a", Role.PLAIN, ("c = open('a')\nx = 1\ndef show(a): pass",)), Cell("f", Role.ANSWER, F)]
    found = inputs_of_tests([*cells, Cell("t", Role.TEST, ("f(c)\nshow(x)",))])["t"]
    assert found.handed == ("c",)


def test_long_chains_and_deep_expressions_end_in_a_question():
    chain = "x = 0\n" + "x = x + 1\n" * 2000
    assert given(chain, F, test="f(x)") == ([], {"f", "x"})
    deep = "y = " + "+".join(["1"] * 3000)
    _, asked = given(f"{deep}\nz = 1", F, test="f(y), z")
    assert asked >= {"f"}
