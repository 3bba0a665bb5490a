"""Wrong operators, numbers, texts and conditions."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from grader.mutation.operators.change import Change, Operator, Place, enclosed, like, plus

_COMPARED: dict[type, tuple[type, ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThanEqual),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThanEqual),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
}
_COMPUTED: dict[type, tuple[type, ...]] = {
    cst.Add: (cst.Subtract,),
    cst.Subtract: (cst.Add,),
    cst.Multiply: (cst.Divide,),
    cst.Divide: (cst.Multiply,),
    cst.FloorDivide: (cst.Divide,),
    cst.Modulo: (cst.FloorDivide,),
    cst.Power: (cst.Multiply,),
    cst.MatrixMultiply: (cst.Multiply,),
    cst.BitAnd: (cst.BitOr,),
    cst.BitOr: (cst.BitAnd,),
}
_NOT_COMMUTATIVE = (cst.Subtract, cst.Divide, cst.FloorDivide, cst.Modulo, cst.Power, cst.MatrixMultiply)
_ADDED = (cst.Add, cst.Subtract, cst.Multiply, cst.Divide, cst.BitAnd, cst.BitOr)
_AUGMENTED: dict[type, type] = {
    cst.AddAssign: cst.SubtractAssign,
    cst.SubtractAssign: cst.AddAssign,
    cst.MultiplyAssign: cst.DivideAssign,
    cst.DivideAssign: cst.MultiplyAssign,
}
# Words that a library takes in the same place.
_TWINS = (
    ("relu", "sigmoid", "linear"), ("sigmoid", "relu"), ("tanh", "relu"), ("softmax", "sigmoid"), ("linear", "relu"),
    ("same", "valid"), ("valid", "same"), ("mean", "sum"), ("sum", "mean"), ("left", "right"), ("right", "left"),
    ("mse", "mae"), ("C", "F"), ("r", "w"), ("w", "a"), ("inner", "outer"), ("outer", "inner"),
)  # fmt: skip
_WORDS = {word: others for word, *others in _TWINS}


def comparison(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield a comparison with another operator."""
    if isinstance(node, cst.ComparisonTarget):
        for other in _COMPARED.get(type(node.operator), ()):
            spaces = {
                name: getattr(node.operator, name)
                for name in ("whitespace_before", "whitespace_after")
                if hasattr(node.operator, name)
            }
            yield "comparison", node.with_changes(operator=other(**spaces))


def arithmetic(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield another operator, exchanged operands, and either operand alone."""
    if isinstance(node, cst.AugAssign) and type(node.operator) in _AUGMENTED:
        yield "arithmetic", node.with_changes(operator=_AUGMENTED[type(node.operator)]())
    if not isinstance(node, cst.BinaryOperation):
        return
    for other in _COMPUTED.get(type(node.operator), ()):
        yield "arithmetic", node.with_changes(operator=other(
            whitespace_before=node.operator.whitespace_before, whitespace_after=node.operator.whitespace_after
        ))  # fmt: skip
    if isinstance(node.operator, _NOT_COMMUTATIVE):
        yield "operands exchanged", node.with_changes(left=enclosed(node.right), right=enclosed(node.left))
    if isinstance(node.operator, _ADDED):
        yield "a term left out", like(node.left, node)
        if not isinstance(node.operator, cst.Subtract | cst.Divide):
            yield "a term left out", like(node.right, node)


def sign(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield an expression without its minus or `not`."""
    if isinstance(node, cst.UnaryOperation):
        what = "condition" if isinstance(node.operator, cst.Not) else "sign"
        yield what, like(node.expression, node)


def condition(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield other conditions: `or` for `and`, one half alone, the other branch, no filter."""
    if isinstance(node, cst.BooleanOperation):
        other = cst.Or if isinstance(node.operator, cst.And) else cst.And
        yield "condition", node.with_changes(operator=other(), left=enclosed(node.left), right=enclosed(node.right))
        yield "condition", like(node.left, node)
        yield "condition", like(node.right, node)
    elif isinstance(node, cst.IfExp):
        yield "condition", like(enclosed(node.body), node)
        yield "condition", like(enclosed(node.orelse), node)
    elif isinstance(node, cst.CompFor) and node.ifs:
        yield "condition", node.with_changes(ifs=node.ifs[1:])
    elif isinstance(node, cst.If | cst.While) and not isinstance(node.test, cst.Comparison | cst.BooleanOperation):
        yield "condition", node.with_changes(test=cst.UnaryOperation(cst.Not(), enclosed(node.test)))


def constant(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield other numbers, texts and truth values."""
    if isinstance(node, cst.Integer):
        for value in (node.evaluated_value + 1, node.evaluated_value - 1):
            yield "off by one", _number(node, value)
        if node.evaluated_value > 2:
            yield "constant", _number(node, 0)
    elif isinstance(node, cst.Float):
        for value in (2 * node.evaluated_value, node.evaluated_value / 2, 0.0, 1.0):
            if value != node.evaluated_value:
                yield "constant", node.with_changes(value=repr(float(value)))
    elif isinstance(node, cst.Name) and node.value in ("True", "False"):
        yield "constant", node.with_changes(value="False" if node.value == "True" else "True")
    elif isinstance(node, cst.SimpleString) and isinstance(node.evaluated_value, str):
        value = node.evaluated_value
        for other in _WORDS.get(value, [""] if value else ["x"]):
            yield "constant", node.with_changes(value=repr(other))


def position(node: cst.CSTNode, place: Place) -> Iterator[Change]:
    """Yield an index or a bound of a slice that is one too large or too small, exchanged indexes, a bound left out."""
    if isinstance(node, cst.Index) and not _number_like(node.value) and node.star is None:
        if not isinstance(node.value, cst.SimpleString | cst.FormattedString | cst.Name | cst.Comparison):
            yield from (("off by one", node.with_changes(value=plus(node.value, amount))) for amount in (1, -1))
    elif isinstance(node, cst.Slice):
        for bound in ("lower", "upper"):
            value = getattr(node, bound)
            if value is None:
                continue
            yield "a bound left out", node.with_changes(**{bound: None})
            if not _number_like(value):
                yield from (("off by one", node.with_changes(**{bound: plus(value, amount)})) for amount in (1, -1))
        if node.step is not None and (node.lower or node.upper):
            yield "a bound left out", node.with_changes(step=None, second_colon=cst.MaybeSentinel.DEFAULT)
    elif isinstance(node, cst.Subscript) and len(node.slice) == 2:
        first, second = node.slice
        yield (
            "indexes exchanged",
            node.with_changes(slice=[first.with_changes(slice=second.slice), second.with_changes(slice=first.slice)]),
        )


def _number(old: cst.Integer, value: int) -> cst.BaseExpression:
    if value >= 0:
        return old.with_changes(value=str(value))
    return cst.UnaryOperation(cst.Minus(), cst.Integer(str(-value)), lpar=old.lpar, rpar=old.rpar)


def _number_like(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.UnaryOperation):
        node = node.expression
    return isinstance(node, cst.Integer)


EXPRESSIONS: tuple[Operator, ...] = (comparison, arithmetic, sign, condition, constant, position)
