"""The assignment that attacks are handed in for, and what an attack is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.notebook.nbgrader_cells import student_stub

CANARIES = {"hidden tests": "canary-hidden-5e1f", "another submission": "canary-other-90b2",
            "environment": "canary-environment-c44d"}  # fmt: skip
# Numbers of attacks begin here: long ones, so that no other process of this machine has one in its command line.
FIRST_MARK = 987_000_000
# What an attack prints (put together, so that no traceback quotes it) where it has reached what it names in `reaches`.
REACHED = "canary-reached-77aa"
PRINT_REACHED = "print('canary-' + 'reached-77aa')"
MASTER_CELLS = [
    ("imports", "locked", 0, "import numpy as np"),
    ("given", "locked", 0, "TOL = 1e-9\nEXPECTED = [(2, 4), (5, 25)]\nclass Close:\n"
     "    def __init__(self, tolerance): self.tolerance = tolerance\n"
     "    def within(self, value, wanted): return abs(value - wanted) < self.tolerance\nclose = Close(1e-9)"),
    ("squares", "answer", 0, "def squares(x):\n    ### BEGIN SOLUTION\n    return x ** 2\n    ### END SOLUTION"),
    ("test-squares", "test", 2,
     "import numpy as np\nassert np.allclose(squares(np.array([1.0, 2.0])), [1.0, 4.0])\n### BEGIN HIDDEN TESTS\n"
     f'secret = "{CANARIES["hidden tests"]}"\nx = np.random.default_rng().normal(size=5)\nexpected = x * x\n'
     "np.testing.assert_allclose(squares(x), expected)\n### END HIDDEN TESTS"),
    ("test-number", "test", 1, "1.0 if squares(3) == 9 else 0.0"),
    ("test-close", "test", 2, "value = squares(5)\nassert isinstance(value, (int, float)) and abs(value - 25) < 1e-9"),
    ("test-tolerance", "test", 1, "assert abs(squares(6) - 36) < TOL"),
    ("test-list", "test", 1, "assert [squares(x) for x, _ in EXPECTED] == [y for _, y in EXPECTED] and len(EXPECTED)"),
    ("test-class", "test", 1, "assert close.within(squares(7), 49) and Close(1e-9).within(squares(8), 64)"),
    ("jitter", "answer", 0,
     "def jitter(x, rng):\n    ### BEGIN SOLUTION\n    return x + rng.normal(size=np.shape(x))\n    ### END SOLUTION"),
    ("test-jitter", "test", 2,
     "import numpy as np\n### BEGIN HIDDEN TESTS\nrng = np.random.default_rng()\njitter(np.zeros(3), rng)\n"
     "x = rng.normal(size=4)\nassert np.array_equal(squares(x), x ** 2)\n### END HIDDEN TESTS"),
]  # fmt: skip
WRONG = "def squares(x):\n    return 0 * x"
JITTER = "def jitter(x, rng):\n    return x + rng.normal(size=np.shape(x))"
_FLAGS = {
    "locked": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
    "written": {"grade": True, "solution": True, "locked": False},
}
# One cell of an assignment: its id, what it is, its points, its text.
Cell = tuple[str, str, int, str]


@dataclass
class Result:
    """What an attack achieved.

    Attributes
    ----------
    points : float or None
    leaked, left, acts : list of str
        What leaked or was reached, what was left behind, and what acts on a person's page or terminal.
    state : str
        How it ended.
    seconds, mb : float or None
        What it cost the grader's own process: processor time, and MiB on top of what the process had before.
    """

    points: float | None = None
    leaked: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    state: str = ""
    seconds: float | None = None
    mb: float | None = None


@dataclass(frozen=True, eq=False)
class Attack:
    """One submission.

    Attributes
    ----------
    name : str
    before : str
        Code in front of the wrong answer.
    answer : str
        The answer cell itself, where it is not simply wrong.
    jitter : str
    after : str
        A cell that the student added at the end.
    cells : tuple of Cell
        Further cells of the assignment, for a kind of test or answer that this attack is about.
    fills : dict of str to str
        What is handed in for the answers among them, by id.
    edit : callable, optional
        Changes the notebook (a dict) that is handed in.
    raw : callable, optional
        Returns the bytes that are handed in instead of a notebook.
    copies : tuple of str
        Names under which the notebook is handed in, each copy with a line of its own, in place of its name.
    files : dict of str to bytes
        Other files of the submission.
    link : str
        Where a symbolic link in the notebook's place leads.
    reaches : str
        What it means when it prints `REACHED`.
    shown : bool
        Whether pages that people open are looked at for what acts.
    tries : callable, optional
        Does it, instead of grading a notebook: takes the side ("apart", "in session", "stock"), the place and the mark,
        and returns a `Result`.
    not_stock : str
        Why it is not run under stock nbgrader.
    alone : bool
        Whether stock nbgrader must be called for it alone: it would stop or change the others.
    quick : bool
        Whether it belongs in the test suite (the others take long).
    """

    name: str
    before: str = ""
    answer: str = WRONG
    jitter: str = JITTER
    after: str = ""
    cells: tuple[Cell, ...] = ()
    fills: dict[str, str] = field(default_factory=dict)
    edit: Callable[[dict], None] | None = None
    raw: Callable[[], bytes] | None = None
    copies: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    link: str = ""
    reaches: str = ""
    shown: bool = False
    tries: Callable[[str, Any, int], Result] | None = None
    not_stock: str = ""
    alone: bool = False
    quick: bool = True

    @property
    def points(self) -> int:
        """What the tests of its assignment are worth."""
        return sum(points for _, part, points, _ in (*MASTER_CELLS, *self.cells) if part == "test")


def master_notebook(cells: tuple[Cell, ...] = ()) -> nbformat.NotebookNode:
    """Return the assignment that attacks start from, with further cells."""
    made = []
    for grade_id, part, points, source in (*MASTER_CELLS, *cells):
        mark = {"grade_id": grade_id, "schema_version": 3, "task": False, **_FLAGS[part]}
        mark |= {"points": points} if mark["grade"] else {}
        new = new_markdown_cell if part == "written" else new_code_cell
        made.append(new(source, metadata={"nbgrader": mark}))
        made[-1]["id"] = grade_id
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=made, metadata={"kernelspec": kernel})


def filled(attack: Attack, put_in: Callable[[str], str]) -> dict:
    """Return the notebook that is handed in; `put_in` fills in what an attack knows of its surroundings."""
    notebook = json.loads(nbformat.writes(student_stub(master_notebook(attack.cells))))
    sources = {"squares": attack.before + attack.answer, "jitter": attack.jitter, **attack.fills}
    for cell in notebook["cells"]:
        source = sources.get(cell["metadata"]["nbgrader"]["grade_id"])
        cell["source"] = put_in(source) if source is not None else "".join(cell["source"])
    if attack.after:
        added = {"cell_type": "code", "id": "added", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"].append({**added, "source": put_in(attack.after)})
    if attack.edit is not None:
        attack.edit(notebook)
        for cell in notebook["cells"]:
            if cell["cell_type"] == "markdown":
                cell["source"] = put_in(cell["source"])
    return notebook
