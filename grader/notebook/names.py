"""Which names a test cell needs from elsewhere."""

from __future__ import annotations

import ast
import builtins
import symtable

from grader.notebook.syntax import parse

# Names that a kernel gives to every cell.
GIVEN = frozenset(dir(builtins)) | frozenset(
    "__name__ __file__ __doc__ __builtins__ get_ipython display In Out _".split()  # noqa: SIM905
)


def free_names(source: str | list[ast.stmt]) -> list[str]:
    """Return the names that a cell reads before it has bound them itself, in order, without built-ins.

    Parameters
    ----------
    source : str or list of ast.stmt
        Python, after magics were transformed. A cell that is no Python needs nothing: running it tells the error.

    Notes
    -----
    A name that is bound and read in the same statement counts as needed: asking for one too many does no harm.
    """
    try:
        statements = parse(source).body if isinstance(source, str) else source
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
    return [name for name in dict.fromkeys(needed) if name not in GIVEN]


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
