"""Another Python is asked what it is; what cannot run notebooks is refused in one sentence."""

import os
import sys

import pytest

from grader.errors import CourseError
from grader.pythons import ask, is_newer, own
from tests.grader import other_pythons


@pytest.fixture
def bare(tmp_path):
    """A virtual environment of the oldest Python of this machine, with nothing in it."""
    return other_pythons.make(tmp_path / "bare", next(iter(other_pythons.found().values())), [])


def test_the_python_that_runs_the_grader_is_known_by_any_of_its_names():
    assert ask(sys.executable) is own()
    assert ask(sys.prefix) is own()
    assert own().has("numpy")
    assert own().has("json")
    assert not own().has("no_such_module_of_anybody")


def test_another_python_tells_what_it_is(bare):
    there = ask(str(bare))
    assert not there.is_own
    assert there.prefix == os.path.realpath(bare.parents[1])
    assert {os.path.realpath(path) for path in there.folders} >= {there.prefix}
    assert there.has("json")
    assert not there.has("numpy")
    assert "no IPython" in there.lacks()
    assert not is_newer(there)
    assert ask(str(bare.parents[1])) == there


def test_what_is_installed_there_is_found_there(bare):
    (packages,) = bare.parents[1].glob("lib/python*/site-packages")
    (packages / "mine").mkdir()
    (packages / "mine" / "__init__.py").write_text("")
    (packages / "mine-1.5.dist-info").mkdir()
    (packages / "mine-1.5.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: mine\nVersion: 1.5\n")
    there = ask(str(bare))
    assert there.packages == {"mine": "1.5"}
    place = there.places(["mine", "yours"])
    assert place["mine"].path == os.path.realpath(packages / "mine")
    assert place["yours"] is None


def test_a_module_beside_the_grader_or_in_the_working_directory_is_not_there(bare, tmp_path, monkeypatch):
    (tmp_path / "beside.py").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert not ask(str(bare)).has("beside")
    assert not ask(str(bare)).has("sandbox")  # a package of the grader's, beside the file that is run there


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("echo nothing of the kind", r"is not Python 3\.9 or later"),
        ("echo old >&2; exit 1", r"is not Python 3\.9 or later \(old\)"),
        ("""echo '{"version": "3.8.1", "implementation": "cpython"}'""", r"is Python 3\.8\.1"),
        ("""echo '{"version": "3.11.1", "implementation": "pypy"}'""", "is pypy, which cannot be isolated"),
    ],
)
def test_what_cannot_run_notebooks_is_refused_with_the_reason(tmp_path, answer, words):
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{answer}\n")
    program.chmod(0o755)
    with pytest.raises(CourseError, match=words):
        ask(str(program))
