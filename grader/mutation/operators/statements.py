"""Wrong statements: one left out, another result, an input changed in place."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from grader.mutation.operators.change import Change, Operator, Place

_EMPTY = {
    cst.List: "[]", cst.ListComp: "[]", cst.Dict: "{}", cst.DictComp: "{}", cst.Set: "set()", cst.SetComp: "set()",
    cst.SimpleString: "''", cst.FormattedString: "''", cst.Tuple: "()", cst.Integer: "0", cst.Float: "0.0",
    cst.Comparison: "False", cst.BooleanOperation: "False",
}  # fmt: skip
_EMPTY_OF_CALLS = {"list": "[]", "sorted": "[]", "dict": "{}", "set": "set()", "str": "''", "tuple": "()", "join": "''"}
_IN_PLACE: dict[type, type] = {
    cst.Add: cst.AddAssign, cst.Subtract: cst.SubtractAssign, cst.Multiply: cst.MultiplyAssign,
    cst.Divide: cst.DivideAssign,
}  # fmt: skip


def left_out(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield `pass` in place of a statement, and an `if` without its `else`."""
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        only = node.body[0]
        if isinstance(only, cst.Assign | cst.AnnAssign | cst.AugAssign | cst.Del | cst.Break | cst.Continue) or (
            isinstance(only, cst.Expr) and not isinstance(only.value, cst.SimpleString | cst.ConcatenatedString)
        ):
            yield "a statement left out", node.with_changes(body=[cst.Pass()])
        if isinstance(only, cst.Break | cst.Continue):
            yield (
                "a statement left out",
                node.with_changes(body=[cst.Continue() if isinstance(only, cst.Break) else cst.Break()]),
            )
    elif isinstance(node, cst.If | cst.For | cst.While) and not isinstance(node, cst.CompFor):
        if isinstance(node, cst.If) and node.orelse is not None:
            yield "a branch left out", node.with_changes(orelse=None)
        yield "a statement left out", cst.SimpleStatementLine([cst.Pass()], leading_lines=node.leading_lines)


def result(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield another result: `None`, an empty one, an argument, one part of several."""
    if not isinstance(node, cst.Return) or node.value is None:
        return
    value = node.value
    if not (isinstance(value, cst.Name) and value.value == "None"):
        yield "None as the result", node.with_changes(value=cst.Name("None"))
    empty = _empty(value)
    if empty and empty != cst.Module([]).code_for_node(value):
        yield "an empty result", node.with_changes(value=cst.parse_expression(empty))
    for name in place.parameters[:2]:
        if not (isinstance(value, cst.Name) and value.value == name):
            yield "an argument as the result", node.with_changes(value=cst.Name(name))
    if isinstance(value, cst.Tuple) and len(value.elements) == 2 and not any(
        isinstance(each, cst.StarredElement) for each in value.elements
    ):  # fmt: skip
        one, other = value.elements
        elements = [one.with_changes(value=other.value), other.with_changes(value=one.value)]
        yield "results exchanged", node.with_changes(value=value.with_changes(elements=elements))


def in_place(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield answers that are right but change what they are given."""
    if isinstance(node, cst.SimpleStatementLine) and len(node.body) == 1:
        only = node.body[0]
        if isinstance(only, cst.Return) and only.value is not None and place.sequences:
            name = next(each for each in place.parameters if each in place.sequences)
            lines = f"result = {cst.Module([]).code_for_node(only.value)}\n{name}[:] = {name}[::-1]\nreturn result\n"
            try:
                statements = cst.parse_module(lines).body
            except cst.ParserSyntaxError:
                return
            first = statements[0].with_changes(leading_lines=node.leading_lines)
            yield "an input changed in place", cst.FlattenSentinel([first, *statements[1:]])
        if isinstance(only, cst.Assign) and len(only.targets) == 1 and isinstance(only.value, cst.BinaryOperation):
            target, value = only.targets[0].target, only.value
            names = isinstance(target, cst.Name) and isinstance(value.left, cst.Name)
            if (
                names
                and target.value == value.left.value
                and target.value in place.parameters
                and type(value.operator) in _IN_PLACE
            ):
                changed = cst.AugAssign(target, _IN_PLACE[type(value.operator)](), value.right)
                yield "an input changed in place", node.with_changes(body=[changed])


def _empty(value: cst.BaseExpression) -> str:
    if isinstance(value, cst.Call):
        function = value.func
        name = function.attr.value if isinstance(function, cst.Attribute) else getattr(function, "value", "")
        return _EMPTY_OF_CALLS.get(name, "0") if isinstance(name, str) else "0"
    return _EMPTY.get(type(value), "0")


STATEMENTS: tuple[Operator, ...] = (left_out, result, in_place)
