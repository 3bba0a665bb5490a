"""What a cell is for, what a student wrote below a task, and where hidden text begins under a course's own marks."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from grader.notebook.nbgrader_cells import Regions, Role, conventions_of, role_of, student_stub, written_cells

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
OWN = Config(
    {
        "ClearSolutions": {"begin_solution_delimeter": "ANSWER>", "end_solution_delimeter": "<ANSWER"},
        "ClearHiddenTests": {"begin_test_delimeter": "SECRET>", "end_test_delimeter": "<SECRET"},
        "NbGraderConfig": {"course_id": "x"},
    }
)


def marked(cell, grade_id, **marks):
    cell.metadata["nbgrader"] = {"grade_id": grade_id, "schema_version": 3, **marks}
    return cell


@pytest.mark.parametrize(
    ("make", "marks", "role"),
    [
        (new_code_cell, {"solution": True}, Role.ANSWER),
        (new_code_cell, {"solution": True, "grade": True}, Role.MANUAL),
        (new_code_cell, {"grade": True}, Role.TEST),
        (new_markdown_cell, {"grade": True}, Role.MANUAL),
        (new_markdown_cell, {"grade": True, "solution": True}, Role.MANUAL),
        (new_markdown_cell, {"task": True}, Role.TASK),
        (new_code_cell, {"locked": True}, Role.LOCKED),
        (new_code_cell, {}, Role.PLAIN),
    ],
)
def test_role(make, marks, role):
    assert role_of(marked(make("x"), "a", **marks)) is role
    assert (role.students, role.instructors) == (
        role in (Role.ANSWER, Role.MANUAL, Role.TASK),
        role in (Role.LOCKED, Role.PLAIN),
    )


def test_a_cell_whose_metadata_is_no_dictionary_is_plain():
    cell = new_code_cell("x")
    cell.metadata["nbgrader"] = ["solution"]
    assert role_of(cell) is Role.PLAIN


def test_what_students_add_below_a_task_is_theirs_and_its_marking_scheme_is_not():
    cells = [
        marked(new_markdown_cell("### BEGIN MARK SCHEME\nsecret\n### END MARK SCHEME"), "task", task=True),
        new_code_cell("mine"),
        new_markdown_cell("also mine"),
        marked(new_code_cell("f"), "f", solution=True),
        new_code_cell("scratch"),
    ]
    assert {name: [cell.source for cell in found] for name, found in written_cells(cells).items()} == {
        "task": ["mine", "also mine"],
        "f": ["f"],
    }


def test_a_courses_own_delimiters():
    conventions = conventions_of(OWN)
    assert set(conventions) == {"ClearSolutions", "ClearHiddenTests"}
    source = "open\n# SECRET>\nassert hidden\n# <SECRET\nafter"
    hidden = Regions.of(conventions).hidden_tests
    assert hidden.lines(source) == ["assert hidden"]
    assert hidden.outside(source).split() == ["open", "after"]
    assert hidden.balanced(source)
    assert not hidden.balanced("# SECRET>")
    assert Regions.of().hidden_tests.lines(source) == []


def test_the_stub_of_a_course_with_delimiters_of_its_own():
    answer = marked(new_code_cell("def f():\n    # ANSWER>\n    return 42\n    # <ANSWER"), "f", solution=True)
    test = marked(new_code_cell("f()\n# SECRET>\nassert f() == 42\n# <SECRET"), "t", grade=True)
    notebook = new_notebook(cells=[answer, test], metadata={"kernelspec": KERNEL})
    text = "\n".join(cell.source for cell in student_stub(notebook, conventions_of(OWN)).cells)
    assert "42" not in text
    assert "def f():" in text
