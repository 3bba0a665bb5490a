"""What one top-level statement of a cell binds, changes and reads: found in its syntax, without running it."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from grader.notebook.syntax import parse

# Stand for what no name holds: the random generators that a whole process shares, and what differs from run to run.
RANDOM, ENTROPY, ANYTHING = "<random>", "<entropy>", "<anything>"

_BUILTINS = frozenset(dir(builtins)) | {"display"}
# Libraries whose functions draw from the shared generators unless they are told a seed.
_DRAWING = ("keras.", "tensorflow.", "torch.", "jax.", "sklearn.", "scipy.stats.", "random.", "numpy.random.")
_NOT_DRAWING = ("sklearn.metrics.", "sklearn.preprocessing.", "sklearn.datasets.load_", "keras.ops.")
_PLAIN_MAKERS = frozenset("constant convert_to_tensor Variable cast zeros ones reshape Input".split())  # noqa: SIM905
_SEEDED_MAKERS = frozenset("default_rng RandomState SeedSequence Random PCG64 PCG64DXSM MT19937 Philox SFC64".split())  # noqa: SIM905
_UNSEEDED_METHODS = frozenset({"sample", "rvs", "fit", "fit_transform", "fit_predict", "train_on_batch"})
_CHANGING = frozenset({"time", "uuid", "secrets", "datetime", "os", "platform", "tempfile", "socket", "getpass"})
_HARMLESS = frozenset({"os.path", "datetime.timedelta", "datetime.datetime", "datetime.date", "time.sleep"})
# Functions of libraries that change an argument; all others are taken to leave theirs alone.
_IN_PLACE = frozenset("shuffle fill_diagonal copyto place put putmask fill heapify heappush heappop setattr".split())  # noqa: SIM905
_STORES_IN_PLACE = frozenset({"setattr", "delattr", "next", "exec", "eval", "vars", "map", "filter"})
# Methods of built-in types, NumPy and pandas that leave their object as it is unless `inplace` or `out` is given.
_LEAVING = frozenset(
    """
    all any argmax argmin argsort astype copy corr cumsum describe dot drop drop_duplicates dropna dtypes duplicated
    endswith equals ffill fillna filter find format get groupby head idxmax idxmin index info isin isna isnull items
    join keys lower map max mean median melt memory_usage merge min mode notna notnull nunique pivot pivot_table plot
    quantile query rename replace reset_index reshape round rstrip select_dtypes set_index sort_index sort_values split
    splitlines startswith std strip sum tail to_dict to_list to_numpy tolist transpose unique upper value_counts values
    var
    """.split()  # noqa: SIM905
)
_LIBRARIES = frozenset(
    """
    numpy scipy math cmath matplotlib pandas sklearn itertools functools collections json re statistics heapq
    random copy operator fractions decimal string textwrap pathlib os datetime time IPython course_utils
    """.split()  # noqa: SIM905
)
# Bases with which an instance of a class is nothing but its attributes.
_PLAIN_BASES = frozenset(
    """
    object Exception ValueError TypeError KeyError RuntimeError ArithmeticError LookupError IndexError
    AttributeError abc.ABC typing.NamedTuple typing.Protocol typing.Generic enum.Enum enum.IntEnum enum.StrEnum
    """.split()  # noqa: SIM905
)
_TIMING_MAGICS = frozenset({"time", "timeit", "capture", "prun"})


@dataclass
class Effects:
    """What a statement does.

    Attributes
    ----------
    binds : set of str
        Names that it binds in any case, so that what they were before does not matter.
    touches : set of str
        Names that it may bind, or whose object it may change.
    reads : set of str
        Names that it reads while it runs.
    later, later_touches : set of str
        Names that functions it defines read and change when they are called.
    handed : list of (str, frozenset of str)
        Functions of the notebook's own that it calls, and the names that it gives them.
    closed : str
        Why it can only be run in the session, empty if it can be run elsewhere.
    """

    binds: set[str] = field(default_factory=set)
    touches: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    later_touches: set[str] = field(default_factory=set)
    handed: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    closed: str = ""


def statements(source: str) -> list[ast.stmt]:
    """Return the top-level statements of a cell; a cell that is no Python has none.

    Parameters
    ----------
    source : str
        As it stands in the notebook, with magics. Cells that are only timed or captured are looked into.
    """
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        body = parse(TransformerManager().transform_cell(source)).body
    except (SyntaxError, ValueError, RecursionError):
        return []
    inner = _timed_cell(body)
    return body if inner is None else statements(inner)


def _timed_cell(body: list[ast.stmt]) -> str | None:
    """Return the cell inside `%%time` and the like."""
    call = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute) or call.func.attr != "run_cell_magic":
        return None
    words = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    return words[2] if len(words) == 3 and words[0] in _TIMING_MAGICS else None


def aliases(body: Iterable[ast.stmt]) -> dict[str, str]:
    """Return what imports anywhere in statements bind, as name to full dotted name."""
    found: dict[str, str] = {}
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                for each in node.names:
                    found[each.asname or each.name.partition(".")[0]] = (
                        each.name if each.asname else each.name.partition(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def effects(statement: ast.stmt, known: Mapping[str, str], *, last: bool = False) -> Effects:
    """Return what a top-level statement does.

    Parameters
    ----------
    statement : ast.stmt
    known : mapping of str to str
        What imported names stand for (`aliases`).
    last : bool
        Whether it is its cell's last one: a call there shows a value, elsewhere it is made for what it changes.
    """
    try:
        return _effects(statement, known, last=last)
    except RecursionError:
        stored = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
        return Effects(touches=stored, closed="it is nested too deeply")


def _effects(statement: ast.stmt, known: Mapping[str, str], *, last: bool) -> Effects:
    found = Effects()
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for each in statement.names:
            found.binds.add(ANYTHING if each.name == "*" else each.asname or each.name.partition(".")[0])
        return found
    reader = _Reader(found, known)
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        found.binds.add(statement.name)
        reader.visit(statement)
        found.touches.discard(statement.name)
        if isinstance(statement, ast.ClassDef):
            found.closed = _closed_class(statement, known)
    elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.Expr, ast.Delete)):
        reader.visit(statement)
        if isinstance(statement, ast.Assign) or (isinstance(statement, ast.AnnAssign) and statement.value is not None):
            found.binds |= reader.stored
        found.touches |= reader.stored - found.binds
        if isinstance(statement, ast.Expr) and not last and isinstance(statement.value, ast.Call):
            called = _root(statement.value.func)
            found.touches |= {name for function, given in found.handed if function == called for name in given}
    else:
        reader.visit(statement)
        found.touches |= reader.stored
    return found


def _closed_class(node: ast.ClassDef, known: Mapping[str, str]) -> str:
    for base in node.bases:
        name = full_name(base, known)
        if name is None or ("." in name and name not in _PLAIN_BASES) or (name in _BUILTINS - _PLAIN_BASES):
            return f"the class {node.name} is derived from {name or 'something'}, whose objects cannot be carried"
    return ""


def full_name(node: ast.AST, known: Mapping[str, str]) -> str | None:
    """Return the dotted name of an expression with its imports resolved (`np.ones` is `numpy.ones`), else None."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Subscript):
        return full_name(node.value, known)
    if not isinstance(node, ast.Name):
        return None
    return ".".join([known.get(node.id, node.id), *reversed(parts)])


def _root(node: ast.AST) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Starred)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _leaves(call: ast.Call) -> bool:
    """Whether a call of a method is known to leave the object alone."""
    places = any(keyword.arg in ("inplace", "out", None) for keyword in call.keywords)
    return isinstance(call.func, ast.Attribute) and call.func.attr in _LEAVING and not places


def gentle_functions(body: Iterable[ast.stmt], known: Mapping[str, str]) -> set[str]:
    """Return the functions that statements define and that leave their arguments as they are, as far as can be seen."""
    found: dict[str, bool] = {}
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = _Reader(Effects(), known)
            for each in node.body:
                inside.visit(each)
            given = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
            changed = inside.found.touches.union(*(names for _, names in inside.found.handed))
            found[node.name] = not given & changed
    return {name for name, gentle in found.items() if gentle}


def called(statement: ast.stmt) -> str:
    """Return the function that a statement calls, "" where it does something else."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""


def filled_names(body: Iterable[ast.stmt]) -> set[str]:
    """Return names whose objects the statements of a cell fill: `answers["one"] = 1`, `points.append(2)`."""
    found: set[str | None] = set()
    for statement in body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            function = statement.value.func
            found |= (
                {_root(function)} if isinstance(function, ast.Attribute) and not _leaves(statement.value) else set()
            )
        elif isinstance(statement, (ast.Assign, ast.AugAssign, ast.For, ast.If, ast.With)):
            parts = [n for n in ast.walk(statement) if isinstance(n, (ast.Subscript, ast.Attribute))]
            found |= {_root(part) for part in parts if not isinstance(part.ctx, ast.Load)}
    return {name for name in found if name is not None}


def _arguments(call: ast.Call) -> set[str]:
    """Return the names that stand as arguments of a call."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return {root for each in given if (root := _root(each)) is not None}


class _Reader(ast.NodeVisitor):
    """Collects what happens in one scope: the top level of a cell, or the body of a function in it."""

    def __init__(self, found: Effects, known: Mapping[str, str]):
        self.found, self._known = found, known
        self.stored: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            self.found.reads.add(node.id)
        else:
            self.stored.add(node.id)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        self._changed_part(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self._changed_part(node)

    def _changed_part(self, node: ast.Attribute | ast.Subscript) -> None:
        root = _root(node)
        if not isinstance(node.ctx, ast.Load) and root is not None:
            self.found.touches.add(root)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.found.reads.add(node.target.id)
            self.found.touches.add(node.target.id)
        self.generic_visit(node)

    def visit_Import(self, node: (ast.Import, ast.ImportFrom)) -> None:
        self.stored |= {each.asname or each.name.partition(".")[0] for each in node.names if each.name != "*"}

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.stored |= {node.name} - {None}
        self.generic_visit(node)

    def visit_MatchAs(self, node: ast.MatchAs | ast.MatchStar) -> None:
        self.stored |= {node.name} - {None}
        self.generic_visit(node)

    visit_MatchStar = visit_MatchAs

    def visit_Await(self, node: ast.AST) -> None:
        self.found.closed = self.found.closed or "it waits for something (await)"
        self.generic_visit(node)

    visit_AsyncFor = visit_AsyncWith = visit_Await

    def visit_Call(self, node: ast.Call) -> None:
        name = full_name(node.func, self._known)
        root = _root(node.func)
        if root == "get_ipython":
            self.found.closed = self.found.closed or "it uses a command of IPython"
        self._chance(node, name or "", root)
        last = (name or "").rpartition(".")[2]
        imported = root in self._known
        if isinstance(node.func, ast.Attribute) and root is not None and not imported and not _leaves(node):
            self.found.touches.add(root)  # a method may change its object
        library = imported and (name or "").partition(".")[0] in _LIBRARIES
        if (root in _BUILTINS and last not in _STORES_IN_PLACE) or (library and last not in _IN_PLACE):
            pass
        elif imported or root in _BUILTINS:
            self.found.touches |= _arguments(node)
        elif root is not None and not isinstance(node.func, ast.Attribute):
            self.found.handed.append((root, frozenset(_arguments(node))))
        self.generic_visit(node)

    def _chance(self, node: ast.Call, name: str, root: str | None) -> None:
        top, last = name.partition(".")[0], name.rpartition(".")[2] or name
        given = bool(node.args or node.keywords)
        if "seed" in last.lower() and given and last not in _SEEDED_MAKERS:
            self.found.binds.add(RANDOM)
        elif last in _SEEDED_MAKERS and name.startswith(("numpy.random.", "random.")):
            if not given or any(isinstance(a, ast.Constant) and a.value is None for a in node.args):
                self.found.reads.add(ENTROPY)
        elif self._draws(name, last, root):
            if not any(keyword.arg in ("random_state", "seed") for keyword in node.keywords):
                self.found.reads.add(RANDOM)
                self.found.touches.add(RANDOM)
        elif top in _CHANGING and root in self._known:
            stays = any(name == each or name.startswith(f"{each}.") for each in _HARMLESS)
            if not stays or last in ("now", "today", "utcnow"):
                self.found.reads.add(ENTROPY)

    def _draws(self, name: str, last: str, root: str | None) -> bool:
        if root not in self._known:
            return last in _UNSEEDED_METHODS
        return name.startswith(_DRAWING) and not name.startswith(_NOT_DRAWING) and last not in _PLAIN_MAKERS

    # -- scopes of their own ----------------------------------------------------------------------------------

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.stored.add(node.name)
        for each in [*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(each)
        self._function(node.args, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for each in [*node.args.defaults, *filter(None, node.args.kw_defaults)]:
            self.visit(each)
        self._function(node.args, [ast.Expr(node.body)])

    def _function(self, arguments: ast.arguments, body: list[ast.stmt]) -> None:
        inside = _Reader(Effects(), self._known)
        for each in body:
            inside.visit(each)
        own = inside.stored - _declared(body)
        own |= {a.arg for a in ast.walk(arguments) if isinstance(a, ast.arg)}
        found = inside.found
        self.found.later |= (found.reads | found.later) - own
        self.found.later_touches |= (found.touches | found.later_touches | (inside.stored & _declared(body))) - own

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for each in [*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)]:
            self.visit(each)
        inside = _Reader(Effects(), self._known)
        for each in node.body:
            inside.visit(each)
        self.found.reads |= inside.found.reads - inside.stored
        self.found.touches |= inside.found.touches - inside.stored
        self.found.later |= inside.found.later
        self.found.later_touches |= inside.found.later_touches
        self.stored.add(node.name)

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        inside = _Reader(Effects(), self._known)
        inside.generic_visit(node)
        walrus = {n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr)}
        own = inside.stored - walrus
        self.stored |= walrus
        for name in ("binds", "touches", "reads", "later", "later_touches"):
            getattr(self.found, name).update(getattr(inside.found, name) - own)
        self.found.closed = self.found.closed or inside.found.closed

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp


def _declared(body: Iterable[ast.stmt]) -> set[str]:
    """Return names that a function declares global."""
    return {name for each in body for node in ast.walk(each) if isinstance(node, ast.Global) for name in node.names}
