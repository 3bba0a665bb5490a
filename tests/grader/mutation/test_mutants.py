"""Wrong answers on text alone: what each operator makes of a line, and what is left as it is."""

from __future__ import annotations

import ast

import pytest

from grader.mutation.mutants import NotRead, mutants_of
from grader.notebook.nbgrader_cells import Regions

SOLUTION = Regions.of().solution


def made(body: str, head: str = "def f(x, y):") -> dict[str, set[str]]:
    """Return the lines that stand in the place of a function's body, by what was done."""
    found: dict[str, set[str]] = {}
    before = [head, *(f"    {line}" for line in body.splitlines())]
    for mutant in mutants_of("\n".join(before)):
        lines = mutant.source.splitlines()
        changed = [line.strip() for line in lines if line not in before]
        found.setdefault(mutant.operator, set()).add("; ".join(changed))
    return found


@pytest.mark.parametrize(
    ("body", "operator", "expected"),
    [
        ("return x < y", "comparison", {"return x <= y", "return x > y"}),
        ("return x == y", "comparison", {"return x != y"}),
        ("return x in y", "comparison", {"return x not in y"}),
        ("return x + y", "arithmetic", {"return x - y"}),
        ("return g(x) + g(y)", "a term left out", {"return g(x)", "return g(y)"}),
        ("return x - (y + 1)", "operands exchanged", {"return (y + 1) - x"}),
        ("return (x + y) * 2", "arithmetic", {"return (x - y) * 2", "return (x + y) / 2"}),
        ("return g(x, 3)", "off by one", {"return g(x, 4)", "return g(x, 2)"}),
        ("return g(x, 0)", "off by one", {"return g(x, 1)", "return g(x, -1)"}),
        ("return list(range(x))", "off by one", {"return list(range(x + 1))", "return list(range(x - 1))"}),
        ("return x[len(y):]", "a bound left out", {"return x[:]"}),
        ("return x[i, j]", "indexes exchanged", {"return x[j, i]"}),
        ("return g(x, 0.5)", "constant", {"return g(x, 1.0)", "return g(x, 0.25)", "return g(x, 0.0)"}),
        ("return g(x, True)", "constant", {"return g(x, False)"}),
        ("return g(x, 'relu')", "constant", {"return g(x, 'sigmoid')", "return g(x, 'linear')"}),
        ("return g(x, y)", "arguments exchanged", {"return g(y, x)"}),
        ("return x.sum(axis=1)", "axis", {"return x.sum(axis=0)", "return x.sum()"}),
        ("return x.sum(axis=1, keepdims=True)", "an argument left out", {"return x.sum(axis=1)"}),
        ("return np.sqrt(x + y) * 2", "a function left out", {"return (x + y) * 2"}),
        ("return abs(g(x))", "a function left out", {"return g(x)"}),
        ("return g(x).copy()", "a function left out", {"return g(x)"}),
        ("return x @ y.T", "a function left out", {"return x @ y"}),
        ("return np.mean(x)", "another function", {"return np.sum(x)"}),
        ("return -g(x)", "sign", {"return g(x)"}),
        ("return not g(x)", "condition", {"return g(x)"}),
        ("return g(x) if y else 1", "condition", {"return g(x)", "return 1"}),
        ("return [a for a in x if a]", "condition", {"return [a for a in x]"}),
        ("return g(x) and y", "condition", {"return g(x) or y", "return g(x)"}),
        ("x.append(y)", "a statement left out", {"pass"}),
        ("return g(x)", "None as the result", {"return None"}),
        ("return [a for a in x]", "an empty result", {"return []"}),
        ("return g(x)", "an argument as the result", {"return x", "return y"}),
        ("return x, y", "results exchanged", {"return y, x"}),
        ("return sorted(x)", "an input changed in place", {"result = sorted(x); x[:] = x[::-1]; return result"}),
        ("x = x + y\nreturn x", "an input changed in place", {"x += y"}),
    ],
)
def test_what_an_operator_makes(body, operator, expected):
    assert expected <= made(body)[operator]


def test_everything_made_is_python_and_each_text_once():
    loop = "for i in range(n):\n        if x[i] > 0 and not n:\n            x[i] -= abs(i) ** 2"
    source = f"def f(x, n=3):\n    {loop}\n    return x"
    found = mutants_of(source)
    assert len({mutant.source for mutant in found}) == len(found) > 20
    for mutant in found:
        ast.parse(mutant.source)
        assert mutant.source != source


def test_the_text_around_stays_as_it_is():
    source = "import math\n\n# a comment\ndef f(x):\n    '''Twice 2 * x.'''\n    return x  *  2   # two\n\n\nz = 1"
    for mutant in mutants_of(source):
        changed = [line for line in source.splitlines() if line not in mutant.source.splitlines()]
        assert len(changed) == 1
        assert "import" not in changed[0]
        assert "'''" not in changed[0]
        assert "def" not in changed[0]


def test_only_what_students_write_is_changed():
    source = "def f(x):\n    y = x + 1\n    ### BEGIN SOLUTION\n    return y * 2\n    ### END SOLUTION"
    assert {mutant.line for mutant in mutants_of(source, SOLUTION)} == {4}


@pytest.mark.parametrize("seeded", ["Forest(random_state=3)", "np.random.default_rng(3)", "split(x, seed=3)"])
def test_another_seed_is_no_wrong_answer(seeded):
    """A survivor that only draws other numbers sends a teacher looking for a gap in the tests that is none."""
    done = made(f"return {seeded}")
    assert not {"off by one", "an argument left out"} & done.keys()
    handed = made(f"return {seeded.replace('=3', '=y')}")
    assert "random_state" not in seeded or "an argument left out" in handed


def test_texts_of_errors_are_no_answers():
    assert made("if x < 0:\n    raise ValueError('x is negative')\nreturn x").keys().isdisjoint({"constant"})


def test_magics_are_kept():
    source = "%matplotlib inline\ndef f(x):\n    return x + 1"
    found = mutants_of(source)
    assert found
    assert all(mutant.source.startswith("%matplotlib inline\n") for mutant in found)


def test_one_program_is_recognised():
    found = {
        mutant.source: mutant for mutant in mutants_of("def f(x):\n    if x:\n        return 1 + 2\n    return None")
    }
    assert not found["def f(x):\n    if x:\n        return 1 - 2\n    return None"].same
    assert {mutant.source for mutant in mutants_of("a = 0 * 0") if mutant.same} >= {"a = 0", "a = 0 * 1"}


def test_kinds_come_in_turn():
    found = mutants_of("def f(x, y):\n    return abs(x - 1) < y")
    assert len({mutant.operator for mutant in found[:5]}) == 5


def test_a_difference_names_what_was_done():
    (mutant,) = [
        each for each in mutants_of("def f(x):\n    return abs(x[0])") if each.operator == "a function left out"
    ]
    assert "-    return abs(x[0])" in mutant.diff("def f(x):\n    return abs(x[0])", "f")
    assert "a function left out" in mutant.diff("def f(x):\n    return abs(x[0])", "f")


def test_what_is_no_python_is_refused_in_words():
    with pytest.raises(NotRead, match="cannot be read"):
        mutants_of("def f(:\n    pass")
