"""Each lesson keeps the form that grading, reading and the web need."""

import base64
import doctest
import io
import json
import re

import nbformat
import pytest
from PIL import Image

from tests.notebooks.lessons import all_lessons, is_answer, is_test, run_cell
from tools.book.lessons import LESSONS_NAMED

LARGEST_OUTPUT, LARGEST_OPENING_PICTURE = 1_500_000, 300_000
WORDS_A_LESSON_AVOIDS = re.compile(r"\b(simply|obviously|just)\b", re.I)

lessons = pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.name)


def graded(lesson):
    return [cell for cell in lesson.cells.values() if cell.metadata.nbgrader.grade]


def code(lesson):
    return [cell for cell in lesson.notebook.cells if cell.cell_type == "code"]


@lessons
def test_is_valid_and_every_code_cell_is_known_to_nbgrader(lesson):
    nbformat.validate(lesson.notebook)
    assert [cell.id for cell in code(lesson) if "nbgrader" not in cell.metadata] == []
    assert {cell.metadata.nbgrader.schema_version for cell in lesson.cells.values()} == {3}
    assert [i for i, cell in lesson.cells.items() if cell.id != i] == [], "cell id and grade_id differ"


@lessons
def test_is_worth_sixteen_automatic_and_four_written_points(lesson):
    automatic = sum(cell.metadata.nbgrader.points for cell in graded(lesson) if is_test(cell))
    written = sum(cell.metadata.nbgrader.points for cell in graded(lesson) if cell.cell_type == "markdown")
    assert (automatic, written) == (16, 4)
    assert 4 <= len(lesson.tests) <= 6


@lessons
def test_each_answer_is_followed_by_its_test_with_a_hidden_part(lesson):
    order = [i for i, cell in lesson.cells.items() if is_answer(cell) or is_test(cell)]
    assert order == [name for exercise in lesson.answers for name in (exercise, f"test-{exercise}")]
    for exercise, cell in lesson.tests.items():
        lines = cell.source.splitlines()
        assert lines.count("### BEGIN HIDDEN TESTS") == lines.count("### END HIDDEN TESTS") == 1, exercise
        assert lines[-1].strip() == "checks.score()", exercise
        assert "### BEGIN SOLUTION" in lesson.answers[exercise], exercise


@lessons
def test_what_students_do_not_write_is_locked(lesson):
    unlocked = {i for i, cell in lesson.cells.items() if not cell.metadata.nbgrader.locked}
    assert unlocked == {i for i, cell in lesson.cells.items() if cell.metadata.nbgrader.solution}


@lessons
def test_demonstrations_are_tagged_and_some_outputs_are_compared(lesson):
    tags = {cell.id: set(cell.metadata.get("tags", [])) for cell in code(lesson)}
    needed = {"imports"} | set(lesson.answers) | {f"test-{exercise}" for exercise in lesson.tests}
    assert not [i for i in needed if "skip-grading" in tags[i]]
    assert sum("nbval-check-output" in found for found in tags.values()) >= 5


@lessons
def test_stored_outputs_are_complete_small_and_describe_their_figures(lesson):
    assert [cell.id for cell in code(lesson) if cell.execution_count is None] == [], "run `make notebooks`"
    outputs = [(cell.id, output) for cell in code(lesson) for output in cell.outputs]
    assert [i for i, output in outputs if output.output_type == "error"] == []
    assert [i for i, output in outputs if output.get("name") == "stderr"] == []
    figures = [(i, output) for i, output in outputs if "image/png" in output.get("data", {})]
    assert figures
    assert [i for i, output in figures if len(output.metadata.get("image/png", {}).get("alt", "")) < 20] == []
    assert sum(len(json.dumps(output)) for _, output in outputs) <= LARGEST_OUTPUT


@lessons
def test_prose_keeps_the_words_of_the_house(lesson):
    prose = {cell.id: cell.source for cell in lesson.notebook.cells if cell.cell_type == "markdown"}
    assert {i: found for i, text in prose.items() if (found := WORDS_A_LESSON_AVOIDS.findall(text))} == {}
    assert [i for i, text in prose.items() if re.search(r"!\[\s*\]\(", text)] == [], "an image without alt text"


@lessons
def test_a_lesson_that_is_named_is_there(lesson):
    text = "\n".join(cell.source for cell in lesson.notebook.cells if cell.cell_type == "markdown")
    named = {int(number) for words in LESSONS_NAMED.findall(text) for number in re.findall(r"\d+", words)}
    assert named <= {int(one.name.partition("_")[0]) for one in all_lessons()}


@lessons
def test_the_opening_picture_is_a_figure_of_the_lesson_itself(lesson):
    title = lesson.notebook.cells[0]
    assert title.metadata.get("picture_of") in {cell.id for cell in code(lesson)}
    source = next(cell for cell in code(lesson) if cell.id == title.metadata.picture_of)
    figures = [output.data["image/png"].strip() for output in source.outputs if "image/png" in output.get("data", {})]
    attached = [data["image/png"].strip() for data in title.attachments.values()]
    assert attached == figures[-1:]
    assert len(attached[0]) < LARGEST_OPENING_PICTURE


@lessons
def test_examples_in_docstrings_give_what_they_say(lesson):
    names = {"__name__": "__main__"}
    run_cell(lesson.imports, names)
    for exercise, source in lesson.answers.items():
        run_cell(source, names)
        function = names.get(exercise.replace("-", "_"))
        (example,) = doctest.DocTestFinder(recurse=False).find(function, exercise, module=False, globs=names) or [None]
        if example is not None:
            report = []
            result = doctest.DocTestRunner(verbose=False, optionflags=doctest.ELLIPSIS).run(example, out=report.append)
            assert result.failed == 0, "".join(report)


@lessons
def test_pictures_have_the_pixels_of_a_page(lesson):
    pictures = [
        (cell.id, Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).width)
        for cell in code(lesson)
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    assert [(i, width) for i, width in pictures if not 900 <= width <= 1400] == []
