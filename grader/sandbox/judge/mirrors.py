"""Classes of exceptions that a student has defined, mirrored in the judge so that tests can catch and raise them."""

from __future__ import annotations

import contextlib
from typing import Any

from grader.sandbox.ipc import errors
from grader.sandbox.ipc.rpc import RpcPeer

_NUMBER, _RPC = "_number_in_session", "_rpc"


class Mirror(type):
    """The class of such classes: calling one makes the exception in the session, by its own `__init__`."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        from grader.sandbox.judge import proxies

        return proxies.asked(vars(cls)[_RPC], "call", vars(cls)[_NUMBER], args, kwargs)


def of_class(rpc: RpcPeer, description: dict[str, Any]) -> Mirror:
    """Return the mirror of a class that the session describes."""
    bases = []
    for base in description.get("bases") or []:
        if type(base) is dict:
            found: Any = rpc.resolve(base)
            bases.append(found if isinstance(found, Mirror) else Exception)
        elif type(base) is list and len(base) == 2:
            bases.append(errors.known_class(*base) or _own_error(base[1]) or Exception)
    name = description.get("name")
    name = name if type(name) is str and name.isidentifier() else "StudentException"
    content = {_RPC: rpc, _NUMBER: description["id"], "__module__": "__main__", "__str__": _text_of}
    try:
        return Mirror(name, tuple(dict.fromkeys(bases)) or (Exception,), content)
    except TypeError:  # bases that do not go together
        return Mirror(name, (Exception,), content)


def _own_error(name: Any) -> type[Exception] | None:
    from grader.sandbox.judge import proxies

    return proxies.OWN_ERRORS.get(name) if type(name) is str else None


def _text_of(error: BaseException) -> str:
    return vars(error).get("_text", "")


def raised(kind: Mirror, description: dict[str, Any], text: str) -> Exception:
    """Return an exception of a mirrored class, as the session describes it."""
    arguments = description.get("args")
    error = kind.__new__(kind, *(arguments if type(arguments) is list else [text]))
    error._text = text
    return errors.with_attributes(error, description)


def numbered(error: BaseException, number: int) -> BaseException:
    """Mark an exception as the one that the session knows under a number."""
    with contextlib.suppress(AttributeError, TypeError):
        object.__setattr__(error, _NUMBER, number)
    return error


def number_of(value: Any) -> int | None:
    """Return the number under which the session knows a class or exception, None if it does not."""
    if isinstance(type(value), type) and issubclass(type(value), Mirror):
        return vars(value)[_NUMBER]
    if isinstance(value, BaseException):
        number = vars(value).get(_NUMBER)
        return number if type(number) is int else None
    return None
