"""Damaged, random and malicious notebooks are read and merged, or refused in words, within bounded time and memory."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest
from hypothesis import Phase, given, settings
from nbformat import writes

from benchmarks.fuzzing import HOSTILE, KINDS, graded, measured
from grader.grading.merge.merging import merge
from grader.grading.merge.reading import UnreadableNotebook, read_notebook
from grader.model import GRAVITY
from grader.notebook.nbgrader_cells import STUDENT_TAG


@pytest.mark.parametrize("kind", KINDS)
def test_a_fuzzed_notebook_ends_in_a_state(kind):
    # Shrinking what takes long takes hours.
    @settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    @given(fuzzed=KINDS[kind]())
    def one(fuzzed):
        outcome = graded(fuzzed)
        assert outcome.state in GRAVITY
        json.dumps(outcome.to_json()).encode()

    one()


@pytest.mark.ci
@pytest.mark.parametrize("kind", KINDS)
def test_no_fuzzed_notebook_is_over_the_budget(kind):
    # `python -m benchmarks.fuzzing` tries 10,000 in all.
    assert measured(kind, 300).over == 0


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
