"""Execute a merged notebook in a fresh kernel, within limits, and say how each cell ended.

Nothing is isolated here: it is for submissions that a person trusts, and for machines that lack a layer.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from nbformat.notebooknode import NotebookNode

from grader.errors import KernelUnavailable
from grader.grading.execution import SKIP_TAG, CellRun, Execution, Placement
from grader.grading.kernel.process import Kernel
from grader.grading.kernel.workspace import scratch
from grader.grading.session_environment import thread_variables
from grader.model import Limits, State
from grader.pythons import Python, own


class KernelRunner:
    """Runs notebooks in plain Jupyter kernels, for submissions that a person trusts; safe in several threads at once.

    Parameters
    ----------
    threads : int, optional
        How many threads numerical libraries of one kernel may use; default: as many as they like.
    variables : dict of str to str, optional
        Further environment variables of the kernels.
    """

    def __init__(self, *, threads: int | None = None, variables: dict[str, str] | None = None) -> None:
        self._variables = dict(variables or {}) | (thread_variables(threads) if threads else {})
        self._running: set[Kernel] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __call__(
        self,
        notebook: NotebookNode,
        limits: Limits,
        files: dict[str, bytes] | None = None,
        *,
        given: Mapping[str, Any] | None = None,
        run_skipped: bool = False,
        placement: Placement | None = None,
    ) -> Execution:
        """Execute a notebook in its own kernel, folder and cleaned environment; see `grader.grading.execution.Runner`.

        `given` and `placement` are left aside: here tests find everything in the student's process.
        """
        return _in_own_loop(lambda: self._run(notebook, limits, files or {}, run_skipped=run_skipped))

    @property
    def python(self) -> Python:
        """The Python of the kernels."""
        return own()

    def close(self) -> None:
        """End every kernel that still runs, with all it started; none is started any more."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for kernel in running:
            kernel.kill()

    async def _run(
        self, notebook: NotebookNode, limits: Limits, files: dict[str, bytes], *, run_skipped: bool
    ) -> Execution:
        execution = Execution(notebook, {cell["id"]: CellRun() for cell in notebook.cells})
        started = time.monotonic()
        with scratch(files) as base:
            kernel = Kernel(notebook, limits, base, self._variables)
            try:
                with self._lock:
                    if self._closed:
                        raise KernelUnavailable("the grader has ended")
                    self._running.add(kernel)
                await kernel.start()
                execution.phases["start"] = time.monotonic() - started
                await _run_cells(kernel, execution, limits, run_skipped=run_skipped)
            except KernelUnavailable as error:
                execution.state, execution.reason = State.CRASHED, str(error)
                for cell in notebook.cells:
                    execution.cells[cell["id"]] = CellRun(State.CRASHED, reason=str(error))
            finally:
                await kernel.stop()
                with self._lock:
                    self._running.discard(kernel)
                execution.peak_memory_mb = kernel.peak_memory_mb
        execution.phases["cells"] = time.monotonic() - started - execution.phases.get("start", 0.0)
        return execution


async def _run_cells(kernel: Kernel, execution: Execution, limits: Limits, *, run_skipped: bool) -> None:
    deadline = time.monotonic() + limits.seconds
    stopped = 0
    for index, cell in enumerate(execution.notebook.cells):
        if cell.cell_type != "code" or (SKIP_TAG in cell.metadata.get("tags", []) and not run_skipped):
            continue
        left = deadline - time.monotonic()
        if kernel.ended is None and left <= 0:
            kernel.ended = (State.TIMEOUT, f"the notebook took longer than {limits.seconds:g} s")
        if kernel.ended is not None:
            state, reason = kernel.ended
            execution.cells[cell["id"]] = CellRun(state, reason=f"not run: {reason}")
            continue
        ran = await kernel.execute(index, min(limits.cell_seconds, left))
        execution.cells[cell["id"]] = ran
        stopped += ran.state is not State.GRADED
    if kernel.ended is not None:
        execution.state, execution.reason = kernel.ended
    elif stopped:
        cells = "1 cell was" if stopped == 1 else f"{stopped} cells were"
        execution.state = State.PARTIAL
        execution.reason = f"{cells} stopped after {limits.cell_seconds:g} s"


def _in_own_loop(start: Callable) -> Execution:
    """Run a coroutine to its end, also where the caller has an event loop of its own (a notebook)."""
    logging.getLogger("grader.grading.kernel.process").setLevel(logging.CRITICAL)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(start())
    box: list = []

    def target() -> None:
        try:
            box.append((asyncio.run(start()), None))
        except BaseException as error:
            box.append((None, error))

    thread = threading.Thread(target=target, name="grader-session")
    thread.start()
    thread.join()
    result, error = box[0]
    if error is not None:
        raise error
    return result
