"""The core of a lesson, all that stands under no heading with the word *Further*, fits into two hours of an evening."""

import re

import pytest

from tests.notebooks.lessons import all_lessons

CELLS, CODE_CELLS, WORDS = 70, 35, 3000
SOLUTION = re.compile(r"### BEGIN SOLUTION.*?### END SOLUTION", re.S)  # no reader sees the model answer

lessons = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)


@lessons
def test_core_is_within_its_limits(lesson):
    code = [cell for cell in lesson.core if cell.cell_type == "code"]
    texts = [SOLUTION.sub("", cell.source) for cell in lesson.core if cell.cell_type == "markdown"]
    words = sum(len(text.split()) for text in texts)
    sizes = {"cells": len(lesson.core), "code cells": len(code), "words": words}
    assert {name: size for name, size in sizes.items() if size > limit(name)} == {}


def limit(name):
    return {"cells": CELLS, "code cells": CODE_CELLS, "words": WORDS}[name]


@lessons
def test_every_exercise_and_the_written_question_are_core(lesson):
    core = {cell.id for cell in lesson.core}
    assert set(lesson.answers) | {f"test-{exercise}" for exercise in lesson.tests} | {"written"} <= core
