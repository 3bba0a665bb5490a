"""Make plausible wrong answers from the text of a right one; everything else of the text stays as it is."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, zip_longest

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from grader.mutation.bytecode import same_program
from grader.mutation.operators import OPERATORS
from grader.mutation.operators.change import Place, is_seed
from grader.notebook.names import plain_python
from grader.notebook.nbgrader_cells import Region
from grader.notebook.syntax import parse

# A statement of IPython's own on a line of its own; libcst reads Python only.
_MAGIC = re.compile(r"^(\s*)([%!].*)$", re.MULTILINE)
_KEPT = re.compile(r"pass  # magic (\d+) of this cell")
_OF_SEQUENCES = {"shape", "ndim", "size", "T", "sum", "mean", "max", "min", "reshape", "append", "sort", "index"}


@dataclass(frozen=True)
class Mutant:
    """A wrong answer.

    Attributes
    ----------
    operator : str
        What was done, in words.
    line : int
        Of the answer, from 1.
    source : str
        The whole answer.
    same : bool
        Whether Python makes the same program of it as of the reference, so that no test can tell the two apart.
    """

    operator: str
    line: int
    source: str
    same: bool = False

    def key(self) -> str:
        """Return a name that stays the same as long as the text does."""
        return hashlib.sha256(self.source.encode("utf-8", "replace")).hexdigest()[:16]

    def diff(self, reference: str, name: str) -> str:
        """Return a unified diff from the reference answer."""
        before, after = reference.splitlines(), self.source.splitlines()
        lines = difflib.unified_diff(before, after, f"{name}: reference", f"{name}: {self.operator}", lineterm="", n=2)
        return "\n".join(lines)


class NotRead(Exception):
    """An answer of which no wrong ones can be made; the message says why."""


def mutants_of(source: str, solution: Region | None = None) -> list[Mutant]:
    """Return the wrong answers of one right answer, of different kinds in turn.

    Parameters
    ----------
    source : str
        The answer cell, with magics.
    solution : Region, optional
        How the course marks what students write; where the cell has such a region, nothing else is changed.

    Returns
    -------
    list of Mutant
        Each text once; what is no Python any more is left out.

    Raises
    ------
    NotRead
        Where the answer cannot be read.
    """
    text, magics = _without_magics(source)
    try:
        wrapper = MetadataWrapper(cst.parse_module(text))
    except (cst.ParserSyntaxError, RecursionError) as error:
        raise NotRead(f"it cannot be read as Python ({str(error).splitlines()[0]})") from None
    lines = _own_lines(source, solution)
    seen, kinds = {source}, defaultdict(list)
    reference = parse(plain_python(source))
    for operator, line, changed in _changed(wrapper, lines):
        whole = _KEPT.sub(lambda found: magics[int(found[1])], changed)
        if whole in seen:
            continue
        seen.add(whole)
        try:
            program = parse(plain_python(whole))
            same = same_program(reference, program)
        except (SyntaxError, ValueError, RecursionError):
            continue
        kinds[operator].append(Mutant(operator, line, whole, same))
    in_turn = chain.from_iterable(zip_longest(*kinds.values()))
    return [mutant for mutant in in_turn if mutant is not None]


def _changed(wrapper: MetadataWrapper, lines: set[int]) -> Iterator[tuple[str, int, str]]:
    positions = wrapper.resolve(PositionProvider)
    module = wrapper.module
    for node, place in _nodes(module, Place()):
        line = positions[node].start.line if node in positions else 0
        if line not in lines:
            continue
        for operator in OPERATORS:
            for kind, other in operator(node, place):
                changed = module.visit(_Replace(node, other))
                yield kind, line, changed.code


class _Replace(cst.CSTTransformer):
    def __init__(self, old: cst.CSTNode, new: cst.CSTNode) -> None:
        super().__init__()
        self._old, self._new = old, new

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:
        return self._new if original_node is self._old else updated_node


def _nodes(node: cst.CSTNode, place: Place) -> Iterator[tuple[cst.CSTNode, Place]]:
    """Yield the nodes that may be made wrong: no imports, annotations, documentation, texts of errors or seeds."""
    if isinstance(node, cst.Import | cst.ImportFrom | cst.Annotation | cst.Decorator | cst.Global | cst.Nonlocal):
        return
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
        return
    if isinstance(node, cst.Raise | cst.Assert):
        return
    if isinstance(node, cst.FunctionDef | cst.Lambda):
        place = _place(node)
    yield node, place
    seeds = [arg for arg in node.args if is_seed(arg, node)] if isinstance(node, cst.Call) else []
    for child in node.children:
        if not any(child is seed for seed in seeds):
            yield from _nodes(child, place)


def _place(function: cst.FunctionDef | cst.Lambda) -> Place:
    params = function.params
    names = [param.name.value for param in (*params.posonly_params, *params.params)]
    names = [name for name in names if name not in ("self", "cls")]
    return Place(tuple(names), frozenset(name for name in names if _is_sequence(function, name)))


def _is_sequence(function: cst.CSTNode, name: str) -> bool:
    """Whether a function uses one of its arguments as a list or an array, by how its body reads."""
    waiting = [function]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        if any(_named(each, name) for each in _used_as_sequences(node)):
            return True
    return False


def _used_as_sequences(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    if isinstance(node, cst.Subscript) and not any(_is_text(element.slice) for element in node.slice):
        yield node.value
    elif isinstance(node, cst.For | cst.CompFor):
        yield node.iter
    elif isinstance(node, cst.Attribute) and node.attr.value in _OF_SEQUENCES:
        yield node.value
    elif isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.MatrixMultiply):
        yield from (node.left, node.right)
    elif isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in ("len", "sorted"):
        yield from (arg.value for arg in node.args)


def _named(node: cst.CSTNode, name: str) -> bool:
    return isinstance(node, cst.Name) and node.value == name


def _is_text(part: cst.CSTNode) -> bool:
    return isinstance(part, cst.Index) and isinstance(part.value, cst.SimpleString | cst.FormattedString)


def _own_lines(source: str, solution: Region | None) -> set[int]:
    """Return the numbers of the lines that students write."""
    own = solution.numbers(source) if solution is not None and solution.lines(source) else set()
    return own or set(range(1, len(source.splitlines()) + 1))


def _without_magics(source: str) -> tuple[str, list[str]]:
    """Return Python in which every magic is a `pass`, and the magics."""
    magics: list[str] = []

    def kept(found: re.Match[str]) -> str:
        magics.append(found[2])
        return f"{found[1]}pass  # magic {len(magics) - 1} of this cell"

    return _MAGIC.sub(kept, source), magics
