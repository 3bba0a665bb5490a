"""Which names a test cell needs from elsewhere."""

import pytest

from grader.notebook.names import free_names


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("assert f(1) == 2", ["f"]),
        ("import numpy as np\nx = np.ones(2)\nassert f(x)", ["f"]),
        ("x = x + 1", ["x"]),
        ("x = 1\nx = x + 1", []),
        ("def g(a): return f(a) + late\nlate = 2\ng(1)", ["f"]),
        ("for i in range(3): f(i)\nprint(i)", ["f", "i"]),
        ("[f(i) for i in range(3)]\nlambda a: g(a)", ["f", "g"]),
        ("class A(Base):\n    n = m\nA()", ["Base", "m"]),
        ("with open('x') as h: h.read()", ["h"]),
        ("a, (b, *c) = pair\nb", ["pair"]),
        ("this is no python", []),
        ("global_name", ["global_name"]),
    ],
)
def test_free_names(source, needed):
    assert sorted(free_names(source)) == sorted(needed)
