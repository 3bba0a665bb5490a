"""What Python cannot read in an answer, in the form in which Python itself says it: line, code and caret."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

from grader.notebook.syntax import parse

BOUND = re.compile(r"^\s*(?:async\s+)?(?:def|class)\s+(\w+)|^(\w+)\s*(?::[^=]*)?=(?!=)", re.MULTILINE)
LONGEST = 200_000  # characters of one answer
WIDEST = 160  # characters shown of a line
PLACE = "<answer>"
# Python warns of odd code, such as `x is 5`, where it compiles it; whoever grades is not to be told.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=re.escape(PLACE))
NOT_DEFINED = re.compile(r"name '(\w+)' is not defined")


@dataclass(frozen=True)
class Broken:
    """An answer that Python cannot read: what it says, and the names that are therefore missing elsewhere."""

    words: str
    names: frozenset[str]


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

    if source.lstrip().startswith("%%") or len(source) > LONGEST:
        return None
    try:
        tree = parse(TransformerManager().transform_cell(source))
        # A `return` outside a function is found only here.
        compile(tree, PLACE, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        return None
    except SyntaxError as error:
        line, column = error.lineno or 1, max(error.offset or 1, 1)
        lines = source.splitlines()
        shown = lines[line - 1].expandtabs() if line <= len(lines) else (error.text or "").rstrip()
        start = max(0, min(column - WIDEST // 2, len(shown) - WIDEST))
        shown, column = shown[start : start + WIDEST], column - start
        words = f"{type(error).__name__} in line {line}: {error.msg}\n{shown}\n{' ' * (column - 1)}^"
    except (ValueError, RecursionError, MemoryError):
        return None  # Python says it in another way when the cell runs
    names = {name for pair in BOUND.findall(source) for name in pair if name}
    return Broken(words, frozenset(names))


def unreadable_answers(answers: Mapping[str, str]) -> str:
    """Say which answers Python cannot read, the first with line and caret; "" where it reads all.

    Parameters
    ----------
    answers : mapping of str to str
        Source of each answer of one notebook in Python, by `grade_id`.
    """
    found = {name: error for name, source in answers.items() if (error := broken(source))}
    if not found:
        return ""
    (name, first), *others = found.items()
    some = f"none of the {len(answers)} answers" if len(found) == len(answers) > 1 else ""
    words = f"Python can read {some}; `{name}`" if some else f"Python cannot read the answer `{name}`"
    more = f"\nalso {', '.join(f'`{name}`' for name, _ in others)}" if others and not some else ""
    return f"{words}: {first.words}{more}"


def follows(message: str, names: frozenset[str]) -> bool:
    """Whether a message is only that a name is missing because the cell that makes it cannot be read."""
    missing = NOT_DEFINED.search(message)
    return missing is not None and missing[1] in names
