"""IPython without a terminal and without a kernel: cells behave as in JupyterLab, outputs go to `Outputs`."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import types
from typing import Any

from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from grader.sandbox.worker.outputs import Hook, Outputs, Publisher, Stream

# `!pip install ...`, `%pip install ...`: with no network they would only wait for one.
_INSTALLS = re.compile(r"(?:^|[\s;&|/])(?:pip3?|conda|mamba|apt|apt-get)\s+(?:-\S+\s+)*(?:install|update|download)\b")
NOTHING_INSTALLED = (
    "Nothing is installed while a notebook is graded: there is no network, and what the course needs is there.\n"
)
_TRACEBACK_END = 10  # frames shown from the beginning and from the end of a long traceback


class StdinNotImplementedError(RuntimeError):
    """`input` was called where nobody can answer."""


class SessionShell(InteractiveShell):
    """The shell of a session or judge."""

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

    def init_history(self) -> None:
        """Keep the history in memory: there is no later session that could read it."""
        self.history_manager = HistoryManager(shell=self, parent=self, hist_file=":memory:")
        self.configurables.append(self.history_manager)

    def system(self, cmd: str) -> None:
        """Run `!command`; its output belongs to the cell, in order."""
        command = self.var_expand(cmd, depth=1)
        if _INSTALLS.search(command):
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


def make_shell() -> SessionShell:
    """Return the process's shell; called in the fork server, so that a session has it at once."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "neutral"
    settings.InteractiveShell.autoindent = False
    return SessionShell.instance(config=settings)


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


def connect(shell: SessionShell, outputs: Outputs) -> None:
    """Let a shell's outputs, and Python's standard streams, go to `outputs`."""
    shell.outputs = outputs
    shell.display_pub.outputs = outputs
    shell.displayhook.outputs = outputs
    sys.stdout, sys.stderr = Stream(outputs, "stdout", 1), Stream(outputs, "stderr", 2)
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
    import builtins
    import getpass

    builtins.input = _no_input
    getpass.getpass = _no_input


def _no_input(prompt: str = "", *_: Any, **__: Any) -> str:
    raise StdinNotImplementedError(
        "input() was called, but nobody can type while a notebook is graded: give the value as a variable instead."
    )


async def run_cell(shell: SessionShell, code: str) -> Any:
    """Run one cell as JupyterLab does, inside a running event loop; return IPython's result."""
    preprocessing = None
    try:
        transformed = shell.transform_cell(code)
    except Exception:
        transformed, preprocessing = code, sys.exc_info()
    if shell.should_run_async(code, transformed_cell=transformed, preprocessing_exc_tuple=preprocessing):
        task = asyncio.ensure_future(
            shell.run_cell_async(
                code, store_history=True, transformed_cell=transformed, preprocessing_exc_tuple=preprocessing
            )
        )
        return await task
    return shell.run_cell(code, store_history=True)
