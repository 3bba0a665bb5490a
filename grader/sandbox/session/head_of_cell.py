"""Go on with a cell whose head asks for what only another machine has, as a person would do by hand.

`from google.colab import drive`, `%matplotlib widget`: the statement fails and is shown with its error; the function
below it is defined all the same.
"""

from __future__ import annotations

import ast
import types
from dataclasses import dataclass, field
from typing import Any

MOST = 10  # statements of one cell that are left out
_SHOWN = 120


@dataclass
class Head:
    """What of a cell was left out so far.

    Attributes
    ----------
    left_out : list of str
        Statements that failed, a line each.
    """

    left_out: list[str] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def rest(self, python: str, failure: BaseException, namespace: dict[str, Any]) -> str | None:
        """Return the cell without the statement that failed and all before it; None where that would be no repair.

        Parameters
        ----------
        python : str
            The cell, with magics turned into calls.
        failure : BaseException
            How it ended.
        namespace : dict
            In which it ran.
        """
        line = _line(failure.__traceback__, namespace)
        if line is None or len(self.left_out) >= MOST:
            return None
        try:
            body = ast.parse(python).body
        except (SyntaxError, ValueError, RecursionError):
            return None
        statement = next((each for each in body if each.lineno <= line <= (each.end_lineno or 0)), None)
        if statement is None or not self._is_of_another_machine(statement, failure):
            return None
        lines = python.splitlines()
        self.left_out.append(_as_written(statement, lines))
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            self._names |= {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
        end = statement.end_lineno or 0
        rest = lines[end:]
        return "\n" * end + "\n".join(rest) if any(each.strip() for each in rest) else None

    def _is_of_another_machine(self, statement: ast.stmt, failure: BaseException) -> bool:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            return isinstance(failure, ImportError)
        if _magic(statement) is not None:
            return True
        missing = failure.name if isinstance(failure, NameError) else None
        return isinstance(statement, ast.Expr) and missing in self._names


def _line(trace: types.TracebackType | None, namespace: dict[str, Any]) -> int | None:
    """Return the line of the cell itself in which an exception arose."""
    while trace is not None:
        frame = trace.tb_frame
        if frame.f_globals is namespace and frame.f_code.co_name == "<module>":
            return trace.tb_lineno
        trace = trace.tb_next
    return None


def _magic(statement: ast.stmt) -> list[str] | None:
    """Return the words of a statement that IPython made of a magic, None where it is none."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    if not isinstance(owner, ast.Call) or ast.unparse(owner.func) != "get_ipython" or "magic" not in call.func.attr:
        return None
    return [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _as_written(statement: ast.stmt, lines: list[str]) -> str:
    words = _magic(statement)
    text = "%" + " ".join(words) if words is not None else lines[statement.lineno - 1].strip()
    return text.strip()[:_SHOWN]
