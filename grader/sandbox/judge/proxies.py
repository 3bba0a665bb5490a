"""Stand-ins in the judge for functions, classes and objects that live in a session.

A stand-in can be called, asked for attributes, entries and its text; what comes back is data. It has no equality,
truth, order, length or number of its own, because those would be the student's to decide: a test that relies on one
gets a clear error. A function has none of these anywhere, so its stand-in is what any function is.
"""

from __future__ import annotations

import types
from typing import Any, NoReturn

from grader.sandbox.codec import CannotCarry
from grader.sandbox.codec.bounds import VERDICTS
from grader.sandbox.ipc import errors
from grader.sandbox.ipc.rpc import RemoteError, RpcPeer
from grader.sandbox.judge import mirrors
from grader.sandbox.judge.refusals import refused

# Special attributes that the session tells of its objects; the others are this class's own.
_TOLD = frozenset({"__dict__", "__bases__", "__mro__"})
# The instructor's own exceptions, by name.
OWN_ERRORS: dict[str, type[Exception]] = {}
# Questions that only look at an object, by which nothing is changed in it; and how many others there were.
_LOOKING = frozenset({"dir", "function", "get", "item", "iterate", "length", "source", "text"})
_acted = 0


class StudentError(Exception):
    """The student's code raised an exception that the judge does not know by type."""


class SessionGone(RuntimeError):
    """The student's process ended, or did not answer in time."""


class StandIn:
    """An object of the session.

    Parameters
    ----------
    rpc : RpcPeer
    description : dict
        Its number, kind, name and type, as the session tells them.
    """

    __slots__ = ("__kind", "__name", "__number", "__rpc", "__shadow", "__type", "__weakref__")

    def __init__(self, rpc: RpcPeer, description: dict[str, Any]):
        put = object.__setattr__
        put(self, "_StandIn__rpc", rpc)
        put(self, "_StandIn__number", description["id"])
        put(self, "_StandIn__shadow", None)
        for field in ("kind", "name", "type"):
            value = description.get(field, "")
            put(self, f"_StandIn__{field}", value[:200] if type(value) is str else "")

    def __getattr__(self, name: str) -> Any:
        if name in _TOLD:
            return ask(self, "get", [name])
        # Special and display methods are looked up by libraries, not by tests; they are never the session's.
        if name.startswith(("__", "_repr_", "_ipython_", "_StandIn__")):
            raise AttributeError(f"{label(self)} has no attribute {name!r} here")
        if name in VERDICTS:
            raise refused(
                f"{label(self)} belongs to your notebook and is no plain value: its own .{name}() decides no test. "
                "Return numbers, text, lists, dictionaries, arrays or tables."
            )
        return ask(self, "get", [name])

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            raise AttributeError(f"{name} of {label(self)} cannot be set from a test")
        ask(self, "set", [name, value])

    def __delattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(f"{name} of {label(self)} cannot be deleted by a test")
        ask(self, "delete", [name])

    @property
    def __name__(self) -> str:
        return self.__name or self.__type

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        text = ask(self, "get", ["__doc__"])
        return text if isinstance(text, str) else None

    def __repr__(self) -> str:
        return _text(self, "repr")

    def __str__(self) -> str:
        return _text(self, "str")

    def __format__(self, how: str) -> str:
        return _text(self, "format", how)

    def __dir__(self) -> list[str]:
        names = ask(self, "dir")
        if type(names) is not list or not all(type(name) is str for name in names):
            raise refused(f"{label(self)} does not say what it has")
        return names


class Proxy(StandIn):
    """An object of a class of its own, which could say anything of itself."""

    __slots__ = ()
    __doc__ = StandIn.__dict__["__doc__"]  # the session's text, not this one's

    def __getitem__(self, key: Any) -> Any:
        return ask(self, "item", [key])

    def __setitem__(self, key: Any, value: Any) -> None:
        ask(self, "set item", [key, value])

    def __delitem__(self, key: Any) -> None:
        ask(self, "delete item", [key])

    def __iter__(self) -> Any:
        return ask(self, "iterate")


class CallableProxy(Proxy):
    """A class or callable object of the session."""

    __slots__ = ()
    __doc__ = StandIn.__dict__["__doc__"]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return ask(self, "call", args, kwargs)


def _refusal(meaning: str) -> Any:
    def refuse(self: Proxy, *_: Any, **__: Any) -> NoReturn:
        raise refused(
            f"{label(self)} belongs to your notebook and is no plain value: {meaning}. "
            "Return numbers, text, lists, dictionaries or arrays."
        )

    return refuse


for _meaning, _names in {
    "it cannot be compared": "eq ne lt le gt ge",
    "it cannot be used as true or false": "bool",
    "it cannot be a key or a member of a set": "hash",
    "it has no length": "len length_hint",
    "its entries cannot be read one by one": "next reversed contains await aiter anext",
    "it is no array": "array array_ufunc array_function",
    "it is no number": "float int index complex round trunc floor ceil",
    "it cannot be used in a with statement": "enter exit aenter aexit",
    "it cannot be calculated with": "neg pos abs invert",
    "it cannot be asked whether something is of its kind": "instancecheck subclasscheck",
}.items():
    for _each in _names.split():
        setattr(Proxy, f"__{_each}__", _refusal(_meaning))
for _each in "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor".split():  # noqa: SIM905
    for _prefix in ("", "r", "i"):
        if (_prefix, _each) != ("i", "divmod"):
            setattr(Proxy, f"__{_prefix}{_each}__", _refusal("it cannot be calculated with"))


def label(proxy: StandIn) -> str:
    """Return what a stand-in is called in messages."""
    name, kind = proxy._StandIn__name, proxy._StandIn__type
    return f"'{name}'" if name else f"an object of type {kind or 'unknown'}"


def number_of(value: Any) -> int | None:
    """Return the number under which the session knows an object, None if it is no stand-in."""
    if issubclass(type(value), StandIn):
        return value._StandIn__number
    return mirrors.number_of(value)


def make(rpc: RpcPeer, description: dict[str, Any]) -> Any:
    """Return the stand-in for an object that the session describes."""
    from grader.sandbox.judge import functions, iterators, library_objects

    kind = description.get("kind")
    if kind == "exception class":
        return mirrors.of_class(rpc, description)
    if kind == "exception":
        error = description.get("error")
        return mirrors.numbered(translated(rpc, error if type(error) is dict else {}), description["id"])
    if kind == "function":
        return functions.FunctionProxy(rpc, description)
    if kind in ("iterator", "generator", "coroutine"):
        return iterators.make(rpc, description)
    if kind in ("object", "callable") and type(description.get("of")) is list:
        return library_objects.make(rpc, description)
    return (CallableProxy if kind in ("class", "callable") else Proxy)(rpc, description)


def ask(proxy: StandIn, what: str, arguments: Any = (), keywords: dict[str, Any] | None = None) -> Any:
    """Ask the session about the object behind a stand-in; its exceptions are raised here."""
    return asked(proxy._StandIn__rpc, what, proxy._StandIn__number, arguments, keywords)


def asked(rpc: RpcPeer, what: str, number: int, arguments: Any = (), keywords: dict[str, Any] | None = None) -> Any:
    """Ask the session about one of its objects.

    Raises
    ------
    CannotJudge
        If a value cannot be carried.
    Exception
        Whatever the session has raised.
    """
    global _acted
    _acted += what not in _LOOKING
    try:
        return rpc.ask(what, arguments, keywords, id=number)
    except RemoteError as error:
        problem: BaseException = translated(rpc, error.description)
    except CannotCarry as error:
        problem = refused(str(error))
    raise problem from None


def acted() -> int:
    """Return how many questions so far may have changed an object of the session."""
    return _acted


def _text(proxy: StandIn, what: str, *more: str) -> str:
    text = ask(proxy, "text", [what, *more])
    if type(text) is not str:
        raise refused(f"{label(proxy)} does not say its text")
    return text


def translated(rpc: RpcPeer, description: dict[str, Any]) -> BaseException:
    """Return an exception of the judge's own for one that the session describes."""
    text, kind = description.get("text"), description.get("type")
    text = text if type(text) is str else ""
    kind = kind[:200] if type(kind) is str else "an error"
    if description.get("gone") is True:
        return SessionGone(text)
    if kind in ("CannotCarry", "BadValue"):
        return refused(text)
    before = rpc.raised(description)
    if isinstance(before, Exception) and not isinstance(before, (StopIteration, StopAsyncIteration)):
        return before.with_traceback(None)
    if kind in OWN_ERRORS:
        return errors.made(OWN_ERRORS[kind], description, text)
    known, exactly = errors.nearest_class(description)
    if type(description.get("class")) is dict:
        own = rpc.resolve(description["class"])
        if isinstance(own, mirrors.Mirror):
            return mirrors.raised(own, description, text)
    if known is None or kind == "StopIteration":
        return StudentError(f"{kind}: {text}")
    return errors.made(known, description if exactly else {}, text if exactly else f"{kind}: {text}")


FUNCTION_TYPES = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
