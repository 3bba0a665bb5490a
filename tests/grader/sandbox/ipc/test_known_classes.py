"""Which classes the other side may name, and what is imported for it."""

import fractions
import subprocess
import sys

import pytest

from grader.sandbox.ipc.known_classes import class_here, place_of


def test_a_class_leads_to_its_place_and_back():
    assert place_of(fractions.Fraction) == ["fractions", "Fraction"]
    assert class_here("fractions", "Fraction") is fractions.Fraction


@pytest.mark.parametrize(
    ("module", "name"),
    [("grader.model", "Limits"), ("unittest.mock", "Mock"), ("__main__", "A"),
     ("fractions", "Fraction.limit_denominator"), ("fractions", "math"),
     ("fractions", 3), (None, "Fraction"), ("fractions", "Fraction."), ("", ""), ("builtins", "object")],
)  # fmt: skip
def test_nothing_else_can_be_named(module, name):
    assert class_here(module, name, load=True) is None


def test_a_class_of_somebodys_own_has_no_place():
    class Local:
        pass

    Local.__module__, Local.__qualname__ = "fractions", "Fraction"
    assert place_of(Local) is None


def test_a_librarys_module_is_imported_when_it_is_asked_for_but_none_of_python_and_no_tests():
    source = """
import sys
from grader.sandbox.ipc.known_classes import class_here
assert class_here("PIL.ImageDraw", "ImageDraw") is None
assert class_here("PIL.ImageDraw", "ImageDraw", load=True).__name__ == "ImageDraw"
assert class_here("PIL.nothing", "A", load=True) is None
assert class_here("antigravity", "A", load=True) is None and "antigravity" not in sys.modules
assert class_here("numpy.tests.test_lazyloading", "A", load=True) is None and "numpy.tests" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", source], check=True)
