"""Python's syntax trees, made safely by several threads at once."""

from __future__ import annotations

import ast
import threading

_LOCK = threading.RLock()
_ATTEMPTS = 20


def parse(source: str) -> ast.Module:
    """Return the syntax tree of Python source, as `ast.parse` does.

    Parameters
    ----------
    source : str

    Returns
    -------
    ast.Module

    Raises
    ------
    SyntaxError, ValueError, RecursionError, MemoryError
        As `ast.parse` raises them.

    Notes
    -----
    Up to Python 3.11.7 all threads count the depth of their trees in one shared number, so a thread that parses while
    another one does may end with `SystemError: AST constructor recursion depth mismatch`, whatever the source
    (https://github.com/python/cpython/pull/113035). The lock keeps our threads apart; libraries that parse do not take
    it, so what they disturbed is done again.
    """
    for attempt in range(_ATTEMPTS):
        try:
            with _LOCK:
                return ast.parse(source)
        except SystemError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise AssertionError("the loop returns or raises")
