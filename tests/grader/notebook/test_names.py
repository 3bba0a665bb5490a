"""Which names a cell needs from elsewhere, binds and deletes: one table of statements, which whoever asks relies on."""

import pytest

from grader.notebook.names import bound_names, deleted_names, free_names

NEEDED = [
    ("assert f(1) == 2", "f"),
    ("import numpy as np\nx = np.ones(2)\nassert f(x)", "f"),
    ("import numpy as np\nassert np.allclose(softmax(np.ones((2, 3))).sum(1), 1)", "softmax"),
    ("from a.b import c as d\nd(x_train)", "x_train"),
    ("checks = Checks('a')\nwith checks.hidden():\n    rng = 1\n    rng + f(2)", "Checks f"),
    ("x = x + 1", "x"),
    ("x = 1\nx = x + 1", ""),
    ("total += f()", "total f"),
    ("total = 0\ntotal += f()", "f"),
    ("del x", "x"),
    ("x = 1\ndel x", ""),
    ("x = 1\ndel x\nx", "x"),
    ("del x[0]", "x"),
    ("x[0] = y", "x y"),
    ("x.a += 1", "x"),
    ("x: int = y", "y"),
    ("x: T\nx", "T x"),
    ("a = b = c", "c"),
    ("def g(a): return f(a) + late\nlate = 2\ng(1)", "f"),
    ("def g(x):\n    return h(x) + x\nassert g(1) == len([1])", "h"),
    ("def g(a=b, *c, d: e = 1, **k) -> r:\n    a, c, d, k", "b e r"),
    ("def fact(n): return n * fact(n - 1)", ""),
    ("def g():\n    global k\n    k += 1\ng()", ""),
    ("def g():\n    global k\n    k = 1\ng()\nk", ""),
    ("def g():\n    n = 0\n    def h():\n        nonlocal n\n        n += m\n    return h", "m"),
    ("def g():\n    yield from f()", "f"),
    ("for i in range(3): f(i)\nprint(i)", "f"),
    ("for i in i: pass", "i"),
    ("for a[i] in b: pass", "a b i"),
    ("while (n := f()): n", "f"),
    ("if (n := f()) > 1:\n    n", "f"),
    ("if c:\n    x = 1\nx", "c"),
    ("[f(i) for i in range(3)]\nlambda a: g(a)", "f g"),
    ("[a for a in b if a > c]", "b c"),
    ("[a for a in a]", "a"),
    ("[(y := x) for x in data]\ny", "data"),
    ("{k: v for k, v in pairs}", "pairs"),
    ("lambda q, s=t: q + r + s", "t r"),
    ("class A(Base, metaclass=M):\n    n = m\n    def g(self): return n\nA()", "Base M m n"),
    ("class A:\n    def a(self): return A", ""),
    ("with open('x') as h: h.read()", ""),
    ("with f() as (a, b), g(a): b", "f g"),
    ("try:\n    f(-1)\nexcept E as error:\n    print(error)\nfinally:\n    z", "f E z"),
    ("a, (b, *c) = pair\nb", "pair"),
    ("match x:\n    case {'a': y, **rest}: y, rest\n    case [z, *more] | z: z, more\n    case P(q): q", "x P"),
    ("f'{a!r:>{b}}'", "a b"),
    ("assert await f()", "f"),
    ("@deco\nasync def g(): await f()", "deco f"),
    ("import os.path\nos.path.join('a')", ""),
    ("display(get_ipython())", ""),
    ("%matplotlib inline\n!ls\nx = 1\nx", ""),
    ("this is no python", ""),
    ("global_name", "global_name"),
]


@pytest.mark.parametrize(("source", "needed"), NEEDED)
def test_needed(source, needed):
    assert sorted(free_names(source)) == sorted(needed.split())


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("import math\nA = 1\ndef f(): pass\nclass B: pass", "math A f B"),
        ("for i in x: j = i", "i j"),
        ("def g():\n    global k\n    k = 1", "g k"),
        ("def g():\n    local = 1", "g"),
        ("x += 1", "x"),
        ("[y := 1 for z in w]", "y"),
    ],
)
def test_bound(source, bound):
    assert bound_names(source) == set(bound.split())


@pytest.mark.parametrize(
    ("source", "deleted"),
    [
        ("orig = f\ndel f\ntry:\n    g(1)\nfinally:\n    f = orig\n    del orig", "f"),
        ("x = 1\ndel x", ""),
        ("del a, b", "a b"),
        ("del x[0], y.z", ""),
    ],
)
def test_deleted(source, deleted):
    assert deleted_names(source) == set(deleted.split())


def test_no_python():
    with pytest.raises(SyntaxError):
        bound_names("def f(:\n    pass")
