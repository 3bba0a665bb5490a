"""What the notebook has run so far: whether the cell that should define a name could be read by Python at all."""

import ast
import re
import sys

from . import describe


def broken_definition(name: str) -> str:
    """Say where the newest cell that is to define ``name`` breaks Python's grammar.

    A cell with a `SyntaxError` or an `IndentationError` defines nothing: its names stay undefined, or keep what an
    older version of the cell gave them. Python says so under that cell, which may be far above the check.

    Parameters
    ----------
    name : str
        A function or class.

    Returns
    -------
    str
        A sentence; empty where the cell is in order, or no notebook is there to ask.
    """
    for source in reversed(_cells_run()):
        if re.search(rf"^\s*(?:async\s+)?(?:def|class)\s+{re.escape(name)}\b", source, re.M):
            error = _grammar_error(source)
            return _in_words(name, source, error) if error else ""
    return ""


def _cells_run() -> list[str]:
    """The sources of the cells that this notebook has run, oldest first."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    history = getattr(shell, "user_ns", {}).get("In", [])
    return [source for source in history if type(source) is str] if isinstance(history, list) else []


def _grammar_error(source: str) -> SyntaxError | None:
    try:
        compile(source, "<cell>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _in_words(name: str, source: str, error: SyntaxError) -> str:
    lines, number = source.splitlines(), error.lineno or 1
    text = describe.shorten(lines[number - 1].strip(), 80) if number <= len(lines) else ""
    where = f"line {number}" + (f": {text}" if text else "")
    return (
        f"Python cannot read the newest version of the cell with {name}, so it defines nothing. "
        f"{type(error).__name__} in its {where} ({describe.shorten(error.msg, 120)})"
    )
