"""Wrong calls: arguments exchanged or left out, another axis, a function forgotten or taken for its neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import libcst as cst

from grader.mutation.operators.change import Change, Operator, Place, called, is_seed, like, plus

# Functions of one argument that are easily forgotten.
_FORGOTTEN = {
    "abs", "absolute", "fabs", "sqrt", "square", "exp", "log", "log2", "log10", "log1p", "round", "floor", "ceil",
    "int", "float", "str", "sorted", "set", "list", "tuple", "reversed", "transpose", "copy", "deepcopy", "array",
    "asarray", "normalize", "abs_", "unique", "flatten", "ravel", "expand_dims", "squeeze", "stop_gradient", "len",
}  # fmt: skip
_FORGOTTEN_METHODS = {
    "copy", "lower", "upper", "strip", "rstrip", "lstrip", "transpose", "flatten", "ravel", "reset_index", "dropna",
    "sort_index", "sort_values", "astype", "reshape", "round", "squeeze", "abs", "title", "replace",
}  # fmt: skip
_PAIRS = (
    ("mean", "sum"), ("max", "min"), ("argmax", "argmin"), ("any", "all"), ("zeros", "ones"), ("std", "var"),
    ("floor", "ceil"), ("sin", "cos"), ("upper", "lower"), ("maximum", "minimum"), ("append", "extend"),
    ("head", "tail"), ("first", "last"), ("cumsum", "cumprod"), ("hstack", "vstack"), ("zeros_like", "ones_like"),
    ("add", "subtract"), ("multiply", "divide"), ("exp", "log"), ("reduce_mean", "reduce_sum"),
    ("startswith", "endswith"), ("reduce_max", "reduce_min"), ("union", "intersection"), ("ljust", "rjust"),
    ("lstrip", "rstrip"),
    ("issubset", "issuperset"), ("cumsum", "sum"), ("median", "mean"), ("dot", "multiply"), ("normal", "uniform"),
)  # fmt: skip
_OTHERS: dict[str, str] = {}
for _one, _other in _PAIRS:  # the first pair that names a function counts
    _OTHERS.setdefault(_one, _other)
    _OTHERS.setdefault(_other, _one)
_AXES = {"0": ("1", "-1"), "1": ("0",), "2": ("1",), "-1": ("0",)}
_AXIS = {"axis", "axes", "dim"}


def arguments(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield a call with two neighbouring arguments exchanged, or one with a name left out."""
    if not isinstance(node, cst.Call):
        return
    plain = [index for index, arg in enumerate(node.args) if arg.keyword is None and not arg.star]
    for one, other in pairwise(plain):
        args = list(node.args)
        args[one] = args[one].with_changes(value=node.args[other].value)
        args[other] = args[other].with_changes(value=node.args[one].value)
        yield "arguments exchanged", node.with_changes(args=args)
    for index, arg in enumerate(node.args):
        if arg.keyword is not None and not is_seed(arg, node):
            args = [each for number, each in enumerate(node.args) if number != index]
            args[-1:] = [args[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)] if args else []
            yield "axis" if arg.keyword.value in _AXIS else "an argument left out", node.with_changes(args=args)


def axis(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield another axis."""
    if isinstance(node, cst.Arg) and node.keyword is not None and node.keyword.value in _AXIS:
        written = cst.Module([]).code_for_node(node.value).replace(" ", "")
        for other in _AXES.get(written, ()):
            yield "axis", node.with_changes(value=cst.parse_expression(other))


def forgotten(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield what a function is given in place of what it returns: no absolute value, no root, no copy."""
    if isinstance(node, cst.Attribute) and node.attr.value == "T":
        yield "a function left out", like(node.value, node)
    if not isinstance(node, cst.Call):
        return
    name = called(node.func)
    if name in _FORGOTTEN and len(node.args) >= 1 and node.args[0].keyword is None and not node.args[0].star:
        inner = node.args[0].value
        if not isinstance(inner, cst.GeneratorExp):
            yield "a function left out", _alone(inner, node)
    if name in _FORGOTTEN_METHODS and isinstance(node.func, cst.Attribute) and not _is_module(node.func.value):
        yield "a function left out", like(node.func.value, node)


def other_function(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield a function's neighbour: `sum` for `mean`, `min` for `max`."""
    if isinstance(node, cst.Call) and called(node.func) in _OTHERS:
        other = cst.Name(_OTHERS[called(node.func)])
        known = {"max", "min", "any", "all", "sum"}
        if isinstance(node.func, cst.Attribute):
            yield "another function", node.with_changes(func=node.func.with_changes(attr=other))
        elif other.value in known:
            yield "another function", node.with_changes(func=other)


def count(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield a `range` or a length that is one too large or too small."""
    if not isinstance(node, cst.Call) or not node.args:
        return
    name = called(node.func)
    if name in ("range", "arange"):
        last = 0 if len(node.args) == 1 else 1
        value = node.args[last].value
        if node.args[last].keyword is None and not node.args[last].star and not isinstance(value, cst.Integer):
            for amount in (1, -1):
                args = list(node.args)
                args[last] = args[last].with_changes(value=plus(value, amount))
                yield "off by one", node.with_changes(args=args)
    elif name == "len" and len(node.args) == 1:
        yield from (("off by one", plus(node, amount).with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]))
                    for amount in (1, -1))  # fmt: skip


def _alone(inner: cst.BaseExpression, old: cst.BaseExpression) -> cst.BaseExpression:
    """Return an argument where its call stood; it binds no looser than the call did."""
    if isinstance(inner, cst.Name | cst.Call | cst.Subscript | cst.Attribute | cst.Integer | cst.Float) or inner.lpar:
        return inner
    return inner.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def _is_module(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Name) and node.value in {"np", "numpy", "pd", "tf", "keras", "ops", "copy", "math", "K"}


CALLS: tuple[Operator, ...] = (arguments, axis, forgotten, other_function, count)
