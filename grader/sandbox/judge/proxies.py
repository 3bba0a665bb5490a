"""Stand-ins in the judge for functions, classes and objects that live in a session.

A stand-in can be called and asked for attributes; what comes back is data. It has no equality, truth, order, length
or number of its own, because those would be the student's to decide: a test that relies on one gets a clear error.
"""

from __future__ import annotations

import builtins
from typing import Any, NoReturn

from grader.sandbox.codec.bounds import VERDICTS
from grader.sandbox.ipc.rpc import RemoteError, RpcPeer

# Exceptions that a test may catch by type. Those that steer loops instead of telling an error are left out: a
# function that raises StopIteration inside `map` would end a test's loop early, without a failure.
_KNOWN_ERRORS = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, StopIteration | StopAsyncIteration)
}

# The instructor's own exceptions, by name.
OWN_ERRORS: dict[str, type[Exception]] = {}


class StudentError(Exception):
    """The student's code raised an exception that the judge does not know by type."""


class SessionGone(RuntimeError):
    """The student's process ended, or did not answer in time."""


class Proxy:
    """An object of the session.

    Parameters
    ----------
    rpc : RpcPeer
    description : dict
        Its number, kind, name and type, as the session tells them.
    """

    __slots__ = ("__kind", "__name", "__number", "__rpc", "__type")

    def __init__(self, rpc: RpcPeer, description: dict[str, Any]):
        put = object.__setattr__
        put(self, "_Proxy__rpc", rpc)
        put(self, "_Proxy__number", description["id"])
        for field in ("kind", "name", "type"):
            value = description.get(field, "")
            put(self, f"_Proxy__{field}", value[:200] if type(value) is str else "")

    def __getattr__(self, name: str) -> Any:
        # Special and display methods are looked up by libraries, not by tests; they are never the session's.
        if name.startswith(("__", "_repr_", "_ipython_", "_Proxy__")):
            raise AttributeError(f"{label(self)} has no attribute {name!r} here")
        if name in VERDICTS:
            raise TypeError(
                f"{label(self)} belongs to your notebook and is no plain value: its own .{name}() decides no test. "
                "Return numbers, text, lists, dictionaries, arrays or tables."
            )
        return ask(self, "get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name.startswith("__"):
            raise AttributeError(f"{name} of {label(self)} cannot be set from a test")
        ask(self, "set", [name, value])

    @property
    def __name__(self) -> str:
        return self.__name or self.__type

    @property
    def __doc__(self) -> str | None:  # type: ignore[override]
        text = ask(self, "get", "__doc__")
        return text if isinstance(text, str) else None

    def __repr__(self) -> str:
        return f"<{label(self)} in the student's session>"

    def __dir__(self) -> list[str]:
        return []


class CallableProxy(Proxy):
    """A function, class or callable object of the session."""

    __slots__ = ()
    __doc__ = Proxy.__dict__["__doc__"]  # the session's text, not this one's

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return ask(self, "call", [list(args), kwargs])


def _refusal(meaning: str) -> Any:
    def refuse(self: Proxy, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            f"{label(self)} belongs to your notebook and is no plain value: {meaning}. "
            "Return numbers, text, lists, dictionaries or arrays."
        )

    return refuse


for _meaning, _names in {
    "it cannot be compared": "eq ne lt le gt ge",
    "it cannot be used as true or false": "bool",
    "it cannot be a key or a member of a set": "hash",
    "it has no length": "len length_hint",
    "its entries cannot be read one by one": "iter next reversed contains getitem setitem delitem await aiter anext",
    "it is no array": "array array_ufunc array_function",
    "it is no number": "float int index complex round trunc floor ceil",
    "it cannot be used in a with statement": "enter exit aenter aexit",
    "it cannot be calculated with": "neg pos abs invert",
}.items():
    for _each in _names.split():
        setattr(Proxy, f"__{_each}__", _refusal(_meaning))
for _each in "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and or xor".split():  # noqa: SIM905
    for _prefix in ("", "r", "i"):
        if (_prefix, _each) != ("i", "divmod"):
            setattr(Proxy, f"__{_prefix}{_each}__", _refusal("it cannot be calculated with"))


def label(proxy: Proxy) -> str:
    """Return what a stand-in is called in messages."""
    name, kind = proxy._Proxy__name, proxy._Proxy__type
    return f"'{name}'" if name else f"an object of type {kind or 'unknown'}"


def number_of(proxy: Proxy) -> int:
    """Return the number under which the session knows the object."""
    return proxy._Proxy__number


def make(rpc: RpcPeer, description: dict[str, Any]) -> Proxy:
    """Return the stand-in for an object that the session describes."""
    is_callable = description.get("kind") in ("function", "class", "callable")
    return (CallableProxy if is_callable else Proxy)(rpc, description)


def ask(proxy: Proxy, what: str, arguments: Any) -> Any:
    """Ask the session about the object behind a stand-in; its exceptions are raised here."""
    try:
        return proxy._Proxy__rpc.ask(what, arguments, id=number_of(proxy))
    except RemoteError as error:
        raise translated(error.description) from None


def translated(description: dict[str, Any]) -> Exception:
    """Return an exception of the judge's own for one that the session describes."""
    text = description.get("text")
    text = text if type(text) is str else ""
    kind = description.get("type")
    kind = kind[:200] if type(kind) is str else "an error"
    if description.get("gone") is True:
        return SessionGone(text)
    if kind in OWN_ERRORS:
        try:
            return OWN_ERRORS[kind](text)
        except Exception:  # it wants more than a text
            return StudentError(f"{kind}: {text}")
    bases = description.get("bases")
    for base in bases if type(bases) is list else []:
        known = _KNOWN_ERRORS.get(base) if type(base) is str else None
        if known is None or known is Exception:
            continue
        try:
            return known(text if base == kind or not kind else f"{kind}: {text}" if kind != "CannotCarry" else text)
        except TypeError:  # it wants more than a text
            break
    return StudentError(f"{kind}: {text}")
