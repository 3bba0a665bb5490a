"""Parsing with several threads ends as it does with one."""

from __future__ import annotations

import ast
import gc
import sys
import threading

import pytest

from grader.notebook.syntax import parse

SOURCE = "\n".join(f"def f{i}(x):\n    return [x * {i} for _ in range({i})]" for i in range(200))


class Cycle:
    """What the collector of cycles has to finish in Python, which lets other threads run while a tree is made."""

    def __init__(self):
        self.itself = self

    def __del__(self):
        for _ in range(5):
            pass


@pytest.fixture
def _busy_collector():
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(50)
    sys.setswitchinterval(1e-6)
    yield
    gc.set_threshold(*threshold)
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_busy_collector")
def test_threads_that_parse_do_not_disturb_each_other():
    expected, wrong = ast.dump(ast.parse(SOURCE)), []

    def run(depth):
        if depth:
            return run(depth - 1)
        for _ in range(10):
            Cycle()
            try:
                tree = parse(SOURCE)
            except SystemError as error:
                wrong.append(str(error))
            else:
                wrong.extend(["another tree"] * (ast.dump(tree) != expected))

    threads = [threading.Thread(target=run, args=(20 * i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_bad_source_is_told_as_python_tells_it():
    with pytest.raises(SyntaxError):
        parse("x = (")
