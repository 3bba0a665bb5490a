"""What a call from a test to an answer costs beyond the call itself, where the test is judged apart.

Run as `python -m benchmarks.calls`. A test measures batches of small calls with its own clock, once apart and once in
the session; the difference is the way to the other process and back. The quickest batch counts: the others tell what
else the machine was doing. The table goes between the marks in `benchmarks/README.md`.
"""

from __future__ import annotations

import re

from nbformat.v4 import new_code_cell, new_notebook

from benchmarks import results_page
from grader.grading.execution import Placement
from grader.grading.test_inputs.master import of_notebook
from grader.model import Limits
from grader.sandbox import ForkServer, Sandbox

BATCHES, CALLS = 20, 100
PROMISED_MS = 0.2
ANSWER = "def f(x):\n    return x + 1\ndef total(xs):\n    return sum(xs)\ndef halved(a):\n    return a / 2"
# What is called, and what it is given.
CALLED = {"a number": "f(3)", "a list of ten numbers": "total(ten)", "an array of a hundred": "halved(hundred)"}
TEST = """import time
import numpy as np
ten, hundred = list(range(10)), np.arange(100.0)
best = []
for _ in range({batches}):
    began = time.perf_counter()
    for _ in range({calls}):
        {call}
    best.append(time.perf_counter() - began)
print("ms:", 1e3 * min(best) / {calls})"""
MARKS = {
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True, "points": 1},
}


def milliseconds(server: ForkServer, call: str, *, apart: bool) -> float:
    """Return what one call costs a test, by its own clock."""
    source = TEST.format(batches=BATCHES, calls=CALLS, call=call)
    cells = [
        new_code_cell(text, metadata={"nbgrader": MARKS[kind]}) for kind, text in (("answer", ANSWER), ("test", source))
    ]
    notebook = new_notebook(cells=cells)
    copies = frozenset() if apart else frozenset({cells[1]["id"]})
    Sandbox(server)(notebook, Limits(), given=of_notebook(notebook), placement=Placement(copies))
    printed = "".join(output.get("text", "") for output in notebook.cells[1].outputs)
    found = re.search(r"ms: ([\d.e-]+)", printed)
    if found is None:
        raise RuntimeError(f"the test did not end: {printed}")
    return float(found[1])


def main() -> None:
    """Measure and write the table."""
    rows = []
    with ForkServer([]) as server:
        for what, call in CALLED.items():
            there = milliseconds(server, call, apart=True)
            beside = milliseconds(server, call, apart=False)
            rows.append((what, f"{beside:.4f}", f"{there:.3f}", f"{there - beside:.3f}"))
    header = ("a call with", "in the session, ms", "apart, ms", "beyond the call itself, ms")
    said = f"The quickest of {BATCHES} batches of {CALLS} calls. Promised: at most {PROMISED_MS} ms beyond."
    lines = [*results_page.table(header, rows), "", said]
    print("\n".join(lines))
    results_page.write("calls", "Calls from a test to an answer", "python -m benchmarks.calls", lines)


if __name__ == "__main__":
    main()
