"""Tell whether two texts are one program to Python."""

from __future__ import annotations

import ast
from types import CodeType
from typing import Any


def same_program(one: ast.Module, other: ast.Module) -> bool:
    """Whether two syntax trees compile to the same instructions, line numbers aside.

    Raises
    ------
    SyntaxError, ValueError, RecursionError
        Where one of them cannot be compiled.
    """
    return _described(_compiled(one)) == _described(_compiled(other))


def _compiled(tree: ast.Module) -> CodeType:
    return compile(tree, "<answer>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)


def _described(code: CodeType) -> tuple[Any, ...]:
    constants = tuple(_described(each) if isinstance(each, CodeType) else _constant(each) for each in code.co_consts)
    return (
        code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars,
        code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags,
    )  # fmt: skip


def _constant(value: Any) -> Any:
    # 1, 1.0 and True are equal, but not the same answer.
    if isinstance(value, tuple):
        return tuple(map(_constant, value))
    return type(value), repr(value)
