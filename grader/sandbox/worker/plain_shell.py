"""Cells run by Python alone, where the course's Python has no IPython.

Outputs, tracebacks, the value of the last expression and top-level `await` are as in JupyterLab. Magics are not there:
those that only set something up are passed over, any other one is named in the outputs and left out.
"""

from __future__ import annotations

import ast
import builtins
import inspect
import linecache
import re
import sys
import traceback
import types
from collections.abc import Iterator
from typing import Any

from grader.sandbox.worker import standard_streams
from grader.sandbox.worker.outputs import Outputs, plain_bundle
from grader.sandbox.worker.standard_streams import INSTALLS, NOTHING_INSTALLED

_MAGIC = re.compile(r"^(?P<indent>\s*)(?P<magic>%{1,2}[A-Za-z_]|!)(?P<rest>.*)$")
# They change how things are shown, loaded or timed, not what a cell does.
_SETTING_UP = re.compile(r"^%(matplotlib|config|load_ext|reload_ext|autoreload|precision|pylab|colors)\b")
_AROUND_A_CELL = re.compile(r"^%%(time|timeit|capture|prun)\b")
_LEFT_OUT = "_left_out_magic"
_REPRESENTATIONS = {
    "_repr_html_": "text/html", "_repr_markdown_": "text/markdown", "_repr_latex_": "text/latex",
    "_repr_svg_": "image/svg+xml", "_repr_png_": "image/png", "_repr_jpeg_": "image/jpeg",
}  # fmt: skip


class PlainShell:
    """Runs one cell after another in one namespace."""

    def __init__(self) -> None:
        self.user_module = types.ModuleType("__main__")
        self.user_ns: dict[str, Any] = vars(self.user_module)
        self.user_ns.update({"__builtins__": builtins, _LEFT_OUT: self._left_out})
        builtins.display = self.display  # type: ignore[attr-defined]
        self.execution_count = 1
        self._outputs: Outputs | None = None

    def connect(self, outputs: Outputs) -> None:
        """Let what cells put out, and Python's standard streams, go to `outputs`."""
        self._outputs = outputs
        standard_streams.connect(outputs)

    def transform_cell(self, raw_cell: str) -> str:
        """Return a cell as plain Python: without its magics."""
        try:
            ast.parse(raw_cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return without_magics(raw_cell)
        return raw_cell

    async def run(self, code: str) -> BaseException | None:
        """Run one cell, inside a running event loop; return the exception that ended it."""
        count, self.execution_count = self.execution_count, self.execution_count + 1
        name = f"<cell {count}>"
        source = self.transform_cell(code)
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            for part, is_value in _parts(source, name):
                made = eval(part, self.user_ns)
                if part.co_flags & inspect.CO_COROUTINE:
                    made = await made
                if is_value and made is not None and not _is_quiet(source):
                    self.user_ns["_"] = made
                    self._publish(made, output_type="execute_result", execution_count=count)
        except BaseException as error:
            self._show(error)
            return error
        return None

    def display(self, *values: Any, metadata: Any = None, raw: bool = False, **_: Any) -> None:
        """Show values, each as an output of its own; with `raw` a value is already a bundle of representations."""
        for value in values:
            self._publish(value, output_type="display_data", metadata=metadata, raw=raw)

    def _publish(self, value: Any, *, metadata: Any = None, raw: bool = False, **output: Any) -> None:
        if self._outputs is not None:
            data = value if raw else representations(value)
            self._outputs.publish({**output, "data": plain_bundle(data), "metadata": plain_bundle(metadata or {})})

    def _show(self, error: BaseException) -> None:
        try:
            text = str(error)
        except Exception:
            text = "<exception str() failed>"
        try:
            # The first frame is this module's.
            trace = error.__traceback__ and error.__traceback__.tb_next
            lines = traceback.format_exception(type(error), error, trace)
        except Exception:
            lines = [f"{type(error).__name__}: {text}"]
        if self._outputs is not None:
            self._outputs.publish(
                {"output_type": "error", "ename": type(error).__name__, "evalue": text, "traceback": lines}
            )

    @staticmethod
    def _left_out(magic: str) -> None:
        if INSTALLS.search(magic.lstrip("%!")):
            sys.stdout.write(NOTHING_INSTALLED)
        else:
            sys.stderr.write(f"Left out, because this Python has no IPython: {magic}\n")


def without_magics(source: str) -> str:
    """Return a cell in which each magic is a call that says that it is left out, or nothing; no line is moved."""
    lines = source.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        if not _AROUND_A_CELL.match(lines[first]):
            return "\n" * first + f"{_LEFT_OUT}({lines[first].strip()!r})"
        lines[first] = ""
    for number, line in enumerate(lines):
        found = _MAGIC.match(line)
        if found is None:
            continue
        text = line.strip()
        lines[number] = found["indent"] + ("pass" if _SETTING_UP.match(text) else f"{_LEFT_OUT}({text!r})")
    return "\n".join(lines)


def representations(value: Any) -> dict[str, Any]:
    """Return a value as text, and in the other forms that it offers."""
    bundle = {"text/plain": repr(value)}
    if isinstance(value, type):
        return bundle
    for method, kind in _REPRESENTATIONS.items():
        try:
            made = getattr(value, method, None)
            made = made() if callable(made) else None
        except Exception:  # a form that cannot be made is not shown
            continue
        if isinstance(made, tuple):
            made = made[0] if made else None
        if made is not None:
            bundle[kind] = made
    return bundle


def _parts(source: str, name: str) -> Iterator[tuple[types.CodeType, bool]]:
    """Return the code of a cell, and apart from it that of a last expression, whose value is shown."""
    body = compile(source, name, "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    await_too = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    if body:
        yield compile(ast.Module(body, []), name, "exec", await_too, dont_inherit=True), False
    if last is not None:
        yield compile(ast.Expression(last.value), name, "eval", await_too, dont_inherit=True), True


def _is_quiet(source: str) -> bool:
    """Whether a cell ends with a semicolon, which asks not to show its value."""
    lines = [line.partition("#")[0].rstrip() for line in source.splitlines()]
    return next((line for line in reversed(lines) if line), "").endswith(";")
