"""The examples for authors of tests: each earns its point, and is judged where the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.model import Limits, Tests
from grader.sandbox import refusal

# Sections that are about tests, not an example of one.
WITHOUT_EXAMPLE = {"Wrong answers"}
PAGE = Path(__file__).resolve().parents[3] / "docs" / "writing-tests.md"


def examples() -> dict[str, tuple[str, str, Tests]]:
    """Return answer, test and where it is said to be judged, by the title of each section."""
    found = {}
    for section in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, text = section.partition("\n")
        if title in WITHOUT_EXAMPLE:
            continue
        answer, test = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
        where = re.search(r"Judged (apart|in the session)", text)[1]
        found[title] = answer, test, Tests.APART if where == "apart" else Tests.IN_SESSION
    return found


@pytest.mark.slow
def test_every_example_is_judged_where_the_page_says(build, hand_in, small_course):
    if refusal() is not None:
        pytest.skip(str(refusal()))
    cells, said = [], {}
    for title, (answer, test, where) in examples().items():
        name = title.lower().replace(" ", "-")
        cells += [
            build.answer(name, f"### BEGIN SOLUTION\n{answer}### END SOLUTION"),
            build.test(f"test-{name}", test, 1),
        ]
        said[f"test-{name}"] = (1.0, where)
    notebook = build.notebook(*cells)
    (small_course / "source" / "lesson" / "lesson.ipynb").write_text(json.dumps(notebook))
    hand_in(small_course, "right", {"lesson.ipynb": build.solved(notebook)})
    limits = Limits(cell_seconds=60, seconds=300)
    (outcome,) = grade_class(Course.open(small_course), "lesson", limits=limits, students=["right"])
    assert {cell.id: (cell.score, cell.tests) for cell in outcome.cells} == said
