"""Which names a test cell needs from elsewhere."""

from __future__ import annotations

import pytest

from grader.notebook.free_names import bound_names, deleted_names, needed_names


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("import numpy as np\nassert np.allclose(softmax(np.ones((2, 3))).sum(1), 1)", {"softmax"}),
        ("from a.b import c as d\nd(x_train)", {"x_train"}),
        ("checks = Checks('a')\nwith checks.hidden():\n    rng = 1\n    rng + f(2)", {"Checks", "f"}),
        ("def g(x):\n    return h(x) + x\nassert g(1) == len([1])", {"h"}),
        ("total = total + 1", {"total"}),
        ("for i in range(3):\n    s = i\nprint(s, i)", set()),
        ("[a for a in b if a > c]", {"b", "c"}),
        ("lambda q: q + r", {"r"}),
        ("try:\n    f(-1)\nexcept ValueError as error:\n    print(error)", {"f"}),
        ("%matplotlib inline\n!ls\nx = 1\nx", set()),
        ("class A:\n    y = z\nA()", {"z"}),
        ("if (n := f()) > 1:\n    n", {"f"}),
        ("def g():\n    global k\n    k = 1\ng()\nk", set()),
        ("x = 1\ndel x", set()),
        ("del squares", {"squares"}),
        ("import os.path\nos.path.join('a')", set()),
        ("display(get_ipython())", set()),
    ],
)
def test_needed(source, needed):
    assert needed_names(source) == needed


def test_bound():
    assert bound_names("import math\nA = 1\ndef f(): pass\nclass B: pass") == {"math", "A", "f", "B"}


def test_deleted():
    assert deleted_names("orig = f\ndel f\ntry:\n    g(1)\nfinally:\n    f = orig\n    del orig") == {"f"}


def test_no_python():
    with pytest.raises(SyntaxError):
        needed_names("def f(:\n    pass")
