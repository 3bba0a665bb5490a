"""What the text of a test cell tells about where it can be judged, in words that its author can act on.

A run of the reference answers finds most of it: what is not carried to the judge costs the reference its points there.
The text matters where that run cannot tell, because the test would find nothing wrong in *any* answer, and for a
reason that a teacher can read.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.notebook.names import bound_names, deleted_names, plain_python
from grader.notebook.syntax import parse

_PRINTS = {"redirect_stdout", "redirect_stderr", "capture_output", "capsys", "readouterr"}
_SOURCE = {"getsource", "getsourcelines", "getfullargspec", "signature", "__code__", "__defaults__",
           "__annotations__", "get_type_hints", "dis", "Bytecode", "get_instructions"}  # fmt: skip
_NAMES = {"globals", "locals", "vars", "dir"}
_TIMES = {"perf_counter", "perf_counter_ns", "process_time", "monotonic", "timeit", "default_timer"}
_DRAWN = {"gcf", "gca", "get_fignums", "get_figlabels"}
_PLOTS = {*_DRAWN, "get_axes", "get_lines", "get_ydata", "get_xdata", "get_offsets", "get_title", "get_xlabel",
          "get_ylabel", "patches", "get_legend"}  # fmt: skip
_FILES = {"exists", "is_file", "is_dir", "listdir", "glob", "iterdir", "scandir"}
_READS = {"open", "read_text", "read_csv", "loadtxt", "load", "read_bytes", "write_text", "to_csv", "savetxt", "save",
          "TemporaryDirectory", "NamedTemporaryFile", "mkdtemp", "mkdir"}  # fmt: skip
# What a test may set for its own process, where an answer that runs in another one does not feel it.
_PROCESS = {
    "memory": {"tracemalloc", "getsizeof", "getrefcount", "memory_info", "weakref", "gc"},
    "the environment": {"environ", "putenv", "chdir", "argv", "stdin", "setlocale"},
    "imports": {"modules", "meta_path"},
    "how numbers are computed": {"errstate", "seterr", "getcontext", "setcontext", "localcontext", "set_option"},
    "how Python runs": {"setrecursionlimit", "settrace", "setprofile", "set_trace", "assertWarns", "warns"},
}
# Special names that a stand-in for an object of the session answers as the object does.
_KNOWN_SPECIAL = {"__name__", "__doc__", "__qualname__", "__code__", "__defaults__", "__kwdefaults__",
                  "__annotations__", "__signature__", "__init__", "__version__", "__file__", "__main__",
                  "__dict__", "__bases__", "__mro__"}  # fmt: skip
_MANY = 2000  # calls to another process that a limit on time may feel: some tenths of a second


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


def needs_of(source: str, asked: Iterable[str], watched: Iterable[str] = ()) -> Need | None:
    """Return the strongest reason in a test's text, None where there is none.

    Parameters
    ----------
    source : str
        The test cell, with magics.
    asked : iterable of str
        The names that it takes from the student's session.
    watched : iterable of str
        Names of which the session is told where the test binds or deletes them.
    """
    try:
        tree = parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError):
        return None
    found = list(_Text(tree, set(asked), set(watched)).needs())
    return next((need for need in found if need.unseen), found[0] if found else None)


class _Text:
    """A test's text, looked through once."""

    def __init__(self, tree: ast.Module, theirs: set[str], watched: set[str]) -> None:
        self._tree, self._theirs, self._watched = tree, theirs, watched
        self._nodes = list(ast.walk(tree))
        self._words = set(_words(self._nodes))
        self._calls = [node for node in self._nodes if isinstance(node, ast.Call)]
        self._called = {call.func.id for call in self._calls if isinstance(call.func, ast.Name)}
        constants = [node.value for node in self._nodes if isinstance(node, ast.Constant)]
        self._texts = {value for value in constants if isinstance(value, str)}

    def needs(self) -> Iterator[Need]:
        """Yield every need that the text tells of."""
        yield from self._streams()
        yield from self._replaced()
        yield from self._names()
        yield from self._process()
        yield from self._special()
        yield from self._time()
        yield from self._objects()

    def _streams(self) -> Iterator[Need]:
        if self._words & _PRINTS or "sys.stdout" in self._texts or "stdout" in self._words:
            yield Need("it looks at what the answer prints; let the answer return the text to have it judged apart")
        if "input" in self._words or self._texts & {"builtins.input", "input"}:
            yield Need("it answers the answer's input(); let the answer take the value as an argument")

    def _replaced(self) -> Iterator[Need]:
        why = "it replaces something that the answer uses while it runs"
        dictionary = any(_last(call.func) == "dict" and "patch" in ast.unparse(call.func) for call in self._calls)
        if dictionary or self._called & {"setattr", "delattr"} or "MonkeyPatch" in self._words:
            yield Need(f"{why}, in a way that only the notebook's own process can follow", unseen=True)
        elif self._words & {"patch", "monkeypatch"}:
            yield Need(why)
        deleted = deleted_names(self._tree.body)
        known = self._theirs | (set(dir(builtins)) - {"_"})
        hidden = sorted(((bound_names(self._tree.body) | deleted) & known) - self._watched - {"print", "input"})
        if hidden and self._theirs:
            yield Need(f"it gives {_listed(hidden)} another meaning, which the answer might notice", unseen=True)
        elif deleted & self._theirs:
            yield Need(f"it deletes {_listed(sorted(deleted & self._theirs))}")

    def _names(self) -> Iterator[Need]:
        """Yield a need where a test goes through all names: those that it speaks of are asked for one by one."""
        asking = [c for c in self._calls if isinstance(c.func, ast.Name) and c.func.id in _NAMES and not c.args]
        plain = {id(call) for node in self._nodes for call in _asked_for_one(node)}
        if any(id(call) not in plain for call in asking):
            yield Need("it goes through all names that there are", unseen=True)
        elif asking or "vars" in self._called:
            yield Need("it asks which names or attributes there are")
        if self._words & _SOURCE:
            yield Need("it reads how the answer is written (source or signature)")

    def _process(self) -> Iterator[Need]:
        for what, words in _PROCESS.items():
            if self._words & words and self._theirs:
                yield Need(f"it is about {what} of the process in which the answer runs", unseen=True)
        strict = {"simplefilter", "filterwarnings"} & self._words and "error" in self._texts
        listens = any(_last(c.func) == "catch_warnings" and any(k.arg == "record" for k in c.keywords)
                      for c in self._calls)  # fmt: skip
        if strict or listens:
            yield Need("it is about warnings of the answer", unseen=True)
        if self._words & _FILES:
            yield Need("it asks which files the answer leaves behind", unseen=True)
        elif self._words & _READS:
            yield Need("it looks at a file that the answer reads or writes")
        drawn = {target.id for node in self._nodes if isinstance(node, ast.Assign) and _words_of(node.value) & _DRAWN
                 for each in node.targets for target in ast.walk(each) if isinstance(target, ast.Name)}  # fmt: skip
        plots = "it looks at a plot of the answer; let the answer return the numbers it draws"
        if any(_words_of(claim) & (_DRAWN | drawn) for claim in _claims(self._nodes)):
            yield Need(plots, unseen=True)
        elif self._words & _PLOTS:
            yield Need(plots)

    def _special(self) -> Iterator[Need]:
        """Yield a need where a test asks an object of a student's class what stand-ins for such objects have too."""
        inside = {id(part) for node in self._nodes if isinstance(node, ast.ClassDef) for part in ast.walk(node)}
        special = {
            node.attr
            for node in self._nodes
            if isinstance(node, ast.Attribute) and id(node) not in inside and _is_special(node.attr)
        }
        if self._called & {"hasattr", "getattr"}:
            special |= {text for text in self._texts if _is_special(text)}
        special -= _KNOWN_SPECIAL
        types = [node for node in self._nodes if isinstance(node, ast.Compare)
                 and sum(map(_is_type, [node.left, *node.comparators])) > 1]  # fmt: skip
        if special and self._theirs:
            yield Need(f"it asks for {_listed(sorted(special))} of an object of the answer", unseen=True)
        if types and self._theirs:
            yield Need("it compares the types of two things, which may be the answer's own", unseen=True)

    def _time(self) -> Iterator[Need]:
        dotted = {ast.unparse(node) for node in self._nodes if isinstance(node, ast.Attribute)}
        if not (self._words & _TIMES or "time.time" in dotted or "run_line_magic" in self._words):
            return
        if self._loops_over():
            yield Need("it measures the time that many calls take", unseen=True, timed=True)
        measured = {name for node in self._nodes if isinstance(node, ast.Assign) and self._is_measured(node.value)
                    for target in node.targets for name in _loaded_or_stored(target)}  # fmt: skip
        for claim in _claims(self._nodes):
            if isinstance(claim, ast.Compare) and _of_two_spans(claim, measured):
                yield Need("it compares the times that two things take", unseen=True, timed=True)

    def _is_measured(self, value: ast.expr) -> bool:
        return bool(_words_of(value) & (_TIMES | {"time"} | self._clocks()))

    def _clocks(self) -> set[str]:
        """Return the test's own functions and classes that take the time."""
        made = {node.name: _words_of(node) for node in self._nodes
                if isinstance(node, ast.FunctionDef | ast.ClassDef)}  # fmt: skip
        found: set[str] = set()
        while more := {name for name, words in made.items() if words & (_TIMES | {"time"} | found)} - found:
            found |= more
        return found

    def _loops_over(self) -> bool:
        """Whether a test calls the answer again and again, so that the way to another process counts."""
        loops = [node for node in self._nodes if isinstance(node, ast.For | ast.ListComp | ast.GeneratorExp)]
        inside = [node for loop in loops if _turns(loop) >= _MANY for node in ast.walk(loop)]
        return any(isinstance(node, ast.Call) and _all_names(node.func) & self._theirs for node in inside)

    def _objects(self) -> Iterator[Need]:
        if any(isinstance(node, ast.Await) for node in self._nodes):
            yield Need("it awaits a coroutine of the answer")
        if self._called & {"isinstance", "issubclass", "next", "iter"} or self._words & {"send", "throw"}:
            yield Need("it works on an object or class of the answer itself")


def _asked_for_one(node: ast.AST) -> Iterator[ast.expr]:
    """Yield calls such as `globals()` of which a node wants one name that stands there: `'x' in globals()`."""
    if isinstance(node, ast.Compare) and all(isinstance(op, ast.In | ast.NotIn) for op in node.ops):
        yield from node.comparators
    elif isinstance(node, ast.Subscript):
        yield node.value
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield node.func.value


def _turns(loop: ast.AST) -> int:
    """Return the largest number in what a loop goes over, 0 where none is written there."""
    over = [loop.iter] if isinstance(loop, ast.For) else [part.iter for part in getattr(loop, "generators", [])]
    numbers = [node.value for each in over for node in ast.walk(each) if isinstance(node, ast.Constant)]
    return int(max((number for number in numbers if type(number) in (int, float)), default=0))


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]


def _words_of(node: ast.AST) -> set[str]:
    return set(_words(ast.walk(node)))


def _all_names(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _loaded_or_stored(target: ast.expr) -> set[str]:
    return _all_names(target)


def _of_two_spans(claim: ast.Compare, measured: set[str]) -> bool:
    """Whether a comparison is about two spans of time: not `end - start < 2`, but `one / other < 2`."""
    if len(_all_names(claim) & measured) < 2:
        return False
    sides = [side for side in (claim.left, *claim.comparators) if _all_names(side)]
    shares = (node for node in ast.walk(sides[0]) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div))
    return len(sides) > 1 or any(_all_names(share.right) & measured for share in shares)


def _last(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


def _is_type(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "type"


def _is_special(name: str) -> bool:
    return len(name) > 4 and name.startswith("__") and name.endswith("__")


def _claims(nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    """Yield what statements claim: the parts of an assertion, or a call that checks something."""
    for statement in nodes:
        if isinstance(statement, ast.Assert):
            yield from statement.test.values if isinstance(statement.test, ast.BoolOp) else [statement.test]
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            name = _last(statement.value.func).lower()
            if "assert" in name or "check" in name:
                yield statement.value


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
