"""Which Python runs an assignment: the option, the course's configuration, the kernel that notebooks name."""

import json
import shutil
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grader.classes.engine import closed_folders, isolated
from grader.course.directory import Course
from grader.course.fingerprint import environment_key
from grader.course.which_python import chosen
from grader.errors import CourseError
from grader.model import Tests
from grader.pythons import ask, own
from tests.grader import other_pythons


@pytest.fixture
def bare(tmp_path):
    """A virtual environment with nothing in it."""
    return other_pythons.make(tmp_path / "bare", sys.executable, [])


@pytest.fixture
def course(tmp_path):
    """Return what makes a course of notebooks that name kernels."""

    def make(*kernels: str, config: str = "", python: str | None = None):
        folder = tmp_path / "course"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "source" / "ps").mkdir(parents=True)
        (folder / "nbgrader_config.py").write_text(f"c = get_config()\n{config}\n")
        for number, kernel in enumerate(kernels):
            metadata = {"kernelspec": {"name": kernel, "display_name": "P", "language": "python"}}
            notebook = new_notebook(cells=[new_code_cell("x = 1")], metadata=metadata)
            nbformat.write(notebook, folder / "source" / "ps" / f"p{number}.ipynb")
        opened = Course.open(folder, python)
        return opened, opened.master("ps")

    return make


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """Return what installs a kernel for Jupyter."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))

    def install(name: str, *command: str) -> None:
        place = tmp_path / "jupyter" / "kernels" / name
        place.mkdir(parents=True)
        (place / "kernel.json").write_text(json.dumps({"argv": [*command], "display_name": name, "language": "python"}))

    return install


def test_the_option_comes_before_the_configuration_and_that_before_the_kernel(course, kernel, bare):
    kernel("mine", sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}")
    here, there = own(), ask(str(bare))
    assert chosen(*course("mine")).python == here
    configured = course("mine", config=f"c.Grader.python = {str(bare)!r}")
    assert (chosen(*configured).python, chosen(*configured).why) == (there, "c.Grader.python")
    optional = course("mine", config="c.Grader.python = 'nowhere'", python=str(bare))
    assert (chosen(*optional).python, chosen(*optional).why) == (there, "--python")


def test_a_configured_path_counts_from_the_course(course, bare, tmp_path):
    opened, master = course("python3", config="c.Grader.python = '../bare'")
    assert chosen(opened, master).python == ask(str(bare))


def test_the_python_of_the_kernel_that_the_notebook_names_runs_it(course, kernel, bare):
    kernel("theirs", str(bare), "-m", "ipykernel_launcher", "-f", "{connection_file}")
    found = chosen(*course("theirs"))
    assert found.python == ask(str(bare))
    assert found.why == "kernel `theirs`"
    assert chosen(*course("python3")).python == own()
    gone = chosen(*course("gone"))
    assert gone.python == own()
    assert gone.why == "its kernel `gone` is not installed here"


def test_a_kernel_without_its_python_and_two_kernels_of_different_ones_are_refused(course, kernel, bare, tmp_path):
    kernel("theirs", str(bare), "-m", "ipykernel_launcher", "-f", "{connection_file}")
    kernel("broken", str(tmp_path / "gone" / "python"), "-m", "ipykernel_launcher", "-f", "{connection_file}")
    with pytest.raises(CourseError, match=r"p0\.ipynb names the kernel `broken`, whose Python .* is not there"):
        chosen(*course("broken"))
    with pytest.raises(CourseError, match=r"different Pythons \(`theirs`, the grader's own\): say with --python"):
        chosen(*course("theirs", "python3"))
    assert chosen(*course("theirs", "theirs")).python == ask(str(bare))


def test_what_is_installed_there_is_part_of_what_a_grade_depends_on(bare):
    before = environment_key([], ask(str(bare)))
    assert before != environment_key([])
    (packages,) = bare.parents[1].glob("lib/python*/site-packages")
    (packages / "mine-1.5.dist-info").mkdir()
    (packages / "mine-1.5.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: mine\nVersion: 1.5\n")
    ask.cache_clear()
    assert environment_key([], ask(str(bare))) != before


def test_a_course_inside_what_every_session_may_read_is_refused(course, bare):
    _, master = course("python3")
    inside = bare.parents[1] / "my-course" / "source"
    inside.mkdir(parents=True)
    with pytest.raises(CourseError, match=r"my-course/source lies in .*bare, which every session can read"):
        isolated(master, [inside], Tests.APART, threads=1, python=ask(str(bare)))
    isolated(master, [inside.parents[2] / "elsewhere"], Tests.APART, threads=1, python=ask(str(bare)))


def test_a_course_inside_the_data_or_a_module_of_its_notebooks_is_refused(course, tmp_path, monkeypatch):
    """Every session could read the hidden tests and the gradebook."""
    _, master = course("python3")
    closed = [tmp_path / "my" / "course" / "source", tmp_path / "books" / "gradebook.db"]
    isolated(master, closed, Tests.APART, threads=1)
    for folder in ("my", "my/course", "books"):
        monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / folder))
        with pytest.raises(CourseError, match=rf"lies in .*{folder}, which every session could read"):
            isolated(master, closed, Tests.APART, threads=1)
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "my" / "course" / "data"))
    isolated(master, closed, Tests.APART, threads=1)


def test_what_sessions_must_not_reach_is_more_than_the_steps(small_course):
    course = Course.open(small_course)
    closed = {*closed_folders(course)}
    assert {small_course / name for name in ("gradebook.db", "downloaded", "source/lesson", "submitted")} <= closed
