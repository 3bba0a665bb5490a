"""Fuzzed notebooks through everything that the grader's own process does with one: merging, cleaning, pages.

usage: python -m benchmarks.fuzzing [--examples N]

Writes the table into `benchmarks/README.md` where it was all 10,000. The notebooks are Hypothesis's; nothing in them is
run, but what a session would show is made up as well.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import nbformat
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode, writes
from rich.console import Console
from rich.table import Table

from benchmarks import results_page
from benchmarks.flood_list import ANSWERS, CODE, HTML, IN_LINES, READ, WRITTEN
from benchmarks.floods import MOST_MB, MOST_SECONDS, lesson, peak_begins_anew, process, processor_seconds, resident
from grader.grading.execution import CellRun, Execution
from grader.model import Limits, Master, Outcome
from grader.notebook.nbgrader_cells import student_stub
from grader.pythons import Python, own
from grader.sandbox.grader_side.cell_outputs import CellOutputs

EXAMPLES = 10_000
MASTER = lesson()
FILLED = json.loads(writes(student_stub(nbformat.reads(MASTER.notebooks["lesson"].decode("utf-8"), as_version=4))))
HOSTILE = [
    "-" * 100_000 + "1", "(" * 100_000, "lambda:" * 50_000, "a." * 50_000 + "a", "not " * 50_000 + "1", "f'{" * 1000,
    "x = \0", "a+" * 50_000 + "a", "9" * 100_000, "@" * 10_000, "\ud800", "\u202e", "%%" * 5000, "!" * 5000, "?" * 5000,
    "def square(x):\n" + " " * 100_000, "### BEGIN SOLUTION\n" * 1000, "async " * 5000, "\f\x0b\x85\u2028" * 500,
    "%%writefile ../../x\n", "a=" * 50_000 + "1", "if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 99)),
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://127.0.0.1/x)", "<svg onload=alert(1)>",
]  # fmt: skip
FORMS = [
    "text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/svg+xml", "application/json",
    "application/javascript", "application/vnd.course-checks+json", "application/vnd.jupyter.widget-view+json",
]  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_ANYTHING = _JSON | st.sampled_from(HOSTILE)
# Texts that a reader takes long for, or takes for more than text, in each other and many times over.
_TEXTS = st.builds(
    lambda pieces, times: ("".join(pieces) * times)[:300_000],
    st.lists(st.sampled_from([*CODE, *IN_LINES, *READ, *HTML, "\n", "\n\n", " "]) | st.text(max_size=5), max_size=6),
    st.sampled_from([1, 1, 3, 40, 1000, 20_000]),
)


@dataclass
class Fuzzed:
    """One notebook that is handed in, and what a session says while it runs."""

    content: bytes
    messages: list[Any] = field(default_factory=list)


def places(value: Any, path: tuple = ()) -> Iterable[tuple]:
    """Return every path into nested JSON."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places(part, (*path, key))


def _put(value: Any, path: tuple, new: Any) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


def _encoded(notebook: Any) -> bytes:
    return json.dumps(notebook).encode("utf-8", "surrogatepass")


@st.composite
def parts_replaced(draw: Callable) -> Fuzzed:
    """Return a notebook in which something else stands in some places."""
    notebook = json.loads(json.dumps(FILLED))
    for _ in range(draw(st.integers(1, 4))):
        paths = [path for path in places(notebook) if path]
        _put(notebook, draw(st.sampled_from(paths)), draw(_ANYTHING))
    return Fuzzed(_encoded(notebook))


@st.composite
def bytes_changed(draw: Callable) -> Fuzzed:
    """Return a notebook in whose file something else stands in some places."""
    content = bytearray(json.dumps(FILLED).encode())
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, max(0, len(content) - 1)))
        content[at : at + draw(st.integers(0, 200))] = draw(st.binary(max_size=20))
    return Fuzzed(bytes(content))


@st.composite
def answers_made_up(draw: Callable) -> Fuzzed:
    """Return a notebook with answers and added cells that are made of what readers take long for."""
    notebook = json.loads(json.dumps(FILLED))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") in (*ANSWERS, *WRITTEN) and draw(st.booleans()):
            cell["source"] = draw(_TEXTS)
    for _ in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["code", "markdown", "raw"]))
        notebook["cells"].insert(
            draw(st.integers(0, len(notebook["cells"]))), {"cell_type": kind, "source": draw(_TEXTS), "metadata": {}}
        )
    if draw(st.booleans()):
        for cell in notebook["cells"]:
            cell["metadata"] = {}
    return Fuzzed(_encoded(notebook))


@st.composite
def outputs_made_up(draw: Callable) -> Fuzzed:
    """Return the notebook as it is, and messages that only look like those of a session."""
    words = _TEXTS | _ANYTHING
    output = st.fixed_dictionaries(
        {"output_type": st.sampled_from(["display_data", "execute_result", "stream", "error"])},
        optional={
            "data": st.dictionaries(st.sampled_from(FORMS) | st.text(max_size=8), words, max_size=4) | _ANYTHING,
            "metadata": st.dictionaries(st.sampled_from(FORMS), _ANYTHING, max_size=2) | _ANYTHING,
            "name": st.sampled_from(["stdout", "stderr"]) | _ANYTHING,
            "text": words, "ename": words, "evalue": words, "traceback": st.lists(words, max_size=4) | _ANYTHING,
        },
    )  # fmt: skip
    message = st.fixed_dictionaries(
        {"op": st.just("output"), "output": output | _ANYTHING},
        optional={"display_id": st.sampled_from(["a", "b"]) | _ANYTHING, "update": st.booleans() | _ANYTHING},
    )
    return Fuzzed(_encoded(FILLED), draw(st.lists(message, min_size=1, max_size=12)))


KINDS: dict[str, Callable[[], st.SearchStrategy[Fuzzed]]] = {
    "parts replaced": parts_replaced,
    "bytes changed": bytes_changed,
    "answers made up": answers_made_up,
    "outputs made up": outputs_made_up,
}


@dataclass
class MadeUp:
    """A runner that runs nothing and takes messages for those of the session, in an answer and in a test."""

    messages: list[Any]
    python: Python = field(default_factory=own)

    def __call__(self, notebook: NotebookNode, limits: Limits, *_: object, **__: object) -> Execution:
        """Put the outputs in."""
        displays: dict[str, list[NotebookNode]] = {}
        for cell in notebook.cells:
            if cell.cell_type == "code" and cell["id"] in (ANSWERS[0], f"test-{ANSWERS[0]}"):
                outputs = CellOutputs(displays)
                for message in self.messages:
                    outputs.add(message, checks=cell["id"] != ANSWERS[0])
                cell.outputs = outputs.outputs
        return Execution(notebook, {cell["id"]: CellRun(executed=True) for cell in notebook.cells})


def graded(fuzzed: Fuzzed, master: Master = MASTER) -> Outcome:
    """Do with one notebook all that the grader's own process does, and check that what it leaves is in order."""
    outcome, _ = process(master, fuzzed.content, {}, MadeUp(fuzzed.messages))
    if outcome.needs_person and not outcome.reason:
        raise AssertionError(f"{outcome.state} without a reason")
    for text in outcome.executed.values():
        nbformat.validate(nbformat.reads(text, as_version=4))
    return outcome


@dataclass
class Tally:
    """What the notebooks of one kind cost and how they ended."""

    states: Counter = field(default_factory=Counter)
    seconds: float = 0.0
    mb: float = 0.0
    over: int = 0

    def add(self, seconds: float, mb: float, state: str) -> None:
        """Count one notebook."""
        self.states[state] += 1
        self.seconds, self.mb = max(self.seconds, seconds), max(self.mb, mb)
        self.over += seconds > MOST_SECONDS or mb > MOST_MB


def measured(kind: str, examples: int) -> Tally:
    """Grade so many notebooks of a kind."""
    tally = Tally()

    @settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(fuzzed=KINDS[kind]())
    def one(fuzzed: Fuzzed) -> None:
        peak_begins_anew()
        before, started = resident("VmRSS"), processor_seconds()
        state = graded(fuzzed).state.value
        tally.add(processor_seconds() - started, resident("VmHWM") - before, state)

    one()
    return tally


HEADER = [
    "kind",
    "notebooks",
    "how they ended",
    "slowest, s",
    "most memory, MB",
    f"over {MOST_SECONDS:g} s or {MOST_MB:g} MB",
]


def rows(found: dict[str, Tally]) -> list[list[str]]:
    """Return the table's rows."""
    lines = []
    for kind, tally in found.items():
        states = ", ".join(f"{count:,} {state}" for state, count in tally.states.most_common())
        cost = [f"{tally.seconds:.2f}", f"{tally.mb:.0f}", str(tally.over)]
        lines.append([kind, f"{tally.states.total():,}", states, *cost])
    return lines


def main(arguments: list[str]) -> int:
    """Measure, print, write the table down; fail where one is over the budget."""
    examples = int(arguments[arguments.index("--examples") + 1]) if "--examples" in arguments else EXAMPLES
    # What a notebook of Hypothesis's costs is not to depend on how much memory the process had before.
    os.environ.setdefault("MALLOC_TRIM_THRESHOLD_", "65536")
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    graded(Fuzzed(_encoded(FILLED)))
    found = {}
    for kind in KINDS:
        found[kind] = measured(kind, examples // len(KINDS))
        print(f"{kind}: done", file=sys.stderr, flush=True)
    table = Table(title="Fuzzed notebooks through merging, cleaning and pages")
    for name in HEADER:
        table.add_column(name, overflow="fold")
    for row in rows(found):
        table.add_row(*row)
    Console(width=160).print(table)
    if examples == EXAMPLES:
        results_page.write(
            "fuzzing", "Fuzzing", "python -m benchmarks.fuzzing", results_page.table(HEADER, rows(found))
        )
    return int(any(tally.over for tally in found.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
