"""Damaged, random and malicious notebooks are read and merged, or refused in words, within bounded time and memory."""

from __future__ import annotations

import json
import time
import tracemalloc

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import writes

from grader.grading.execution import CellRun, Execution
from grader.grading.grade import GRAVITY, grade
from grader.grading.merge.merging import merge
from grader.grading.merge.reading import UnreadableNotebook, read_notebook
from grader.model import Submission, SubmittedFile
from grader.notebook.nbgrader_cells import STUDENT_TAG

HOSTILE = [
    "-" * 100_000 + "1", "(" * 100_000, "lambda:" * 50_000, "a." * 50_000 + "a", "not " * 50_000 + "1", "f'{" * 1000,
    "x = \0", "a+" * 50_000 + "a", "9" * 100_000, "@" * 10_000, "\ud800", "\u202e", "%%" * 5000, "!" * 5000, "?" * 5000,
    "def square(x):\n" + " " * 100_000, "### BEGIN SOLUTION\n" * 1000, "async " * 5000, "\f\x0b\x85\u2028" * 500,
    "%%writefile ../../x\n", "a=" * 50_000 + "1", "if 1:\n" + "".join(" " * i + "if 1:\n" for i in range(1, 99)),
]  # fmt: skip
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


def _nothing_is_run(notebook, *_, **__):
    return Execution(notebook, {cell["id"]: CellRun(executed=True) for cell in notebook.cells})


def _places(value, path=()):
    """Return every path into nested JSON."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _places(part, (*path, key))


def _put(value, path, new):
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


def _graded(build, content):
    master = build.master(build.small())
    files = {"lesson.ipynb": SubmittedFile(content)}
    outcome = grade(master, Submission("ada", files), runner=_nothing_is_run)
    assert outcome.state in GRAVITY
    assert outcome.reason or not outcome.needs_person
    json.dumps(outcome.to_json()).encode()
    for text in outcome.executed.values():
        nbformat.validate(nbformat.reads(text, as_version=4))


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_notebook_with_parts_replaced_ends_in_a_state(build, data):
    notebook = json.loads(writes(build.solved(build.small())))
    for _ in range(data.draw(st.integers(1, 4))):
        paths = [path for path in _places(notebook) if path]
        _put(notebook, data.draw(st.sampled_from(paths)), data.draw(_JSON | st.sampled_from(HOSTILE)))
    _graded(build, json.dumps(notebook).encode("utf-8", "surrogatepass"))


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_notebook_with_bytes_changed_ends_in_a_state(build, data):
    content = bytearray(writes(build.solved(build.small())).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 200))
        content[at : at + length] = data.draw(st.binary(max_size=20))
        if not content:
            break
    _graded(build, bytes(content))


def _code(source):
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}


@pytest.mark.parametrize(
    "cells",
    [
        [_code(text) for text in HOSTILE],
        [_code(" e" * 200)] * 400 + [{"cell_type": "markdown", "source": " e" * 200}] * 400,
        [_code("    return x\n" * 20_000)] * 10 + [_code("\n\n    x" * 20_000)] * 10,
        [_code(f"def square(x):\n    return x * {'ab' * 200}{i}") for i in range(3000)],
        [{"cell_type": "markdown", "source": "x", "attachments": {str(i): {"a": "b"} for i in range(20_000)}}] * 3,
        [{"cell_type": "code", "source": ["a"] * 200_000, "metadata": {"tags": ["t"] * 10_000}}] * 3,
    ],
    ids=["hostile sources", "alike by letters", "alike by lines", "thousands alike", "attachments", "lists"],
)
def test_what_is_made_to_take_long_does_not(build, cells):
    master = build.small()
    content = json.dumps({"cells": cells}).encode("utf-8", "surrogatepass")
    started = time.process_time()
    try:
        student = read_notebook(content)
    except UnreadableNotebook:
        return
    merged = merge(writes(master).encode(), writes(build.released(master)).encode(), student)
    assert time.process_time() - started < 20
    ours = [cell for cell in merged.notebook.cells if STUDENT_TAG not in cell.metadata.get("tags", [])]
    assert len(ours) == len(master.cells)


def test_memory_stays_small(build):
    master = build.small()
    content = json.dumps({"cells": [_code("x = 1\n" * 3000)] * 8}).encode()
    tracemalloc.start()
    try:
        merge(writes(master).encode(), writes(build.released(master)).encode(), read_notebook(content))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 20 << 20
