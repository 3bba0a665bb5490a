"""A folder of notebooks becomes a course: what goes where, and which cells are answers and tests."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.commands.init import run
from grader.course.directory import Course
from grader.course.nbgrader_feedback import writes_our_pages
from grader.course.starting import assignments_in
from grader.errors import CommandError
from grader.notebook.nbgrader_cells import Role, role_of

SOLUTION = "### BEGIN SOLUTION\n{}\n### END SOLUTION"


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a notebook beside its data and one in a folder of its own."""
    cells = [
        new_markdown_cell("# Squares"),
        new_code_cell("import lines\nrows = open('rows.csv').read()"),
        new_code_cell("def square(x):\n    " + SOLUTION.format("    return x * x").replace("\n", "\n    ")),
        new_code_cell("def check(x):\n    assert x"),
        new_code_cell("assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-2) == 4\n### END HIDDEN TESTS"),
        new_code_cell("import numpy as np\nnp.testing.assert_allclose(square(2.0), 4.0)"),
        new_markdown_cell(SOLUTION.format("Because it is even.")),
    ]
    (tmp_path / "week 2" / "data").mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), tmp_path / "week 1.ipynb")
    nbformat.write(new_notebook(cells=[new_code_cell("1 + 1")]), tmp_path / "week 2" / "b.ipynb")
    for name in ("rows.csv", "lines.py", "notes.txt", "week 2/data/more.csv", "week 2/.hidden"):
        (tmp_path / name).write_text("")
    return tmp_path


def test_each_notebook_and_each_folder_is_an_assignment_with_what_belongs_to_it(folder, capsys):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert run(folder, course=None, json=None) == 1  # week 2 has no graded cell
    assert "week_2/b.ipynb" in capsys.readouterr().out
    assert all(path.read_bytes() == content for path, content in before.items())
    course = Course.open(folder)
    assert course.assignments() == ["week_1", "week_2"]
    made = {path.relative_to(folder / "source").as_posix() for path in (folder / "source").rglob("*.*")}
    assert made == {
        "week_1/week 1.ipynb", "week_1/rows.csv", "week_1/lines.py", "week_2/b.ipynb", "week_2/data/more.csv"
    }  # fmt: skip
    notebook = nbformat.read(folder / "source" / "week_1" / "week 1.ipynb", as_version=4)
    plain, answer, test, written = Role.PLAIN, Role.ANSWER, Role.TEST, Role.MANUAL
    assert [role_of(cell) for cell in notebook.cells] == [plain, plain, answer, plain, test, test, written]


def test_what_a_link_leads_to_outside_is_not_handed_out(folder, tmp_path_factory):
    secret = tmp_path_factory.mktemp("elsewhere") / "key"
    secret.write_text("secret")
    (folder / "week 2" / "own.csv").symlink_to(folder / "rows.csv")
    link = folder / "week 2" / "data" / "key.csv"
    link.symlink_to(secret)
    with pytest.raises(CommandError, match=r"key\.csv is a link that leads out of"):
        run(folder, course=None, json=None)
    assert not (folder / "source").exists()
    link.unlink()
    run(folder, course=None, json=None)


def test_nbgraders_own_feedback_shows_no_hidden_test_in_a_course_that_was_made_here(folder):
    run(folder, course=None, json=None)
    assert writes_our_pages(Course.open(folder))


def test_a_course_is_not_made_twice(folder):
    run(folder, course=None, json=None)
    with pytest.raises(CommandError, match="a course already"):
        run(folder, course=None, json=None)
    (folder / "week 1.ipynb").unlink()
    (folder / "week 2" / "b.ipynb").unlink()
    with pytest.raises(CommandError, match="a course already"):
        run(folder, course=folder / "another", json=None)


def _notebook(place, *sources):
    place.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources or ("1 + 1",)]), place)


def _made(course):
    return {path.relative_to(course / "source").as_posix() for path in (course / "source").rglob("*") if path.is_file()}


def test_folders_of_folders_are_looked_through_and_namesakes_told_apart(tmp_path):
    """Weeks with a folder for each exercise are as common as one level; two weeks call theirs the same."""
    for place in ("week 1/lists/a.ipynb", "week 1/loops/b.ipynb", "week 2/loops/c.ipynb", ".git/d.ipynb"):
        _notebook(tmp_path / place)
    (tmp_path / "week 1" / "lists" / "words.txt").write_text("")
    run(tmp_path, course=None, json=None)
    assert _made(tmp_path) == {
        "lists/a.ipynb", "lists/words.txt", "week_1_loops/b.ipynb", "week_2_loops/c.ipynb"
    }  # fmt: skip


def test_notebooks_below_an_assignment_are_left_out_and_named(tmp_path, capsys):
    """The folder `solutions` of an assignment would go to students with the rest of it."""
    _notebook(tmp_path / "lab" / "lab.ipynb", "assert 1", SOLUTION.format("1"))
    (tmp_path / "lab" / "data").mkdir()
    (tmp_path / "lab" / "data" / "rows.csv").write_text("")
    assert run(tmp_path, course=tmp_path / "a", json=None) == 0
    _notebook(tmp_path / "lab" / "solutions" / "lab.ipynb", "assert 2")
    assert run(tmp_path, course=tmp_path / "b", json=None) == 1
    assert _made(tmp_path / "b") == {"lab/lab.ipynb", "lab/data/rows.csv"}
    assert "solutions/lab.ipynb" in capsys.readouterr().out.replace("\n", "")


def test_a_notebook_in_which_there_is_nothing_to_write_is_named(tmp_path, capsys):
    """Finished notebooks with their checks are all that many have; every student would earn every point."""
    _notebook(tmp_path / "done.ipynb", "def double(x):\n    return 2 * x", "assert double(2) == 4")
    assert run(tmp_path, course=None, json=None) == 1
    assert "nothing to write in done/done.ipynb" in capsys.readouterr().out


def test_notebooks_that_cannot_be_read_are_named_together_and_nothing_is_made(tmp_path):
    for name in ("a", "b", "c"):
        _notebook(tmp_path / name / f"{name}.ipynb")
    for name in ("b", "c"):
        (tmp_path / name / f"{name}.ipynb").write_text("")
    with pytest.raises(CommandError, match=r"(?s)b\.ipynb: it cannot.*c\.ipynb: it cannot.*Nothing was made"):
        run(tmp_path, course=None, json=None)
    assert not (tmp_path / "source").exists()


def test_a_notebook_that_is_marked_stays_as_it_was(tmp_path, build):
    nbformat.write(build.small(), tmp_path / "small.ipynb")
    assert run(tmp_path, course=tmp_path / "course", json=None) == 0
    made = nbformat.read(tmp_path / "course" / "source" / "small" / "small.ipynb", as_version=4)
    assert [cell.metadata for cell in made.cells] == [cell.metadata for cell in build.small().cells]


def test_what_cannot_be_a_course_is_refused_in_words(tmp_path):
    with pytest.raises(CommandError, match="holds no notebook"):
        assignments_in(tmp_path)
    (tmp_path / "a.ipynb").write_text("{")
    with pytest.raises(CommandError, match=r"a\.ipynb: it cannot be read"):
        assignments_in(tmp_path)
    with pytest.raises(CommandError, match="is not a folder"):
        assignments_in(tmp_path / "none")
