"""The loop of a judge: runs test cells with an instructor's own names and values of the session."""

from __future__ import annotations

import importlib
import re
import types
from collections.abc import Iterator, Sequence
from typing import Any

from grader.sandbox.codec import CannotCarry
from grader.sandbox.codec.bounds import EMPTY, MASKED, MISSING
from grader.sandbox.codec.numpy_here import np
from grader.sandbox.ipc.channel import Channel, ChannelClosed
from grader.sandbox.ipc.rpc import RemoteError, RpcPeer
from grader.sandbox.judge import (  # noqa: F401  - nothing can be imported later
    first_operations,
    functions,
    iterators,
    lent,
    library_objects,
    proxies,
    refusals,
)
from grader.sandbox.judge.instructor_values import InstructorValues
from grader.sandbox.judge.refusals import refused
from grader.sandbox.judge.surroundings import Surroundings
from grader.sandbox.worker import serving

# A module that only an answer cell imports is taken under its usual names alone, so that no other can pose as it.
_USUAL_NAMES = {"np": "numpy", "plt": "matplotlib.pyplot", "pd": "pandas", "tf": "tensorflow", "mpl": "matplotlib"}
_SPEAKS_OF = {
    MASKED: re.compile(r"\bma\b|\bmasked|MaskedArray|\bgetmask"),
    MISSING: re.compile(
        r"\bNA\b|\b(?:is|not)na\b|\b(?:is|not)null\b|\b(?:fill|drop)na\b|\bU?Int(?:8|16|32|64)\b|\bFloat(?:32|64)\b"
        r"|['\"](?:boolean|string)['\"]|StringDtype|BooleanDtype|convert_dtypes|dtype_backend|nullable"
    ),
    EMPTY: re.compile(r"\bempty\b|\(\s*0\s*,|\[\s*\]|:\s*0\s*\]"),
}
_USUAL_MODULES = {"numpy", "scipy", "matplotlib", "pandas", "tensorflow", "keras", "sklearn", "math", "random", "time"}


def serve(channel: Channel, header: dict[str, Any]) -> None:
    """Serve until the grader closes the channel."""
    begins = header.get("settings", {}).get("begins") is True
    serving.serve(Judge, channel, first_operations.begin_libraries if begins else None)


class Judge(serving.Served):
    """Runs the test cells of one notebook; what a test cell defines, later ones can use."""

    def __init__(self, channel: Channel):
        super().__init__(channel)
        functions.let_inspect_look()
        self.rpc = RpcPeer(channel, "judge", proxies.make, describe, {"call": self._call, "next": self._next})
        self._instructor = InstructorValues(self.shell.user_ns, self.rpc.classes)
        self._session, self._told = 0, []
        self._surroundings = Surroundings(self.shell.user_ns)
        self.rpc.along, self.rpc.taken = self._surroundings.along, self._surroundings.taken

    async def handle(self, header: dict[str, Any], body: bytes) -> None:
        """Run a test."""
        if header["op"] == "test":
            if header["session"] != self._session:  # another one, which has been told nothing
                self._session, self._told = header["session"], []
                self.rpc.meet_another()
            refusals.take()
            self.rpc.blanks = _asked_for([header["code"], *(source for _, source, _ in header["inputs"]["made"])])
            await self.execute(header["code"], lambda: self._prepare(header["code"], header["inputs"]))
            self.rpc.forget_objects()

    def told_at_end(self) -> dict[str, Any]:
        """Return what was refused: the test may have gone on all the same."""
        return {"refused": refusals.take()}

    def _prepare(self, code: str, inputs: dict[str, Any]) -> None:
        try:
            self._provide(inputs)
            self._surroundings.begin(code, inputs["watched"])
        except (CannotCarry, ChannelClosed) as problem:
            raise serving.CannotStart(str(problem)) from None
        except RemoteError as problem:
            raise serving.CannotStart(str(proxies.translated(self.rpc, problem.description))) from None

    def _provide(self, inputs: dict[str, Any]) -> None:
        """Put the names that a test needs into its namespace: the instructor's made here, the others the session's."""
        namespace, lent = self.shell.user_ns, self._surroundings.lent
        # What an earlier test borrowed may have changed since; what it defined itself stays.
        for name, value in lent.items():
            if namespace.get(name) is value:
                namespace.pop(name)
        lent.clear()
        asked = list(inputs["asked"])
        with self.interrupts.allowed():
            asked = self._instructor.make(inputs["made"], asked)
            asked += self._instructor.not_carried([name for name in inputs["handed"] if name not in asked])
        # The time of the test itself begins here.
        self.channel.send({"op": "made"})
        if self.rpc.classes.names != self._told:
            self._told = self.rpc.classes.names
            self.rpc.ask("classes", self._told)
        wanted = dict.fromkeys([*asked, *(name for name in inputs["perhaps"] if name not in namespace)])
        if wanted:
            self._borrow(list(wanted), inputs["imports"])

    def _borrow(self, wanted: list[str], imports: dict[str, str]) -> None:
        found = self.rpc.ask("names", wanted)
        if type(found) is not dict:
            raise CannotCarry("the session does not say what its names mean")
        for name in wanted:
            entry = found.get(name)
            if type(entry) is dict:
                value = _imported(name, entry, imports)
                value = self._borrowed(name, entry) if value is None else value
                self.shell.user_ns[name] = self._surroundings.lent[name] = value

    @staticmethod
    def _borrowed(name: str, entry: dict[str, Any]) -> Any:
        if "value" in entry:
            return entry["value"]
        module = entry.get("module")
        if type(module) is str:
            usual = _USUAL_NAMES.get(name) == module or module.rpartition(".")[2] == name
            if usual and module.partition(".")[0] in _USUAL_MODULES:
                found = _importable(module)
                if found is not None:
                    return found
            return Unusable(f"'{name}' is a module of your notebook; tests cannot use it")
        return Unusable(f"'{name}' cannot be handed to the tests: {entry.get('cannot', '')}"[:500])

    def _call(self, header: dict[str, Any], args: list[Any], kwargs: dict[str, Any]) -> Any:
        target = self.rpc.resolve({"home": "judge", "id": header.get("id")})
        return target(*args, **kwargs)

    def _next(self, header: dict[str, Any], *_: Any) -> list[Any]:
        target = self.rpc.resolve({"home": "judge", "id": header.get("id")})
        for value in target:
            return [value]
        return []


def _asked_for(sources: Sequence[str]) -> list[str]:
    """Return which entries without a value a test speaks of, or what it takes of the instructor's."""
    text = "\n".join(sources)
    return [kind for kind, words in _SPEAKS_OF.items() if words.search(text)]


def _imported(name: str, entry: dict[str, Any], imports: dict[str, str]) -> Any:
    """Return the judge's own thing for one that the exercise asks to import, if the session has imported that one."""
    if name not in imports:
        return None
    made: dict[str, Any] = {}
    try:
        exec(compile(imports[name], "<import of the solution>", "exec"), made)
    except Exception:  # not installed here, or not as written
        return None
    own = made.get(name)
    if isinstance(own, types.ModuleType):
        return own if entry.get("module") == own.__name__ else None
    told = [getattr(own, "__module__", None), getattr(own, "__qualname__", None)]
    return own if "of" in entry and entry["of"] == told else None


def _importable(module: str) -> types.ModuleType | None:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


class Unusable:
    """A name of the session that cannot be handed over; using it in any way tells why."""

    def __init__(self, why: str):
        object.__setattr__(self, "_why", why)

    def __getattribute__(self, name: str) -> Any:
        if name in ("__class__", "__dict__", "__repr__"):
            return object.__getattribute__(self, name)
        raise refused(object.__getattribute__(self, "_why"))

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise refused(object.__getattribute__(self, "_why"))

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __len__ = __iter__ = __call__  # type: ignore
    __array__ = __float__ = __int__ = __index__ = __contains__ = __getitem__ = __hash__ = __call__  # type: ignore


def describe(rpc: RpcPeer, value: Any) -> dict[str, Any]:
    """Describe what a test hands to the session: functions can be called from there, iterators read, nothing else.

    Raises
    ------
    CannotCarry
        For any other object. A session that could look into objects of the judge could find the tests in them.
    """
    if isinstance(value, (types.FunctionType, types.BuiltinFunctionType, types.MethodType, np.ufunc)) or (
        callable(value) and not isinstance(value, type) and not lent.offers_more(value)
    ):
        return {"kind": "function", "name": str(getattr(value, "__name__", ""))[:200]}
    if isinstance(value, Iterator) and not lent.offers_more(value):
        return {"kind": "iterator"}
    raise CannotCarry(
        f"an object of type {type(value).__name__} cannot be handed to a student's function by a test that runs apart"
    )
