"""What an operator yields, and how an expression is set where another one stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import libcst as cst

_ATOMS = (cst.Name, cst.Integer, cst.Float, cst.Imaginary, cst.Attribute, cst.Call, cst.Subscript, cst.List, cst.Dict)


# Where a written number only chooses which draws come: with another one an answer is as right.
_SEEDS = {"random_state", "seed", "random_seed"}
_SEEDED = {"seed", "default_rng", "RandomState", "SeedSequence", "Random", "set_seed", "set_random_seed", "manual_seed"}


@dataclass(frozen=True)
class Place:
    """Where a node stands.

    Attributes
    ----------
    parameters : tuple of str
        Of the function around it, without `self` and `cls`; empty outside of functions.
    sequences : frozenset of str
        Those of them that the function uses as lists or arrays.
    """

    parameters: tuple[str, ...] = ()
    sequences: frozenset[str] = field(default_factory=frozenset)


# What is done ("comparison"), and what takes the node's place.
Change = tuple[str, cst.CSTNode]
Operator = Callable[[cst.CSTNode, Place], Iterator[Change]]


def enclosed(node: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression that binds as a name does: in brackets where it needs them."""
    if isinstance(node, _ATOMS) or node.lpar:
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


def like(node: cst.BaseExpression, old: cst.BaseExpression) -> cst.BaseExpression:
    """Return an expression with the brackets of the one whose place it takes."""
    return enclosed(node) if old.lpar else node


def plus(node: cst.BaseExpression, amount: int) -> cst.BaseExpression:
    """Return `node + 1` or `node - 1`."""
    operator = cst.Add() if amount > 0 else cst.Subtract()
    return cst.BinaryOperation(enclosed(node), operator, cst.Integer(str(abs(amount))))


def is_seed(arg: cst.Arg, call: cst.Call) -> bool:
    """Whether an argument of a call is a seed that the answer chose itself: a number, not what somebody handed it."""
    if not isinstance(arg.value, cst.Integer):
        return False
    return arg.keyword.value in _SEEDS if arg.keyword is not None else called(call.func) in _SEEDED


def called(node: cst.BaseExpression) -> str:
    """Return the last part of a function's name: `abs` of `abs`, `np.abs` and `tf.math.abs`."""
    if isinstance(node, cst.Attribute):
        return node.attr.value
    return node.value if isinstance(node, cst.Name) else ""
