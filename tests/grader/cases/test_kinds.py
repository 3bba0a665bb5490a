"""Ways of testing that other courses use, each judged as stock nbgrader does: right earns all, wrong nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grader.classes.grade_class import grade_class
from grader.course.directory import Course
from grader.model import Limits, State, Tests
from grader.sandbox import refusal

LIMITS = Limits(cell_seconds=30, seconds=120)
CASES = Path(__file__).resolve().parents[4] / "shared" / "cases"
# What the answer is, what it is tested by, and a wrong answer that the test tells from it.
KINDS = {
    "value": ("def twice(x):\n    return 2 * x", "assert twice(4) == 8", "def twice(x):\n    return x"),
    "printed": (
        "def greet(name):\n    print('Hello,', name)",
        "import contextlib, io\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    greet('Ada')\n"
        "assert out.getvalue() == 'Hello, Ada\\n'",
        "def greet(name):\n    print('Hello')",
    ),
    "typed": (
        "def ask():\n    return int(input('a number? ')) + 1",
        "from unittest.mock import patch\nwith patch('builtins.input', return_value='4'):\n    assert ask() == 5",
        "def ask():\n    return 4",
    ),
    "source": (
        "def total(n):\n    return n * (n + 1) // 2",
        "import inspect\nassert total(3) == 6 and 'for' not in inspect.getsource(total)",
        "def total(n):\n    s = 0\n    for i in range(n + 1):\n        s += i\n    return s",
    ),
    "left-alone": (
        "def doubled(xs):\n    return [2 * x for x in xs]",
        "numbers = [1, 2]\nassert doubled(numbers) == [2, 4]\nassert numbers == [1, 2]",
        "def doubled(xs):\n    xs[:] = [2 * x for x in xs]\n    return xs",
    ),
    "in-place": (
        "def fill(xs):\n    xs.append(0)",
        "bag = [1]\nfill(bag)\nassert bag == [1, 0]",
        "def fill(xs):\n    xs = xs + [0]",
    ),
    "rebound": (
        "def helper(x):\n    return x\ndef uses(x):\n    return helper(x) + 1",
        "kept = helper\nhelper = lambda x: 10\nassert uses(1) == 11\nhelper = kept",
        "def helper(x):\n    return x\ndef uses(x):\n    return x + 1",
    ),
    "awaited": (
        "import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return x + 1",
        "assert await later(1) == 2",
        "async def later(x):\n    return x",
    ),
    "warned": (
        "import warnings\ndef old(x):\n    warnings.warn('use new')\n    return x",
        "import warnings\nwith warnings.catch_warnings(record=True) as seen:\n    warnings.simplefilter('always')\n"
        "    assert old(3) == 3\nassert len(seen) == 1",
        "def old(x):\n    return x",
    ),
    "import": ("import fractions as fr", "assert fr.Fraction(1, 2) * 2 == 1", "pass"),
}


@pytest.fixture
def course(build, hand_in, small_course):
    """A course with one exercise of each kind, a right submission and a wrong one."""
    if refusal() is not None:
        pytest.skip(str(refusal()))
    cells = []
    for kind, (answer, test, _) in KINDS.items():
        cells += [build.answer(kind, answer), build.test(f"test-{kind}", test, 1)]
    notebook = build.notebook(*cells)
    (small_course / "source" / "lesson" / "lesson.ipynb").write_text(json.dumps(notebook))
    wrong = {kind.replace("-", "_"): source for kind, (_, _, source) in KINDS.items()}
    hand_in(small_course, "right", {"lesson.ipynb": build.solved(notebook)})
    hand_in(small_course, "wrong", {"lesson.ipynb": build.solved(notebook, **wrong)})
    hand_in(small_course, "blank", {"lesson.ipynb": build.released(notebook)})
    return Course.open(small_course)


def test_right_answers_earn_all_and_wrong_ones_nothing(course):
    found = {o.student: o for o in grade_class(course, "lesson", limits=LIMITS, jobs=2)}
    right, wrong, blank = ({cell.id: cell.score for cell in found[name].cells} for name in ("right", "wrong", "blank"))
    assert right == dict.fromkeys(right, 1)
    assert wrong == dict.fromkeys(wrong, 0)
    assert blank == dict.fromkeys(blank, 0)
    assert {str(outcome.state) for outcome in found.values()} == {"graded"}
    cells = {cell.id: cell for cell in found["right"].cells}
    assert cells["test-value"].tests is Tests.APART
    assert all(cell.why for cell in cells.values() if cell.tests is Tests.IN_SESSION)
    # Nothing runs a second time to find out what is known, and the strict way hides nothing.
    steps = []
    strict = grade_class(
        course, "lesson", limits=LIMITS, tests=Tests.APART, students=["right"],
        on_event=lambda event: steps.append(event.kind),
    )  # fmt: skip
    assert "calibrating" not in steps
    assert strict[0].state is State.PARTIAL
    assert "test-warned: it cannot be judged apart: it is about warnings of the answer" in strict[0].reason


@pytest.mark.ci
@pytest.mark.skipif(not CASES.is_dir(), reason="the collection of cases is not here")
@pytest.mark.timeout(3600)
def test_every_kept_case_earns_what_stock_gives(tmp_path):
    kept = json.loads((CASES / "judge" / "stock_scores.json").read_text())
    courses = {name: CASES / "judge" / name for name in kept}
    courses |= {name: CASES / name / "course" for name in ("silent-zero", "library-values", "pandas-values")}
    differ = {}
    for name, source in courses.items():
        shutil.copytree(source, tmp_path / name)
        opened = Course.open(tmp_path / name)
        for assignment in opened.assignments():
            for outcome in grade_class(opened, assignment):
                stock = kept.get(name, {}).get(outcome.student, {}).get("score", outcome.max_score)
                if abs(outcome.score - stock) > 1e-6:
                    differ[name, assignment, outcome.student] = (outcome.score, stock)
    assert differ == {}
