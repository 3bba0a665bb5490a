"""What Python cannot read in an answer, in the form in which Python itself says it: line, code and caret."""

from __future__ import annotations

import re
from dataclasses import dataclass

import nbformat

from grader.notebook.syntax import parse

BOUND = re.compile(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=]*)?=(?!=)", re.MULTILINE)
NOT_DEFINED = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True)
class Broken:
    """An answer that Python cannot read: what it says, and the names that are therefore missing elsewhere."""

    words: str
    names: frozenset[str]


def is_python(notebook: bytes) -> bool:
    """Whether a notebook's kernel speaks Python; one that does not say so is taken to."""
    kernel = nbformat.reads(notebook.decode("utf-8"), as_version=4).metadata.get("kernelspec") or {}
    return str(kernel.get("language") or kernel.get("name") or "python").lower().startswith("python")


def broken(source: str) -> Broken | None:
    """Return what is wrong with the syntax of a code cell, None where nothing is; magics are no errors.

    Examples
    --------
    >>> print(broken("def f(x):\\n    return (x +").words)
    SyntaxError in line 2: '(' was never closed
        return (x +
               ^
    """
    from IPython.core.inputtransformer2 import TransformerManager

    if source.lstrip().startswith("%%"):
        return None
    try:
        parse(TransformerManager().transform_cell(source))
        return None
    except SyntaxError as error:
        line, column = error.lineno or 1, max(error.offset or 1, 1)
        lines = source.splitlines()
        shown = lines[line - 1].expandtabs() if line <= len(lines) else (error.text or "").rstrip()
        words = f"{type(error).__name__} in line {line}: {error.msg}\n{shown}\n{' ' * (column - 1)}^"
    except (ValueError, RecursionError, MemoryError):
        return None  # Python says it in another way when the cell runs
    names = {name for pair in BOUND.findall(source) for name in pair if name}
    return Broken(words, frozenset(names))


def follows(message: str, names: frozenset[str]) -> bool:
    """Whether a message is only that a name is missing because the cell that makes it cannot be read."""
    missing = NOT_DEFINED.search(message)
    return missing is not None and missing[1] in names
