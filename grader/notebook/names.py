"""Which names a cell needs from elsewhere, binds and deletes: the one place that reads them off its text."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence

from grader.notebook.syntax import parse

# Names that a kernel gives to every cell.
GIVEN = frozenset(dir(builtins)) | frozenset(
    "__name__ __file__ __doc__ __builtins__ get_ipython display In Out _".split()  # noqa: SIM905
)


def plain_python(source: str) -> str:
    """Return a cell's source with IPython's magics turned into calls, so that Python can parse it."""
    from IPython.core.inputtransformer2 import TransformerManager

    return TransformerManager().transform_cell(source)


def free_names(source: str | Sequence[ast.stmt]) -> list[str]:
    """Return the names that a cell needs before it has bound them itself, in order, without built-ins.

    Parameters
    ----------
    source : str or sequence of ast.stmt
        A cell's text, with magics. One that is no Python needs nothing: running it tells the error.

    Notes
    -----
    Names are followed in the order in which the cell runs, and a branch counts as taken: what only one branch binds is
    not needed after it. Bodies of functions run later, so they need what the cell never binds. `x += 1` and `del x`
    need an `x`, though neither reads it in the sense of Python's own symbol tables.
    """
    try:
        body = parse(plain_python(source)).body if isinstance(source, str) else source
    except (SyntaxError, ValueError, RecursionError):
        return []
    flow = _Flow()
    flow.run(body)
    bound = flow.ever_bound
    needed = [*flow.needed, *(name for name in flow.later if name not in bound)]
    return [name for name in dict.fromkeys(needed) if name not in GIVEN]


def bound_names(source: str | Sequence[ast.stmt]) -> set[str]:
    """Return the names a cell binds at its top level: assignments, functions, classes, imports, loop variables.

    Raises
    ------
    SyntaxError
        Where it is no Python.
    """
    return set(_followed(source).ever_bound)


def deleted_names(source: str | Sequence[ast.stmt]) -> set[str]:
    """Return names that a cell deletes without having bound them: it changes what others defined.

    Raises
    ------
    SyntaxError
        Where it is no Python.
    """
    return set(_followed(source).deleted)


def _followed(source: str | Sequence[ast.stmt]) -> _Flow:
    flow = _Flow()
    flow.run(parse(plain_python(source)).body if isinstance(source, str) else source)
    return flow


class _Flow(ast.NodeVisitor):
    """Follows one scope in the order in which it runs.

    Attributes
    ----------
    needed, later, deleted : dict of str to None
        Names that are read before they are bound, that bodies of functions read, that are deleted unbound.
    ever_bound : set of str
    """

    def __init__(self, bound: Iterable[str] = (), *, local: bool = False) -> None:
        self.bound, self.ever_bound = set(bound), set()
        self.needed: dict[str, None] = {}
        self.later: dict[str, None] = {}
        self.deleted: dict[str, None] = {}
        self.declared_global: set[str] = set()
        self._local = local

    def run(self, body: Iterable[ast.AST]) -> None:
        """Follow statements or expressions."""
        for node in body:
            self.visit(node)

    # -- names ------------------------------------------------------------------------------------------------------

    def bind(self, name: str) -> None:
        self.bound.add(name)
        self.ever_bound.add(name)

    def read(self, name: str) -> None:
        if name not in self.bound:
            self.needed[name] = None

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.read(node.id)
        elif isinstance(node.ctx, ast.Store):
            self.bind(node.id)
        else:
            if node.id not in self.bound:
                self.needed[node.id] = self.deleted[node.id] = None
            self.bound.discard(node.id)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            if alias.name != "*":
                self.bind((alias.asname or alias.name).partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_Global(self, node: ast.Global) -> None:
        if self._local:
            self.declared_global |= set(node.names)

    # -- statements in the order in which they run --------------------------------------------------------------------

    def visit_Assign(self, node: ast.Assign) -> None:
        self.run([node.value, *node.targets])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if not self._local:  # Python evaluates annotations of a module's and a class's variables
            self.visit(node.annotation)
        if node.value is not None:
            self.visit(node.value)
        if node.value is not None or not isinstance(node.target, ast.Name):
            self.visit(node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.read(node.target.id)
        self.run([node.value, node.target])

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.run([node.value, node.target])

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.run([node.iter, node.target, *node.body, *node.orelse])

    visit_AsyncFor = visit_For

    def visit_With(self, node: ast.With | ast.AsyncWith) -> None:
        for item in node.items:
            self.run([item.context_expr, *filter(None, [item.optional_vars])])
        self.run(node.body)

    visit_AsyncWith = visit_With

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.type is not None:
            self.visit(node.type)
        if node.name:
            self.bind(node.name)
        self.run(node.body)

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        self.generic_visit(node)
        if node.name:
            self.bind(node.name)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self.bind(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        self.generic_visit(node)
        if node.rest:
            self.bind(node.rest)

    # -- scopes of their own ------------------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        annotations = [a.annotation for a in _arguments(node.args) if a.annotation is not None]
        self.run([*node.decorator_list, *_defaults(node.args), *annotations, *filter(None, [node.returns])])
        self._body_of_function(node.args, node.body, itself=node.name)
        self.bind(node.name)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self.run(_defaults(node.args))
        self._body_of_function(node.args, [node.body])

    def _body_of_function(self, arguments: ast.arguments, body: list[ast.AST], itself: str = "") -> None:
        inner = _Flow((a.arg for a in _arguments(arguments)), local=True)
        inner.run(body)
        # Whatever a function binds anywhere is its own, unless it says `global` (or `nonlocal`).
        own = (inner.ever_bound | inner.bound) - inner.declared_global
        outside = [name for name in [*inner.needed, *inner.later] if name not in own]
        if self._local:
            self.declared_global |= inner.declared_global & inner.ever_bound
        for name in inner.declared_global & inner.ever_bound:
            self.bind(name)
        for name in outside:
            if name != itself:
                self.later[name] = None

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.run([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)])
        inner = _Flow(self.bound)
        inner.run(node.body)
        self.needed |= inner.needed
        self.later |= inner.later
        self.bind(node.name)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inner = _Flow(self.bound)
        for part in node.generators:
            inner.run([part.iter, part.target, *part.ifs])
        inner.run([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.needed |= inner.needed
        self.later |= inner.later
        for walrus in ast.walk(node):  # `:=` binds in the scope around
            if isinstance(walrus, ast.NamedExpr):
                self.bind(walrus.target.id)

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    several = [arguments.vararg, arguments.kwarg]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *(one for one in several if one)]


def _defaults(arguments: ast.arguments) -> list[ast.expr]:
    return [*arguments.defaults, *(default for default in arguments.kw_defaults if default is not None)]
