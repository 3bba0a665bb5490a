"""Functions of the session: called there; their source, signature and code can be looked at here."""

from __future__ import annotations

import inspect
import textwrap
import types
from collections.abc import Callable
from typing import Any

from grader.sandbox.judge.proxies import StandIn, ask, label
from grader.sandbox.judge.refusals import refused

_LONGEST_SOURCE = 200_000


class FunctionProxy(StandIn):
    """A function or method of the session."""

    __slots__ = ()
    __doc__ = StandIn.__dict__["__doc__"]  # the session's text, not this one's

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return ask(self, "call", args, kwargs)

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return _TYPES.get(self._StandIn__type, FunctionProxy)

    def __getattr__(self, name: str) -> Any:
        return _shadow(self).__qualname__ if name == "__qualname__" else super().__getattr__(name)

    @property
    def __signature__(self) -> inspect.Signature:
        return inspect.signature(_shadow(self))

    @property
    def __code__(self) -> types.CodeType:
        return _shadow(self).__code__

    @property
    def __defaults__(self) -> Any:
        return _shadow(self).__defaults__

    @property
    def __kwdefaults__(self) -> Any:
        return _shadow(self).__kwdefaults__

    @property
    def __annotations__(self) -> dict[str, Any]:  # type: ignore[override]
        return _shadow(self).__annotations__


_TYPES = {"function": types.FunctionType, "builtin_function_or_method": types.BuiltinFunctionType,
          "method": types.MethodType}  # fmt: skip


def _shadow(proxy: FunctionProxy) -> types.FunctionType:
    """Return a function of the same source and defaults, which is never called: only looked at."""
    made = proxy._StandIn__shadow
    if made is None:
        made = _made_shadow(proxy)
        object.__setattr__(proxy, "_StandIn__shadow", made)
    return made


def _made_shadow(proxy: FunctionProxy) -> types.FunctionType:
    told = ask(proxy, "function")
    source = told.get("source") if type(told) is dict else None
    if type(source) is not str or len(source) > _LONGEST_SOURCE:
        raise refused(f"the source of {label(proxy)} cannot be read")
    try:
        code = _code_of(compile(textwrap.dedent(source).strip(), "<answer>", "exec", dont_inherit=True), told["name"])
        if code is None:
            raise ValueError("it is not in its source")
        cells = tuple(types.CellType() for _ in code.co_freevars)
        made = types.FunctionType(code, {}, told["name"], told["defaults"], cells)
        made.__kwdefaults__, made.__qualname__ = told["kwdefaults"], told["qualname"]
        made.__annotations__ = told["annotations"]
    except (SyntaxError, ValueError, TypeError, KeyError, RecursionError, MemoryError) as error:
        raise refused(f"the source of {label(proxy)} cannot be read ({error})"[:500]) from None
    return made


def _code_of(module: types.CodeType, name: str) -> types.CodeType | None:
    waiting = [module]
    while waiting:
        code = waiting.pop(0)
        for each in code.co_consts:
            if isinstance(each, types.CodeType):
                if each.co_name == name:
                    return each
                waiting.append(each)
    return None


def let_inspect_look() -> None:
    """Let `inspect` give the source of functions and classes of the session."""
    inspect.getsource = _of_stand_ins(inspect.getsource, lambda text: text)
    inspect.getsourcelines = _of_stand_ins(inspect.getsourcelines, lambda text: (text.splitlines(keepends=True), 1))


def _of_stand_ins(real: Callable[[Any], Any], shape: Callable[[str], Any]) -> Callable[[Any], Any]:
    def looked_at(object: Any) -> Any:
        if not issubclass(type(object), StandIn):
            return real(object)
        text = ask(object, "source")
        if type(text) is not str:
            raise refused(f"{label(object)} does not say its source")
        return shape(text)

    looked_at.__name__ = looked_at.__qualname__ = real.__name__
    return looked_at
