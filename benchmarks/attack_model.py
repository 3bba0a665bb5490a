"""The assignment that attacks are handed in for, and what an attack is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

CANARIES = {"hidden tests": "canary-hidden-5e1f", "another submission": "canary-other-90b2",
            "environment": "canary-environment-c44d"}  # fmt: skip
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


@dataclass(frozen=True)
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
    edit : callable, optional
        Changes the notebook (a dict) that is handed in.
    raw : callable, optional
        Returns the bytes that are handed in instead of a notebook.
    files : dict of str to bytes
        Other files of the submission.
    link : str
        Where a symbolic link in the notebook's place leads.
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
    edit: Callable[[dict], None] | None = None
    raw: Callable[[], bytes] | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    link: str = ""
    not_stock: str = ""
    alone: bool = False
    quick: bool = True
