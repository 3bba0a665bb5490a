"""Objects of a library's class that stay in the session: a figure, a fitted model, a graph, a connection.

The judge has their classes too. So it knows what such an object is, whether it has a length, and that two of them are
equal where they are one; everything that an object of the class could say of itself is still no verdict. Nor is what
the judge's own copy of the class would make of it: a comparison with a stand-in would ask the session for its parts.
"""

from __future__ import annotations

import functools
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from grader.sandbox.codec.bounds import VERDICTS
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.ipc.known_classes import class_here
from grader.sandbox.ipc.rpc import RpcPeer
from grader.sandbox.judge import proxies
from grader.sandbox.judge.proxies import Proxy, StandIn, ask, label
from grader.sandbox.judge.refusals import CannotJudge, refused

# What a value of these is goes by value or not at all.
_VALUES = (int, float, complex, str, bytes, bytearray, type, BaseException, types.ModuleType, np.ndarray, np.generic)
# The same for classes of libraries, of which nothing is imported for it.
_VALUES_OF_LIBRARIES = {
    "pandas": ("DataFrame", "Series", "Index"),
    "pandas.api.extensions": ("ExtensionArray",),
    "scipy.sparse": ("sparray", "spmatrix"),
    "tensorflow": ("Tensor", "Variable"),
    "torch": ("Tensor",),
}
_COMPARISONS = frozenset({"__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"})


class LibraryProxy(Proxy):
    """An object whose class the judge has, too.

    Parameters
    ----------
    rpc : RpcPeer
    description : dict
        As for every stand-in; "of" says module and name of its class.
    """

    __slots__ = ("__length", "__of")
    __doc__ = Proxy.__dict__["__doc__"]  # the session's text, not this one's

    def __init__(self, rpc: RpcPeer, description: dict[str, Any]):
        super().__init__(rpc, description)
        object.__setattr__(self, "_LibraryProxy__of", tuple(description["of"][:2]))
        object.__setattr__(self, "_LibraryProxy__length", None)
        _make_wary(class_here(*self.__of) if len(self.__of) == 2 else None)

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return _class_of(self) or type(self)

    def __getattr__(self, name: str) -> Any:
        # How estimators tell other parts of their library what they are.
        return ask(self, "get", [name]) if name.startswith("__sklearn_") else super().__getattr__(name)

    def __len__(self) -> int:
        if not _has(self, "__len__"):
            return super().__len__()
        try:
            length = ask(self, "length")
        except Exception:  # a data set without end has none
            self.__remember(None)
            raise
        if type(length) is not int or length < 0:
            raise refused(f"{label(self)} does not say how long it is")
        self.__remember(length)
        return length

    def __remember(self, length: int | None) -> None:
        """Keep what was said of the length: it stays so until something is done with the object."""
        before, told = self.__length, (length, proxies.acted())
        if before is not None and before[0] != length and before[1] == told[1]:
            raise refused(f"{label(self)} says first that its length is {before[0]}, then that it is {length}")
        object.__setattr__(self, "_LibraryProxy__length", told)

    def __iter__(self) -> Any:
        entries = super().__iter__()
        return _counted(self, entries) if _has(self, "__len__") else entries

    def __bool__(self) -> bool:
        kind = _class_of(self)
        if kind is None or _has(self, "__bool__"):
            return super().__bool__()
        return not _has(self, "__len__") or len(self) > 0

    def __contains__(self, wanted: Any) -> bool:
        if not _has(self, "__iter__"):
            return super().__contains__(wanted)
        return any(entry is wanted or entry == wanted for entry in self)

    def __eq__(self, other: object) -> bool:
        return self is other if _is_plain(self, "__eq__") else super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return self is not other if _is_plain(self, "__eq__") else super().__ne__(other)

    def __hash__(self) -> int:
        return object.__hash__(self) if _is_plain(self, "__hash__") else super().__hash__()


class CallableLibraryProxy(LibraryProxy):
    """Such an object that can be called."""

    __slots__ = ()
    __doc__ = Proxy.__dict__["__doc__"]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return ask(self, "call", args, kwargs)


def make(rpc: RpcPeer, description: dict[str, Any]) -> LibraryProxy:
    """Return the stand-in for an object of a library's class that the session describes."""
    return (CallableLibraryProxy if description["kind"] == "callable" else LibraryProxy)(rpc, description)


def _class_of(proxy: LibraryProxy) -> type | None:
    """Return the class that is told, None where this side has none like it."""
    kind = class_here(*proxy._LibraryProxy__of, load=True) if len(proxy._LibraryProxy__of) == 2 else None
    if kind is None or issubclass(kind, (*_VALUES, *_values_of_libraries())):
        return None
    _make_wary(kind)
    return kind


def _values_of_libraries() -> list[type]:
    found = []
    for module, names in _VALUES_OF_LIBRARIES.items():
        library = sys.modules.get(module)
        found += [kind for kind in (getattr(library, name, None) for name in names) if isinstance(kind, type)]
    return found


def _counted(proxy: LibraryProxy, entries: Any) -> Iterator[Any]:
    """Yield the entries of an object; they must be as many as it says, or `zip` would end a test's loop early."""
    try:
        length: int | None = len(proxy)
    except CannotJudge:
        raise
    except Exception:  # it says that it has none
        length = None
    count = 0
    for entry in entries:
        count += 1
        yield entry
    if length is not None and count != length and count != len(proxy):
        raise refused(f"{label(proxy)} says that its length is {length}, and has {count} entries")
    # Asking for entries was no reason to have another length now.
    object.__setattr__(proxy, "_LibraryProxy__length", (None if length is None else count, proxies.acted()))


@functools.cache
def _make_wary(kind: type | None) -> None:
    """Let no method of a class by which its objects are compared take a stand-in for one of them."""
    for each in kind.__mro__ if kind is not None else ():
        for name, own in list(vars(each).items()):
            if name in _COMPARISONS | VERDICTS and isinstance(own, types.FunctionType):
                setattr(each, name, _wary(own, name))


def _wary(own: Callable[..., Any], name: str) -> Callable[..., Any]:
    if hasattr(own, "_is_wary"):
        return own

    @functools.wraps(own)
    def compared(*args: Any, **kwargs: Any) -> Any:
        stand_in = next((each for each in (*args, *kwargs.values()) if issubclass(type(each), StandIn)), None)
        if stand_in is None:
            return own(*args, **kwargs)
        if name in _COMPARISONS:
            return NotImplemented  # the stand-in is asked next, and refuses
        raise refused(f"{label(stand_in)} belongs to your notebook and is no plain value: it cannot be compared")

    compared._is_wary = True  # type: ignore[attr-defined]
    return compared


def _has(proxy: LibraryProxy, name: str) -> bool:
    kind = _class_of(proxy)
    return kind is not None and getattr(kind, name, None) is not None


def _is_plain(proxy: LibraryProxy, name: str) -> bool:
    """Whether the class leaves a special method as it is for every object."""
    kind = _class_of(proxy)
    return kind is not None and getattr(kind, name) is getattr(object, name)
