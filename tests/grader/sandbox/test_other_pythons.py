"""A course's own Python runs sessions and judges: older and newer ones, with other packages than ours and with none."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.errors import CourseError
from grader.model import Limits, State, Tests
from grader.sandbox.isolation.probe import refusal
from tests.grader import other_pythons
from tests.grader.made_courses import cell, course_of, shown

HERE = Path(__file__).parent
LIMITS = Limits(cell_seconds=4, seconds=60, memory_mb=700, output_mb=5)
pytestmark = pytest.mark.skipif(refusal() is not None, reason=str(refusal()))
PYTHONS = other_pythons.found()
OLD, NEW = next(iter(PYTHONS)), [*PYTHONS][-1]
# NumPy and pandas as a course may have pinned them, and as they are with a newer Python; neither is the grader's own.
if OLD < (3, 11):
    PINNED = ["numpy==1.21.6", "pandas==1.3.5", "ipython"]
else:
    PINNED = ["numpy==1.26.4", "pandas==1.5.3" if OLD < (3, 12) else "pandas==2.1.4", "ipython"]
OTHER = ["numpy<2.2", "pandas<2.3", "ipython"]


PLAIN = [
    cell("import math\nimport sys", "imports", locked=True),
    cell("def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "double", solution=True),
    cell(
        "assert double(4) == 8\n### BEGIN HIDDEN TESTS\nassert double([1]) == [1, 1]\n### END HIDDEN TESTS",
        "test-double", grade=True, locked=True, points=2,
    ),
    cell(
        "class Pile:\n    ### BEGIN SOLUTION\n    def __init__(self):\n        self.things = []\n"
        "    def put(self, thing):\n        self.things.append(thing)\n        return self\n    ### END SOLUTION",
        "pile", solution=True,
    ),
    cell("pile = Pile().put(1).put('two')\nassert pile.things == [1, 'two']\n0.5 + 0.5",
         "test-pile", grade=True, locked=True, points=1),
]  # fmt: skip
NUMBERS = [
    cell("import numpy as np\nimport pandas as pd", "imports", locked=True),
    cell("def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION", "double", solution=True),
    cell(
        "rng = np.random.default_rng()\nx = rng.normal(size=(3, 2))\nnp.testing.assert_allclose(double(x), x + x)\n"
        "### BEGIN HIDDEN TESTS\nassert double(np.float32(2)) == 4\n### END HIDDEN TESTS",
        "test-double", grade=True, locked=True, points=2,
    ),
    cell("def totals(table):\n    ### BEGIN SOLUTION\n    return table.groupby('who').sum()\n    ### END SOLUTION",
         "pile", solution=True),
    cell("table = pd.DataFrame({'who': list('aba'), 'n': [1, 2, 3]})\nfound = totals(table)\n"
         "assert list(found.index) == ['a', 'b'] and found['n'].tolist() == [4, 2] and found.index.name == 'who'\n"
         "years = pd.DataFrame({'who': [1999, 2001, 1999], 'n': [1, 2, 3], 'more': [.5, .5, 1.]})\n"
         "assert totals(years[years['n'] > 1]).loc[2001, 'n'] == 2",
         "test-pile", grade=True, locked=True, points=1),
]  # fmt: skip


def right(cells: list, name: str) -> str:
    """Return the reference answer of a cell."""
    source = next(each.source for each in cells if each.metadata.nbgrader.grade_id == name)
    return "\n".join(line for line in source.splitlines() if "###" not in line)


def every_kind(cells: list, secret: Path, port: int) -> dict[str, dict[str, str]]:
    """Return submissions of every kind."""
    double, pile = right(cells, "double"), right(cells, "pile")
    look = f"try: print('GOT', open({str(secret)!r}).read())\nexcept OSError as error: print(type(error).__name__)\n"
    call = f"import socket\ntry: socket.create_connection(('127.0.0.1', {port}), 2); print('GOT')\n"
    more = "kept.append(bytearray(b'x') * 20_000_000)"
    return {
        "honest": {"double": f"import sys\nprint(sys.version)\n{double}", "pile": pile},
        "wrong": {"double": "def double(x):\n    return x + 4", "pile": pile},
        "blank": {},
        "endless": {"double": "def double(x):\n    while True: pass", "pile": pile},
        "dying": {"double": double, "pile": "import os\nos._exit(0)"},
        "hog": {"double": f"def double(x):\n    kept = []\n    while True: {more}", "pile": pile},
        "thief": {"double": look + double, "pile": f"{call}except OSError: print('no')\n{pile}"},
        "liar": {
            "double": "class Yes:\n    def __eq__(self, other): return True\n    __array__ = __eq__\n"
            "def double(x): return Yes()",
            "pile": "import builtins, ast\nbuiltins.all = builtins.any = lambda *a: True\nast.Assert = ast.Pass\n"
            "import unittest.mock\nclass Pile:\n    def put(self, thing): return unittest.mock.MagicMock()",
        },
        "quitter": {"double": "raise SystemExit", "pile": "def pile(): pass\nPile = None\nraise KeyboardInterrupt"},
    }  # fmt: skip


def check_every_kind(folder: Path, cells: list, python: Path) -> Course:
    """Grade one submission of every kind under a Python, and look at how each ended."""
    with socket.create_server(("127.0.0.1", 0)) as outside:
        secret = folder / "source" / "ps" / "ps.ipynb"
        answers = every_kind(cells, secret, outside.getsockname()[1])
        course = course_of(folder, cells, answers, python=str(python))
        outcomes = {each.student: each for each in grade_class(course, "ps", jobs=2, limits=LIMITS)}
        outside.settimeout(0)
        with pytest.raises(BlockingIOError):
            outside.accept()
    seen = {student: (outcome.state, outcome.score) for student, outcome in outcomes.items()}
    graded, partial = State.GRADED, State.PARTIAL
    assert seen["honest"] == seen["thief"] == (graded, 3.0), {s: o.reason for s, o in outcomes.items()}
    assert seen["wrong"] == (graded, 1.0)
    assert seen["blank"] == seen["liar"] == seen["quitter"] == (graded, 0.0)
    assert seen["endless"] == seen["hog"] == (partial, 1.0)
    assert seen["dying"] == (partial, 2.0)
    assert all(test.tests is Tests.APART for each in outcomes.values() for test in each.cells if not test.manual)
    assert "GOT" not in shown(course, "thief")
    return course


def version_of(python: Path) -> str:
    return subprocess.run(
        [str(python), "-c", "import platform; print(platform.python_version())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("version", dict.fromkeys([OLD, NEW]), ids=str)
def test_every_kind_of_work_under_a_python_without_numpy_and_ipython(version, tmp_path):
    python = other_pythons.make(tmp_path / "environment", PYTHONS[version], [])
    course = check_every_kind(tmp_path / "course", PLAIN, python)
    assert version_of(python) in shown(course, "honest")


@pytest.mark.ci
@pytest.mark.parametrize(("version", "packages"), [(OLD, PINNED), (NEW, OTHER)], ids=["pinned", "other"])
def test_every_kind_of_work_and_the_isolation_suite_under_other_packages(version, packages, tmp_path):
    python = other_pythons.make(tmp_path / "environment", PYTHONS[version], packages)
    course = check_every_kind(tmp_path / "course", NUMBERS, python)
    assert version_of(python) in shown(course, "honest")
    run_isolation_suite(python)


@pytest.mark.ci
@pytest.mark.parametrize("version", dict.fromkeys([OLD, NEW]), ids=str)
def test_the_isolation_suite_under_a_python_without_numpy_and_ipython(version, tmp_path):
    run_isolation_suite(other_pythons.make(tmp_path / "environment", PYTHONS[version], []))


def run_isolation_suite(python: Path) -> None:
    """Run the tests of hostile cells in another process, with their sessions under a Python."""
    names = ["test_attacks.py", "test_copies.py"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *(str(HERE / name) for name in names)],
        env={**os.environ, other_pythons.VARIABLE: str(python)}, capture_output=True, text=True, check=False,
        cwd=HERE.parents[2],
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert " passed" in ran.stdout


def test_a_python_that_cannot_run_notebooks_is_refused_in_one_sentence(tmp_path):
    course = course_of(tmp_path / "course", PLAIN, {"ann": {}}, python=str(tmp_path / "nowhere"))
    with pytest.raises(CourseError, match=r"There is no program .*nowhere.*--python"):
        grade_class(course, "ps", limits=LIMITS)
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\necho 'no such thing' >&2\n")
    fake.chmod(0o755)
    with pytest.raises(CourseError, match=r"is not Python 3\.9 or later \(no such thing\)"):
        grade_class(Course.open(course.root, str(fake)), "ps", limits=LIMITS)
