"""What the text of a test cell tells about where it can be judged, in words that its author can act on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.notebook.names import plain_python
from grader.notebook.syntax import parse

_PRINTS = {"redirect_stdout", "redirect_stderr", "capture_output", "capsys", "readouterr"}
_SOURCE = {"getsource", "getsourcelines", "getfullargspec", "signature", "getmembers", "__code__", "__defaults__",
           "__annotations__", "get_type_hints", "dis", "Bytecode"}  # fmt: skip
_NAMES = {"globals", "locals", "vars", "dir"}
_TIMES = {"perf_counter", "perf_counter_ns", "process_time", "monotonic", "timeit", "default_timer"}
_PLOTS = {"gcf", "gca", "get_axes", "get_lines", "get_ydata", "get_xdata", "get_offsets", "get_title", "get_xlabel",
          "get_ylabel", "get_fignums", "patches", "collections_of_axes", "get_legend"}  # fmt: skip
_MANY = 50  # calls to another process that a limit on time may feel
_MEMORY = {"shares_memory", "may_share_memory"}
_CHANGES = {"append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "update", "add", "discard",
            "setdefault", "popitem", "fill", "itemset", "put"}  # fmt: skip


@dataclass(frozen=True)
class Need:
    """Why a test may have to run beside the answer.

    Attributes
    ----------
    why : str
        The end of a sentence: "it reads the source of the answer".
    unseen : bool
        Whether a run of right answers cannot tell that it has to: apart, wrong ones could pass.
    timed : bool
        Whether it is about time, of which one run says little.
    """

    why: str
    unseen: bool = False
    timed: bool = False


def needs_of(source: str, asked: Iterable[str]) -> Need | None:
    """Return the strongest reason in a test's text, None where there is none.

    Parameters
    ----------
    source : str
        The test cell, with magics.
    asked : iterable of str
        The names that it takes from the student's session.
    """
    try:
        tree = parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError):
        return None
    theirs = set(asked)
    found = [*_named(tree, theirs), *_identity(tree, theirs), *_Changes(theirs).follow(tree.body)]
    return next((need for need in found if need.unseen), found[0] if found else None)


def _named(tree: ast.AST, theirs: set[str]) -> Iterator[Need]:
    words = set(_words(tree))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    if words & _PRINTS or "sys.stdout" in texts or "stdout" in words:
        yield Need("it looks at what the answer prints; let the answer return the text to have it judged apart")
    if "input" in words or texts & {"builtins.input", "input"}:
        yield Need("it answers the answer's input(); let the answer take the value as an argument")
    elif words & {"patch", "monkeypatch", "setattr"} and not (words & _PRINTS or "sys.stdout" in texts):
        yield Need("it replaces something that the answer uses while it runs", unseen=True)
    if words & _SOURCE:
        yield Need("it reads how the answer is written (source or signature)", unseen=True)
    if called & _NAMES:
        yield Need("it asks which names or attributes there are", unseen=bool(called & {"globals", "locals", "vars"}))
    deleted = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del)}
    if deleted & theirs:
        yield Need(f"it deletes {', '.join(f'`{name}`' for name in sorted(deleted & theirs))}", unseen=True)
    if (words & _TIMES or "time.time" in _dotted(tree)) and _loops_over(tree, theirs):
        yield Need("it measures the time that many calls take", unseen=True, timed=True)
    if any(isinstance(node, ast.Await) for node in ast.walk(tree)):
        yield Need("it awaits a coroutine of the answer")
    if called & {"open"} or words & {"exists", "read_text", "read_csv", "loadtxt", "is_file", "listdir"}:
        yield Need("it looks at a file that the answer reads or writes")
    if words & _PLOTS:
        yield Need("it looks at a plot of the answer; let the answer return the numbers it draws")
    if called & {"isinstance", "issubclass", "next", "iter"} or words & {"send", "throw"}:
        yield Need("it works on an object or class of the answer itself")


def _loops_over(tree: ast.AST, theirs: set[str]) -> bool:
    """Whether a test calls the answer again and again, so that the way to another process counts."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.ListComp | ast.GeneratorExp)]
    inside = [node for loop in loops if _turns(loop) >= _MANY for node in ast.walk(loop)]
    return any(isinstance(node, ast.Call) and _loaded(node.func) & theirs for node in inside)


def _turns(loop: ast.AST) -> int:
    """Return the largest number in what a loop goes over, 0 where none is written there."""
    over = [loop.iter] if isinstance(loop, ast.For) else [part.iter for part in getattr(loop, "generators", [])]
    numbers = [node.value for each in over for node in ast.walk(each) if isinstance(node, ast.Constant)]
    return int(max((number for number in numbers if type(number) in (int, float)), default=0))


def _words(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]


def _dotted(tree: ast.AST) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _identity(tree: ast.AST, theirs: set[str]) -> Iterator[Need]:
    need = Need("it asks whether two things are one and the same object, or share memory", unseen=True)
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
            sides = [node.left, *node.comparators]
            # `x is None` and `type(x) is int` ask for values.
            if not any(isinstance(side, ast.Constant) or _is_type(side) for side in sides):
                yield need
        if isinstance(node, ast.Attribute) and node.attr in _MEMORY:
            yield need
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id":
            yield need


def _is_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type"


class _Changes:
    """Follows what a test hands to the answer and gets from it, to find checks of what a call leaves behind.

    Parameters
    ----------
    theirs : set of str
        Names of the session.
    """

    def __init__(self, theirs: set[str]) -> None:
        self._theirs = theirs
        self._handed: set[str] = set()
        self._results: set[str] = set()
        self._changed: set[str] = set()

    def follow(self, body: Iterable[ast.stmt]) -> Iterator[Need]:
        """Follow statements in their order."""
        for statement in body:
            inner = [part for name in ("body", "orelse", "finalbody") for part in getattr(statement, name, [])]
            if inner and not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
                for handler in getattr(statement, "handlers", []):
                    inner += handler.body
                yield from self.follow(inner)
            else:
                yield from self._look(statement)
                self._learn(statement)

    def _look(self, statement: ast.stmt) -> Iterator[Need]:
        for test in _claims(statement):
            names = _loaded(test)
            if names & self._handed and not names & (self._theirs | self._results):
                yield Need("it looks at what it has handed to the answer, after the call", unseen=True)
            if names & self._changed:
                yield Need("it changes what the answer has returned, and looks at what else that changes", unseen=True)

    def _learn(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and _loaded(node.func) & self._theirs:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                self._handed |= {each.id for each in given if isinstance(each, ast.Name)} - self._theirs
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CHANGES:
                self._changed |= _root(node.func.value) & self._results
            if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
                self._changed |= _root(node.value) & self._results
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            bound = {node.id for t in targets for node in ast.walk(t) if isinstance(node, ast.Name)
                     and isinstance(node.ctx, ast.Store)}  # fmt: skip
            made = bool(_loaded(statement.value) & (self._theirs | self._results))
            self._results = self._results | bound if made else self._results - bound
            self._handed -= bound
            self._changed -= bound


def _claims(statement: ast.stmt) -> Iterator[ast.expr]:
    """Yield what a statement claims: the parts of an assertion, or the arguments of a call that checks something."""
    if isinstance(statement, ast.Assert):
        yield from statement.test.values if isinstance(statement.test, ast.BoolOp) else [statement.test]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        name = ast.unparse(statement.value.func).rpartition(".")[2].lower()
        if "assert" in name or "check" in name:
            yield statement.value


def _loaded(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def _root(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()
