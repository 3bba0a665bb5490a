"""What differs between two runs of a test cell: generators without a seed, random weights, the clock."""

from __future__ import annotations

import ast
import random
from unittest import mock

import numpy as np

from tests.notebooks.lessons import Lesson, Tested, run_cell, run_tests

CLOCKS = {"time", "timeit", "perf_counter"}


class sources_of_chance:
    """Note what a test draws from that nobody has seeded. The global generators begin anew, differently every time."""

    def __enter__(self) -> set[str]:
        self.found: set[str] = set()
        random.seed()
        np.random.seed()  # noqa: NPY002  (it is what a cell may draw from)
        self.before = random.getstate(), _numpys_state()
        generator = np.random.default_rng

        def default_rng(seed=None):
            if seed is None:
                self.found.add("numpy.random.default_rng() without a seed")
            return generator(seed)

        self.patches = [mock.patch.object(np.random, "default_rng", default_rng)]
        try:
            from tensorflow.python.framework import random_seed
        except ImportError:  # a lesson without TensorFlow
            pass
        else:
            self.patches.append(mock.patch.object(random_seed, "get_seed", self._noted(random_seed.get_seed)))
        for patch in self.patches:
            patch.start()
        return self.found

    def _noted(self, get_seed):
        def noted(seed):
            if seed is None:
                self.found.add("TensorFlow without a seed")
            return get_seed(seed)

        return noted

    def __exit__(self, *_):
        for patch in self.patches:
            patch.stop()
        state, numpys = self.before
        if random.getstate() != state:
            self.found.add("Keras without a seed, such as weights to begin with")
        if _numpys_state() != numpys:
            self.found.add("the global generator of NumPy")


def checked_with_its_sources(lesson: Lesson, exercise: str) -> tuple[Tested, set[str]]:
    """Run the test of an exercise with the reference answers; return what it says, and what it drew from."""
    run_cell(lesson.imports, {})  # before: libraries draw numbers of their own while they are imported
    with sources_of_chance() as sources:
        result = run_tests(lesson, {}, frozenset({exercise}))[exercise]
    if looks_at_a_clock(lesson.tests[exercise].source):
        sources.add("the clock")
    return result, sources


def _numpys_state() -> str:
    _, words, *rest = np.random.get_state()  # noqa: NPY002
    return f"{words.tobytes().hex()} {rest}"


def looks_at_a_clock(source: str) -> bool:
    """Whether a test cell imports or calls something that tells the time."""
    names = {n.id for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Name)}
    imported = {
        a.name for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Import | ast.ImportFrom) for a in n.names
    }
    return bool((names | imported) & CLOCKS)
