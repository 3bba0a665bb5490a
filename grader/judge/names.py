"""Which names a test cell needs from elsewhere, and which of them the instructor's own cells define."""

from __future__ import annotations

import ast
import builtins
import symtable
from collections.abc import Iterable


def free_names(source: str) -> list[str]:
    """Return the names that a cell reads before it has bound them itself, in order, without built-ins.

    Parameters
    ----------
    source : str
        Python, after magics were transformed. A cell that is no Python needs nothing: running it tells the error.

    Notes
    -----
    A name that is bound and read in the same statement counts as needed: asking for one too many does no harm.
    """
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return []
    bound: set[str] = set()
    now: list[str] = []
    later: list[str] = []
    for statement in statements:
        reads, deferred, binds = _statement_names(statement)
        now += [name for name in reads if name not in bound]
        later += deferred
        bound |= binds
    # Functions run after the cell has bound its names, so only what it never binds is missing there.
    needed = now + [name for name in later if name not in bound]
    return [name for name in dict.fromkeys(needed) if not hasattr(builtins, name)]


def _statement_names(statement: ast.stmt) -> tuple[list[str], list[str], set[str]]:
    module = ast.Module([statement], [])
    try:
        table = symtable.symtable(ast.unparse(module), "cell", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return [], [], set()
    reads = [symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()]
    binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
    if isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        reads = [name for name in reads if name not in binds]
    return reads, _global_reads(table), binds


def _global_reads(table: symtable.SymbolTable) -> list[str]:
    found: list[str] = []
    for child in table.get_children():
        found += [s.get_name() for s in child.get_symbols() if s.is_referenced() and (s.is_global() or s.is_free())]
        found += _global_reads(child)
    return found


def definitions(sources: Iterable[str]) -> dict[str, str]:
    """Return the imports and functions at the top level of cells, by the name they bind; later ones win.

    A test that uses the `np` or the helper function of an instructor's cell gets them from here, made in the judge: a
    session could have put something else in their place.
    """
    found: dict[str, str] = {}
    for source in sources:
        try:
            statements = ast.parse(source).body
        except SyntaxError:
            continue
        for statement in statements:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
                found[statement.name] = ast.unparse(statement)
            elif isinstance(statement, ast.Import | ast.ImportFrom) and not _is_future(statement):
                for alias in statement.names:
                    name = alias.asname or alias.name.partition(".")[0]
                    found[name] = ast.unparse(statement)
            elif isinstance(statement, ast.Assign | ast.AnnAssign | ast.ClassDef | ast.AugAssign):
                # Bound to something else later on: no longer the instructor's import or function.
                for name in _bound_names(statement):
                    found.pop(name, None)
    return found


def _bound_names(statement: ast.stmt) -> list[str]:
    if isinstance(statement, ast.ClassDef):
        return [statement.name]
    return [n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
