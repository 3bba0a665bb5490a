"""The ways in which an answer is made wrong: each looks at a node of its syntax tree and yields what may replace it."""

from grader.mutation.operators.calls import CALLS
from grader.mutation.operators.expressions import EXPRESSIONS
from grader.mutation.operators.statements import STATEMENTS

OPERATORS = (*EXPRESSIONS, *CALLS, *STATEMENTS)

__all__ = ["OPERATORS"]
