"""What the lessons' text claims is what the stored results and the printed cells say.

One module for each lesson, `claims/NN_topic.py`, holds functions `test_...` without arguments: one for each comparison
that the text draws, which says who wins and by how much at least.
"""

import inspect
from importlib import import_module

import pytest

from tests.notebooks.lessons import HERE, all_lessons

pytest.register_assert_rewrite("tests.notebooks.claims")


def written_claims():
    for path in sorted((HERE / "claims").glob("[0-9]*.py")):
        module = import_module(f"tests.notebooks.claims.{path.stem}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and function.__module__ == module.__name__:
                yield pytest.param(function, id=f"{path.stem}-{name.removeprefix('test_')}")


@pytest.mark.parametrize("claim", written_claims())
def test_claim_holds(claim):
    claim()


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)
def test_every_lesson_has_claims(lesson):
    assert any(param.id.startswith(f"{lesson.name}-") for param in written_claims())
