"""Which names a cell needs from elsewhere and which it gives, so that a test cell can run away from the notebook."""

from __future__ import annotations

import ast
import symtable

from grader.notebook.names import GIVEN
from grader.notebook.syntax import parse


def plain_python(source: str) -> str:
    """Return a cell's source with IPython's magics turned into calls, so that Python can parse it."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def bound_names(source: str) -> set[str]:
    """Return the names a cell binds at its top level: assignments, functions, classes, imports, loop variables.

    Raises
    ------
    SyntaxError
        Where it is no Python.
    """
    table = symtable.symtable(plain_python(source), "<cell>", "exec")
    top = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
    return top | _declared_global(table)


def needed_names(source: str) -> set[str]:
    """Return the names a cell uses and does not bind itself, builtins left out.

    A name that a cell binds only after it used it is needed as well, as long as both stand at the cell's top level.

    Raises
    ------
    SyntaxError
        Where it is no Python.
    """
    python = plain_python(source)
    table = symtable.symtable(python, "<cell>", "exec")
    used = _global_uses(table)
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported() or s.is_namespace()}
    bound |= _declared_global(table)
    return ((used - bound) | _used_before_bound(parse(python)) | deleted_names(source)) - GIVEN


def deleted_names(source: str) -> set[str]:
    """Return names that a cell deletes without having bound them: it changes what others defined."""
    bound: set[str] = set()
    deleted: set[str] = set()
    for statement in parse(plain_python(source)).body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del) and node.id not in bound:
                deleted.add(node.id)
        bound |= {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        bound |= _imported(statement)
    return deleted


def _global_uses(table: symtable.SymbolTable) -> set[str]:
    used = {
        s.get_name()
        for s in table.get_symbols()
        if s.is_referenced() and (table.get_type() == "module" or s.is_global())
    }
    for child in table.get_children():
        used |= _global_uses(child)
    return used


def _declared_global(table: symtable.SymbolTable) -> set[str]:
    names: set[str] = set()
    for child in table.get_children():
        names |= {s.get_name() for s in child.get_symbols() if s.is_declared_global() and s.is_assigned()}
        names |= _declared_global(child)
    return names


def _used_before_bound(tree: ast.Module) -> set[str]:
    """Return names that top-level statements read before any statement above has bound them (`x = x + 1`)."""
    bound: set[str] = set()
    needed: set[str] = set()
    later = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr) and not _has_own_scope(
            statement
        ):
            reads = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
            if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
                reads.add(statement.target.id)
            walrus = {n.target.id for n in ast.walk(statement) if isinstance(n, ast.NamedExpr)}
            needed |= (reads & later) - bound - walrus
        bound |= {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        bound |= _imported(statement)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(statement.name)
    return needed


def _has_own_scope(statement: ast.stmt) -> bool:
    scopes = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    return any(isinstance(node, scopes) for node in ast.walk(statement))


def _imported(statement: ast.stmt) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return names
