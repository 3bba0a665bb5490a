"""IPython without a terminal and without a kernel: cells behave as in JupyterLab, outputs go to `Outputs`."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import json
import os
import subprocess
import sys
import types
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from pygments.formatters.terminal256 import Terminal256Formatter
from pygments.lexer import RegexLexerMeta
from traitlets import Type
from traitlets.config import Config

from grader.sandbox.worker import standard_streams
from grader.sandbox.worker.outputs import Outputs, plain_bundle
from grader.sandbox.worker.standard_streams import INSTALLS, NOTHING_INSTALLED

_TRACEBACK_END = 10  # frames shown from the beginning and from the end of a long traceback


class Publisher(DisplayPublisher):
    """Takes what `display` shows."""

    outputs: Outputs | None = None

    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **_: Any) -> None:
        """Send one display."""
        if self.outputs is None:
            return
        output = {"output_type": "display_data", "data": plain_bundle(data), "metadata": plain_bundle(metadata or {})}
        identity = (transient or {}).get("display_id")
        self.outputs.publish(output, display_id=str(identity) if identity is not None else None, update=bool(update))

    def clear_output(self, wait: bool = False) -> None:
        """Clear the cell's outputs."""
        if self.outputs is not None:
            self.outputs.clear(wait)


class Hook(DisplayHook):
    """Takes the value of a cell's last expression."""

    outputs: Outputs | None = None

    def write_output_prompt(self) -> None:
        """A notebook shows the prompt itself."""

    def write_format_data(self, format_dict, md_dict=None) -> None:
        """Send the value in its representations."""
        if self.outputs is None or not format_dict:
            return
        self.outputs.publish(
            {
                "output_type": "execute_result",
                "data": plain_bundle(format_dict),
                "metadata": plain_bundle(md_dict or {}),
                "execution_count": self.prompt_count,
            }
        )

    def finish_displayhook(self) -> None:
        """Nothing to write after a value."""


class Compiler(CachingCompiler):
    """Compiles cells, and says where they belong: a traceback would look for it in every module, for each frame."""

    def cache(self, transformed_code: str, number: int = 0, raw_code: str | None = None) -> str:
        """Make a name for the code of a cell, and keep the code under it."""
        name = super().cache(transformed_code, number, raw_code)
        inspect.modulesbyfile[name] = "__main__"
        with contextlib.suppress(OSError):
            inspect.modulesbyfile[os.path.abspath(name)] = "__main__"
        return name


class SessionShell(InteractiveShell):
    """The shell of a session or judge."""

    compiler_class = Type(Compiler)
    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)

    outputs: Outputs | None = None

    def _get_exc_info(self, exc_tuple=None):
        etype, value, trace = super()._get_exc_info(exc_tuple)
        return etype, value, shortened(trace)

    def _showtraceback(self, etype, evalue, stb) -> None:
        self._last_traceback = stb
        if self.outputs is not None:
            try:
                text = str(evalue)
            except Exception:
                text = "<exception str() failed>"
            lines = [str(line) for line in stb] if isinstance(stb, list) else [str(stb)]
            self.outputs.publish(
                {"output_type": "error", "ename": str(etype.__name__), "evalue": text, "traceback": lines}
            )

    def _format_exception_for_storage(self, exception, *_: Any, **__: Any) -> dict[str, Any]:
        # For `%notebook` alone, which nobody calls here; a second traceback would double what a failure costs.
        return {"ename": type(exception).__name__, "evalue": "", "traceback": []}

    def init_history(self) -> None:
        """Keep the history in memory: there is no later session that could read it."""
        self.history_manager = HistoryManager(shell=self, parent=self, hist_file=":memory:")
        self.configurables.append(self.history_manager)

    def system(self, cmd: str) -> None:
        """Run `!command`; its output belongs to the cell, in order."""
        command = self.var_expand(cmd, depth=1)
        if INSTALLS.search(command):
            sys.stdout.write(NOTHING_INSTALLED)
            self.user_ns["_exit_code"] = 1
            return
        # IPython would ask for a terminal of its own, which a confined process has not got.
        with subprocess.Popen(
            command,
            shell=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            for line in process.stdout or ():
                sys.stdout.write(line.decode("utf-8", "replace"))
        self.user_ns["_exit_code"] = process.returncode

    def connect(self, outputs: Outputs) -> None:
        """Let what cells put out, and Python's standard streams, go to `outputs`."""
        self.outputs = self.display_pub.outputs = self.displayhook.outputs = outputs
        standard_streams.connect(outputs)

    async def run(self, code: str) -> BaseException | None:
        """Run one cell as JupyterLab does, inside a running event loop; return the exception that ended it."""
        preprocessing = None
        try:
            transformed = self.transform_cell(code)
        except Exception:
            transformed, preprocessing = code, sys.exc_info()
        if self.should_run_async(code, transformed_cell=transformed, preprocessing_exc_tuple=preprocessing):
            result = await asyncio.ensure_future(
                self.run_cell_async(
                    code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=preprocessing
                )
            )
        else:
            result = self.run_cell(code, store_history=True)
        return result.error_before_exec or result.error_in_exec


def make_shell() -> SessionShell:
    """Return the process's shell; called in the fork server, so that a session has it at once."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "neutral"
    settings.InteractiveShell.autoindent = False
    shell = SessionShell.instance(config=settings)
    _format_one_failure(shell)
    return shell


def _format_one_failure(shell: SessionShell) -> None:
    """Format a traceback: IPython and Pygments keep what they prepare for their first, and sessions share it."""
    RegexLexerMeta.process_tokendef = functools.partialmethod(_tokens_of, RegexLexerMeta.process_tokendef)
    Terminal256Formatter.__init__ = functools.partialmethod(_begin_formatter, Terminal256Formatter.__init__, {})
    try:
        json.loads("{")
    except ValueError:
        with contextlib.suppress(Exception):
            shell.InteractiveTB.structured_traceback(*sys.exc_info())
            # IPython has imported it just now; it would make a style, again the same one, for each traceback.
            formats = sys.modules["stack_data"]
            formats.style_with_executing_node = functools.cache(formats.style_with_executing_node)


def _tokens_of(lexer: Any, process: Any, name: str, definitions: Any = None) -> Any:
    """Return what a lexer class looks for: one that defines nothing of its own looks for what its parent does.

    A class is made for each frame of a traceback, and each would turn all definitions into expressions again.
    """
    parent = lexer.__mro__[1]
    if name or "tokens" in vars(lexer) or lexer.flags != parent.flags or "_tokens" not in vars(parent):
        return process(lexer, name, definitions)
    lexer._all_tokens[name] = parent._tokens
    return parent._tokens


def _begin_formatter(formatter: Any, begin: Any, known: dict[type, dict[str, Any]], **options: Any) -> None:
    """Make a formatter; the colours of a style are looked for once, since each traceback makes some of the same."""
    style = options.get("style")
    if options.keys() != {"style"} or not isinstance(style, type):
        begin(formatter, **options)
    elif style in known:
        vars(formatter).update(known[style])
    else:
        begin(formatter, **options)
        known[style] = dict(vars(formatter))


def shortened(trace: types.TracebackType | None) -> types.TracebackType | None:
    """Leave out the middle of a very long traceback.

    IPython looks through all modules for each frame: an endless recursion beside Keras would take it half a minute.
    """
    steps = []
    while trace is not None:
        steps.append(trace)
        trace = trace.tb_next
    if len(steps) > 2 * _TRACEBACK_END:
        steps = steps[:_TRACEBACK_END] + steps[-_TRACEBACK_END:]
    made = None
    for step in reversed(steps):
        made = types.TracebackType(made, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return made
