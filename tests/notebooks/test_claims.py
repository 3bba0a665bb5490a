"""What the lessons' text claims is what the stored results and the printed cells say.

One module for each lesson, `claims/NN_topic.py`, holds functions `test_...` without arguments: one for each comparison
that the text draws, which says who wins and by how much at least.
"""

import inspect
from importlib import import_module

import pytest

from tests.notebooks.lessons import HERE, all_lessons

pytest.register_assert_rewrite("tests.notebooks.claims")


# Lessons whose claims are not written yet. Write the first, and take the lesson's name out: the test insists.
STILL_WITHOUT: set[str] = set()


def written_claims():
    for path in sorted((HERE / "claims").glob("[0-9]*.py")):
        module = import_module(f"tests.notebooks.claims.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and function.__module__ == module.__name__:
                yield pytest.param(function, id=f"{path.stem}-{name.removeprefix('test_')}")


@pytest.mark.parametrize("claim", written_claims())
def test_claim_holds(claim):
    claim()


def lessons():
    for lesson in all_lessons():
        later = pytest.mark.xfail(lesson.name in STILL_WITHOUT, reason="no claims yet", strict=True)
        yield pytest.param(lesson, id=lesson.name, marks=later)


@pytest.mark.parametrize("lesson", lessons())
def test_every_lesson_has_claims(lesson):
    assert any(param.id.startswith(f"{lesson.name}-") for param in written_claims())
