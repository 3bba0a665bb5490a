"""Leave out cells that neither an answer nor its tests need, so that trainings are not run for every wrong answer.

A session that has trained a network cannot be copied, and without a copy the cells before an answer would run again
for each wrong one. Most answers need the imports and nothing else of them. What is found by reading can be wrong,
so whoever leaves cells out asks first whether the reference still earns its points, and else runs them all.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nbformat.notebooknode import NotebookNode

from grader.mutation.answers import Answer, Test
from grader.notebook.names import bound_names, free_names, plain_python
from grader.notebook.nbgrader_cells import Role, role_of
from grader.notebook.syntax import parse
from grader.sandbox import Bench

# Words that reach names without saying them, so that reading cannot tell what a cell binds.
_UNREADABLE = ("import *", "globals(", "exec(", "get_ipython", "run_line_magic", "run_cell_magic")


@dataclass(frozen=True)
class _Read:
    """What reading a cell tells."""

    binds: frozenset[str]
    names: frozenset[str]
    definitions: frozenset[str]  # bound by imports, functions and classes only: to mention these changes nothing
    readable: bool = True


def needed(answer: Answer, tests: Sequence[Test]) -> Bench:
    """Return an answer's bench without the cells that neither the answer nor some tests behind it need.

    Parameters
    ----------
    answer : Answer
    tests : sequence of Test
        Behind the answer.

    Returns
    -------
    Bench
        The whole one where all its tests run in the session itself, or where nothing can be left out.
    """
    bench, wanted = answer.bench, {test.id for test in tests}
    if bench.placement.together or not wanted:
        return bench
    cells = [cell for cell in bench.notebook.cells if cell.cell_type == "code"]
    last = max(number for number, cell in enumerate(cells) if cell["id"] in wanted)
    cells = cells[: last + 1]
    texts = [_text(bench, cell) for cell in cells]
    read = [_read(text) for text in texts]
    first = {number for number, cell in enumerate(cells) if cell["id"] in wanted or cell["id"] == bench.answer}
    names = set().union(*(read[number].names for number in first))
    for name in wanted:
        names |= _given_names(bench, name)
    definitions = frozenset().union(*(each.definitions for each in read)) - frozenset().union(
        *(each.binds - each.definitions for each in read)
    )
    kept = first | _needed_by(names, read, definitions)
    dropped = {cell["id"] for number, cell in enumerate(cells) if number not in kept and texts[number].strip()}
    if not dropped:
        return bench
    left = [cell for cell in bench.notebook.cells if cell.get("id") not in dropped]
    return replace(bench, notebook=NotebookNode({**bench.notebook, "cells": left}))


def _needed_by(names: set[str], read: Sequence[_Read], definitions: frozenset[str]) -> set[int]:
    """Return the cells that bind some names, or may change what these stand for, and what those need in turn."""
    names, kept = set(names), {number for number, each in enumerate(read) if not each.readable}
    for number in kept:
        names |= read[number].names
    while True:
        values = names - definitions
        fresh = {number for number, each in enumerate(read)
                 if number not in kept and (each.binds & names or each.names & values)}  # fmt: skip
        if not fresh:
            return kept
        kept |= fresh
        for number in fresh:
            names |= read[number].names


def _text(bench: Bench, cell: NotebookNode) -> str:
    """Return what of a cell runs in the session."""
    return bench.placement.shown.get(cell["id"], "") if role_of(cell) is Role.TEST else cell.source


def _given_names(bench: Bench, test: str) -> set[str]:
    source = next(cell.source for cell in bench.notebook.cells if cell["id"] == test)
    names, given = set(free_names(source)), bench.given.get(test)
    if given is not None:
        names |= {*given.asked, *given.perhaps, *given.watched}
        for _, made, _ in given.made:
            names |= set(free_names(made))
    return names


def _read(text: str) -> _Read:
    try:
        body = parse(plain_python(text)).body
        binds = frozenset(bound_names(body))
    except (SyntaxError, ValueError, RecursionError):
        return _Read(frozenset(), frozenset(), frozenset(), readable=False)
    defining = [each for each in body
                if isinstance(each, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)]  # fmt: skip
    others = [each for each in body if each not in defining]
    definitions = frozenset(bound_names(defining)) - frozenset(bound_names(others))
    plain = plain_python(text)
    return _Read(binds, frozenset(free_names(body)), definitions, not any(word in plain for word in _UNREADABLE))
