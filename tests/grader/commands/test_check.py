"""`grader check`: one notebook judged as grading would, with its page; nothing else in the course is touched."""

from __future__ import annotations

import json
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.classes import one_notebook
from grader.course.directory import Course
from grader.errors import CommandError, CourseError

KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
FLAGS = {"schema_version": 3, "task": False, "locked": False, "grade": False, "solution": False}


def cell(source, grade_id, **marks):
    made = new_code_cell(source)
    made.metadata["nbgrader"] = {**FLAGS, "grade_id": grade_id, **marks}
    return made


def notebook(answer, hidden):
    test = f"assert square(3) == 9\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
    cells = [cell(answer, "square", solution=True), cell(test, "t", grade=True, locked=True, points=2)]
    return new_notebook(cells=cells, metadata=KERNEL)


@pytest.fixture
def course(tmp_path):
    (tmp_path / "source" / "ps").mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'c'\n")
    reference = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"
    nbformat.write(notebook(reference, "assert square(-2) == 4"), tmp_path / "source/ps/ps.ipynb")
    return tmp_path


def check(path, *arguments):
    command = [sys.executable, "-m", "grader", "check", path, *arguments]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    "marks",
    [{"points": "many"}, {"points": None}, {"grade_id": ["t"]}, {"grade_id": 5}, {"tags": None}, {"kernelspec": []}],
)
def test_marks_that_cannot_be_used_are_said_before_anything_runs(tmp_path, marks):
    mine = notebook("def square(x):\n    return 9", "pass")
    mine.metadata |= {name: value for name, value in marks.items() if name == "kernelspec"}
    mine.cells[1].metadata |= {name: value for name, value in marks.items() if name == "tags"}
    mine.cells[1].metadata["nbgrader"] |= marks
    (tmp_path / "ps.ipynb").write_text(json.dumps(mine))
    with pytest.raises(CommandError, match=r"ps\.ipynb is no notebook that can be read"):
        one_notebook.judge_notebook(None, tmp_path / "ps.ipynb")


def test_hidden_tests_judge_and_neither_the_notebook_nor_the_gradebook_changes(course):
    mine = course / "mine" / "ps.ipynb"
    nbformat.write(notebook("def square(x):\n    return 9", "pass"), mine)  # right for what can be seen
    before = mine.read_bytes()
    answer = check(mine, "--json", "-")
    assert answer.returncode == 0, answer.stderr
    (outcome,) = json.loads(answer.stdout)
    assert (outcome["state"], outcome["score"], outcome["max_score"]) == ("graded", 0, 2)
    page = (course / "mine" / "feedback" / "ps.html").read_text(encoding="utf-8")
    assert "square(-2)" not in page
    assert mine.read_bytes() == before
    assert not (course / "gradebook.db").exists()


def test_a_configuration_that_was_handed_in_is_not_run(course):
    handed = course / "submitted" / "eve" / "ps"
    (handed / "source").mkdir(parents=True)
    (handed / "nbgrader_config.py").write_text(f"open({str(course / 'ran')!r}, 'w').close()\nc = get_config()\n")
    nbformat.write(notebook("def square(x):\n    return 9", "pass"), handed / "ps.ipynb")
    answer = check(handed / "ps.ipynb", "--json", "-")
    assert json.loads(answer.stdout)[0]["score"] == 0, answer.stderr
    assert not (course / "ran").exists()


def test_what_was_handed_in_is_not_taken_for_the_owners_own_work(course, monkeypatch):
    """Where nothing can be isolated, a person's own notebook runs as in JupyterLab; a student's does not."""
    monkeypatch.setattr(one_notebook, "refusal", lambda: "Landlock: not there.")
    handed = course / "submitted" / "eve" / "ps"
    handed.mkdir(parents=True)
    nbformat.write(notebook("def square(x):\n    return 9", "pass"), handed / "ps.ipynb")
    with pytest.raises(CourseError, match=r"Landlock: not there\. ps\.ipynb lies where work of students does"):
        one_notebook.judge_notebook(Course.open(course), handed / "ps.ipynb")


def test_a_renamed_notebook_is_known_and_a_strange_one_is_asked_about(course):
    right = notebook("def square(x):\n    return x ** 2", "pass")
    nbformat.write(right, course / "mine" / "ps (1).ipynb")
    nbformat.write(right, course / "mine" / "homework.ipynb")
    assert "2 of 2 points" in check(course / "mine" / "ps (1).ipynb").stdout
    strange = check(course / "mine" / "homework.ipynb")
    assert strange.returncode == 2
    assert "--assignment" in strange.stderr
    assert "2 of 2 points" in check(course / "mine" / "homework.ipynb", "--assignment", "ps").stdout
    assert "there is no such notebook" in check(course / "mine" / "none.ipynb").stderr


def test_the_other_notebooks_of_the_assignment_are_not_missed(course):
    """Whoever checks the first of two has not forgotten the second."""
    other = notebook("### BEGIN SOLUTION\ncube = 27\n### END SOLUTION", "assert cube == 27")
    nbformat.write(other, course / "source/ps/other.ipynb")
    nbformat.write(notebook("def square(x):\n    return x * x", "pass"), course / "mine/ps.ipynb")
    outcome = one_notebook.judge_notebook(Course.open(course), course / "mine/ps.ipynb").outcome
    assert str(outcome.state) == "graded"
    assert {cell.notebook for cell in outcome.cells} == {"ps"}
    assert (outcome.score, outcome.max_score) == (2, 2)


def test_of_several_notebooks_of_one_name_the_cells_tell_which_it_is(course):
    """A course may call the notebook of every week `exercise.ipynb`; the last of them used to judge all."""
    for week, number in (("week 1", 1), ("week 2", 2), ("week 3", 2)):
        made = notebook("def square(x):\n    ### BEGIN SOLUTION\n    return 9\n    ### END SOLUTION", "pass")
        for each in made.cells:
            each.metadata["nbgrader"]["grade_id"] += str(number)
        (course / "source" / week).mkdir()
        nbformat.write(made, course / "source" / week / "exercise.ipynb")
    opened = Course.open(course)

    def assignment(week, folder="mine"):
        (course / folder).mkdir(exist_ok=True)
        path = course / folder / "exercise.ipynb"
        path.write_bytes((course / "source" / week / "exercise.ipynb").read_bytes())
        return one_notebook._belongs_to(opened, path, None)[0].assignment

    assert assignment("week 1") == "week 1"
    assert assignment("week 2", "week 2") == "week 2"
    assert assignment("week 2", "week 3") == "week 3"
    with pytest.raises(CommandError, match="week 2 or week 3: its cells do not tell"):
        assignment("week 2")


def test_only_what_a_student_sees_where_that_is_asked_for(course):
    mine = course / "mine" / "ps.ipynb"
    nbformat.write(notebook("def square(x):\n    return 9", "pass"), mine)
    assert "2 of 2 points" in check(mine, "--visible").stdout
    assert "0 of 2 points" in check(mine).stdout


def test_without_a_course_its_own_tests_judge_it_and_files_beside_it_are_there(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "nbgrader_config.py").write_text(
        "c = get_config()\nc.Exchange.root = '/tmp/x'\n"
    )  # no sources, as a student
    (home / "table.csv").write_text("9")
    test = cell("assert square(3) == float(open('table.csv').read())", "t", grade=True, locked=True, points=2)
    more = cell("assert square(-1) == 1", "u", grade=True, locked=True, points=1)
    answer = cell("def square(x):\n    return x * 3", "square", solution=True)
    nbformat.write(new_notebook(cells=[answer, test, more], metadata=KERNEL), home / "hw.ipynb")
    said = check(home / "hw.ipynb", "--output", home / "page.html")
    assert said.returncode == 0, said.stderr
    assert "No course is around this notebook" in said.stdout
    assert "2 of 3 points" in said.stdout
    (home / "broken.ipynb").write_text("{")
    said = check(home / "broken.ipynb")
    assert (said.returncode, "no notebook that can be read" in said.stderr) == (2, True)


def test_a_course_whose_configuration_is_broken_is_not_passed_over(course):
    mine = course / "mine" / "ps.ipynb"
    nbformat.write(notebook("def square(x):\n    return 9", "pass"), mine)
    (course / "nbgrader_config.py").write_text("c = gett_config()\n")
    said = check(mine)
    assert (said.returncode, "cannot be loaded" in said.stderr) == (2, True)


def test_a_time_limit_can_be_given(course):
    mine = course / "mine" / "ps.ipynb"
    nbformat.write(notebook("def square(x):\n    while True:\n        pass", "pass"), mine)
    said = check(mine, "--cell-timeout", "2")
    assert said.returncode == 1
    assert "2 s" in said.stdout
