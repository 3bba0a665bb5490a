"""Kernels of other languages run in the confinement of any session: honest, wrong, endless, dying and hostile work."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.errors import CourseError
from grader.model import Limits, State, Tests
from grader.pages.feedback import write_feedback
from grader.pages.report import write_report
from grader.sandbox import refusal
from tests.grader.made_courses import cell, course_of, shown

HERE = Path(__file__).parent
LIMITS = Limits(cell_seconds=5, seconds=60, memory_mb=600, output_mb=5)
pytestmark = pytest.mark.skipif(refusal() is not None, reason=str(refusal()))


def graded(course: Course) -> dict:
    """Grade the class and return the outcomes by student."""
    return {outcome.student: outcome for outcome in grade_class(course, "ps", jobs=2, limits=LIMITS)}


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """Install the tiny kernel for Jupyter and return a notebook's word for it."""
    place = tmp_path / "jupyter" / "kernels" / "tiny"
    place.mkdir(parents=True)
    program = shutil.copyfile(HERE / "tiny_kernel.py", tmp_path / "jupyter" / "tiny_kernel.py")
    command = [sys.executable, str(program), "-f", "{connection_file}"]
    (place / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "Tiny", "language": "tiny"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    return {"name": "tiny", "display_name": "Tiny", "language": "tiny"}


TINY = [
    cell("### BEGIN SOLUTION\nlet a 2\n### END SOLUTION", "a", solution=True),
    cell("is a 2\n### BEGIN HIDDEN TESTS\nis a 2.0\n### END HIDDEN TESTS", "test-a", grade=True, locked=True, points=2),
    cell("### BEGIN SOLUTION\nlet b 3\n### END SOLUTION", "b", solution=True),
    cell("is b 3", "test-b", grade=True, locked=True, points=1),
]


@pytest.mark.slow
def test_every_kind_of_work_ends_in_its_state_with_its_score(tiny, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as outside:
        port = outside.getsockname()[1]
        secret = tmp_path / "course" / "source" / "ps" / "ps.ipynb"
        answers = {
            "honest": {"a": "let a 2\nshow a", "b": "let b 3"},
            "wrong": {"a": "let a 1", "b": "let b 3"},
            "blank": {},
            "endless": {"a": "let a 2\nfor ever", "b": "let b 3"},
            "stubborn": {"a": "stubborn", "b": "let b 3"},
            "dying": {"a": "let a 2", "b": "end"},
            "hog": {"a": "memory", "b": "let b 3"},
            "flood": {"a": "flood", "b": "let b 3"},
            "thief": {"a": f"read {secret}", "b": f"list {tmp_path}"},
            "caller": {"a": f"connect 127.0.0.1 {port}", "b": "connect 192.0.2.1 53"},
        }
        course = course_of(tmp_path / "course", TINY, answers, kernel=tiny)
        outcomes = graded(course)
        outside.settimeout(0)
        with pytest.raises(BlockingIOError):
            outside.accept()
    seen = {student: (outcome.state, outcome.score) for student, outcome in outcomes.items()}
    graded_, partial = State.GRADED, State.PARTIAL
    assert seen["honest"] == (graded_, 3.0)
    assert seen["wrong"] == (graded_, 1.0)
    assert seen["blank"] == (graded_, 0.0)
    assert seen["endless"] == (partial, 3.0)  # what stands before the loop was done
    assert seen["thief"] == seen["caller"] == (graded_, 0.0)
    for student, points in (("stubborn", 1.0), ("dying", 2.0), ("hog", 1.0), ("flood", 1.0)):
        assert seen[student] == (partial, points), (student, outcomes[student].reason)
        assert outcomes[student].reason
    assert all(outcome.tests is Tests.IN_SESSION for outcome in outcomes.values())
    assert "2.0" in shown(course, "honest")
    assert "No such file" in shown(course, "thief")
    assert "Connection refused" in shown(course, "caller")
    assert "Network is unreachable" in shown(course, "caller")
    pages, _ = write_feedback(course, "ps")
    page = pages["wrong"][0].read_text(encoding="utf-8")
    assert "is a 2.0" not in page
    assert "only the kind of its error is shown: ValueError" in page
    assert "a is 1.0" not in page
    report, _ = write_report(course, "ps")
    assert report.is_file()


def test_a_kernel_that_is_not_installed_is_named_with_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    kernel = {"name": "julia-9.9", "display_name": "Julia", "language": "julia"}
    course = course_of(tmp_path / "course", TINY, {"ann": {}}, kernel=kernel)
    with pytest.raises(CourseError, match=r"ps\.ipynb is written in julia.*`julia-9\.9` is not installed.*IJulia"):
        graded(course)


@pytest.mark.slow
def test_a_kernel_that_does_not_start_is_a_reason_in_words(tiny, tmp_path):
    course = course_of(tmp_path / "course", TINY, {"ann": {"a": "let a 2"}}, kernel=tiny)
    (tmp_path / "jupyter" / "tiny_kernel.py").write_text("raise SystemExit('this kernel is broken')")
    (outcome,) = graded(course).values()
    assert outcome.state is State.CRASHED
    assert "the kernel ended while it was starting (this kernel is broken)" in outcome.reason


def test_tests_of_another_language_cannot_run_apart_and_that_is_said(tiny, tmp_path):
    course = course_of(tmp_path / "course", TINY, {"ann": {}}, kernel=tiny)
    with pytest.raises(CourseError, match=r"written in tiny.*leave out --tests apart"):
        grade_class(course, "ps", limits=LIMITS, tests=Tests.APART)


R = [
    cell("double <- function(x) {\n  ### BEGIN SOLUTION\n  2 * x\n  ### END SOLUTION\n}", "double", solution=True),
    cell(
        "stopifnot(double(4) == 8)\n"
        "### BEGIN HIDDEN TESTS\nstopifnot(  double( -1)==-2 )\n### END HIDDEN TESTS",
        "test-double", grade=True, locked=True, points=2,
    ),
    cell("### BEGIN SOLUTION\ns <- summary(c(1, 2, 3))\n### END SOLUTION", "s", solution=True),
    cell("stopifnot(s[['Mean']] == 2)", "test-s", grade=True, locked=True, points=1),
]  # fmt: skip
RIGHT = "double <- function(x) 2 * x"


def r_kernel() -> str:
    """Say why R cannot be tried here; empty where it can."""
    if shutil.which("R") is None:
        return "R is not installed (apt install r-base-core r-cran-irkernel)"
    listed = subprocess.run(
        [sys.executable, "-m", "jupyter", "kernelspec", "list"], capture_output=True, text=True, check=False
    )
    return "" if " ir " in listed.stdout else "R's kernel is not installed (apt install r-cran-irkernel)"


@pytest.mark.ci
def test_r_is_released_graded_and_given_back_isolated(tmp_path):
    why = r_kernel()
    if why:
        print(f"R was not tried: {why}")
        pytest.skip(why)
    home = Path.home()
    answers = {
        "honest": {"double": f"{RIGHT}\nprint(double(21))", "s": "s <- summary(c(1, 2, 3))\ns"},
        "wrong": {"double": "double <- function(x) x + 4", "s": "s <- summary(c(1, 2, 3))"},
        "blank": {},
        "endless": {"double": f"{RIGHT}\nwhile (TRUE) {{}}", "s": "s <- summary(c(1, 2, 3))"},
        "dying": {"double": RIGHT, "s": "tools::pskill(Sys.getpid(), tools::SIGKILL)"},
        "thief": {
            "double": f"readLines('{tmp_path}/course/source/ps/ps.ipynb')",
            "s": f"list.files('{home}')\nsystem('cat /etc/shadow', intern = TRUE)",
        },
        "caller": {"double": "socketConnection('192.0.2.1', 53, timeout = 2)", "s": "s <- summary(c(1, 2, 3))"},
    }
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    course = course_of(tmp_path / "course", R, answers, kernel=kernel)
    assert "BEGIN" not in (course.folder("release", "ps") / "ps.ipynb").read_text()
    outcomes = graded(course)
    seen = {student: (str(outcome.state), outcome.score) for student, outcome in outcomes.items()}
    assert seen == {
        "honest": ("graded", 3.0), "wrong": ("graded", 1.0), "blank": ("graded", 0.0), "endless": ("partial", 3.0),
        "dying": ("partial", 2.0), "thief": ("graded", 0.0), "caller": ("graded", 1.0),
    }  # fmt: skip
    assert "42" in shown(course, "honest")
    assert "root:" not in shown(course, "thief")
    assert "BEGIN HIDDEN" not in shown(course, "thief")
    pages, _ = write_feedback(course, "ps")
    page = pages["wrong"][0].read_text(encoding="utf-8")
    assert "only the kind of its error is shown" in page
    assert "double(-1" not in page
    assert "is not TRUE" not in page  # in which R quotes the condition that failed
    report, _ = write_report(course, "ps")
    assert report.is_file()
