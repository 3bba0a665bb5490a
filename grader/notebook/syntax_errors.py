"""What Python cannot read in an answer, in the form in which Python itself says it: line, code and caret."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from grader.notebook.syntax import parse

BOUND = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|^(\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE)
# The syntax tree of a flood takes a thousand times as many bytes, and IPython reads a cell once more for each line that
# only it understands, up to a limit of its own. So many characters of all answers are given to both at most.
MOST_PARSED, MOST_READ, _MOST_ROUNDS = 100_000, 50_000, 500
_COMMAND = re.compile(r"^\s*[%,;/!?]|=\s*[%!]|\?\s*(?:#.*)?$")
WIDEST = 160  # characters shown of a line
PLACE = "<answer>"
# Python warns of odd code, such as `x is 5`, where it compiles it; whoever grades is not to be told.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=re.escape(PLACE))
NOT_DEFINED = re.compile(r"name '(\w+)' is not defined")
# What is said of a test instead of the names that are missing to it because of such an answer.
NOT_TRIED = "This could not be tried, because Python cannot read an answer that it needs."


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
    found, _ = _looked_at(source)
    return found


@lru_cache(maxsize=64)
def _looked_at(source: str) -> tuple[Broken | None, int]:
    """Return what is wrong with a cell, and how many characters IPython had to read to tell."""
    from IPython.core.inputtransformer2 import TransformerManager

    if source.lstrip().startswith("%%") or len(source) > MOST_PARSED or _is_python(source):
        return None, 0
    work = _work(source)
    if work > MOST_READ:
        return None, 0
    try:
        _compiled(TransformerManager().transform_cell(source))
        return None, work
    except SyntaxError as error:
        line, column = error.lineno or 1, max(error.offset or 1, 1)
        lines = source.splitlines()
        shown = lines[line - 1].expandtabs() if line <= len(lines) else (error.text or "").rstrip()
        start = max(0, min(column - WIDEST // 2, len(shown) - WIDEST))
        shown, column = shown[start : start + WIDEST], column - start
        words = f"{type(error).__name__} in line {line}: {error.msg}\n{shown}\n{' ' * (column - 1)}^"
    except (ValueError, RecursionError, MemoryError):
        return None, work  # Python says it in another way when the cell runs
    names = {name for pair in BOUND.findall(source) for name in pair if name}
    return Broken(words, frozenset(names)), work


def _compiled(source: str) -> None:
    tree = parse(source)
    # A `return` outside a function is found only here.
    tree.body = _each_once(tree.body)
    compile(tree, PLACE, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _each_once(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements without `finally`, what stands below it put behind the `try`: as right or wrong as before.

    Python compiles what stands below `finally` anew for each way out of the `try`, so that twenty of them in each other
    become a million, and a few kilobytes more than there is memory.
    """
    found: list[ast.stmt] = []
    for statement in statements:
        for part in [statement, *getattr(statement, "handlers", []), *getattr(statement, "cases", [])]:
            for name in ("body", "orelse", "finalbody"):
                if getattr(part, name, None):
                    setattr(part, name, _each_once(getattr(part, name)))
        last = getattr(statement, "finalbody", [])
        if last:
            statement.finalbody = []
        found += [*([statement] if not last or statement.handlers else statement.body), *last]
    return found


def _is_python(source: str) -> bool:
    """Whether Python reads it as it stands: IPython takes a hundred times as long."""
    try:
        _compiled(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def all_broken(sources: Iterable[str]) -> list[Broken | None]:
    """Return what is wrong with each answer of a notebook; beyond what anybody writes no more is looked at."""
    parsed, read, found = MOST_PARSED, MOST_READ, []
    for source in sources:
        parsed -= len(source)
        error, work = _looked_at(source) if parsed >= 0 and read >= 0 else (None, 0)
        read -= work
        found.append(error)
    return found


def unreadable_answers(answers: Mapping[str, str]) -> str:
    """Say which answers Python cannot read, the first with line and caret; "" where it reads all.

    Parameters
    ----------
    answers : mapping of str to str
        Source of each answer of one notebook in Python, by `grade_id`.
    """
    found = {name: error for name, error in zip(answers, all_broken(answers.values()), strict=True) if error}
    if not found:
        return ""
    (name, first), *others = found.items()
    some = f"none of the {len(answers)} answers" if len(found) == len(answers) > 1 else ""
    words = f"Python can read {some}; `{name}`" if some else f"Python cannot read the answer `{name}`"
    more = f"\nalso {', '.join(f'`{name}`' for name, _ in others)}" if others and not some else ""
    return f"{words}: {first.words}{more}"


def _work(source: str) -> int:
    """Return how many characters IPython reads to look at a cell."""
    commands = sum(_COMMAND.search(line) is not None for line in source.splitlines())
    return len(source) * (1 + min(commands, _MOST_ROUNDS))


def follows(message: str, names: frozenset[str]) -> bool:
    """Whether a message is only that a name is missing because the cell that makes it cannot be read."""
    missing = NOT_DEFINED.search(message)
    return message == NOT_TRIED or (missing is not None and missing[1] in names)
