"""Execute a merged notebook in a fresh kernel, within limits, and say how each cell ended.

`run` is the seam: grading knows `Execution` and nothing of kernels, so another way of running may take its place.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from nbformat.notebooknode import NotebookNode

from grader.kernel.process import Kernel, KernelUnavailable
from grader.kernel.workspace import scratch
from grader.outcome import Limits, State

SKIP_TAG = "skip-grading"


@dataclass
class CellRun:
    """How one cell ended.

    Attributes
    ----------
    state : State
        `graded` if it ran to its end (with or without an exception) or was left out on purpose.
    executed : bool
        False where the cell never started.
    error : str
        The exception that ended it, as one line; empty if none did.
    reason : str
        Why it did not run to its end.
    seconds : float
    """

    state: State = State.GRADED
    executed: bool = False
    error: str = ""
    reason: str = ""
    seconds: float = 0.0


@dataclass
class Execution:
    """A notebook after running: outputs are in `notebook`, how cells ended in `cells` by cell id.

    `state` is `graded` if all cells ran to their end, `partial` if single cells were stopped, `timeout` if the rest
    was not run any more, `crashed` if the kernel died or never came up; `reason` says it in words.
    """

    notebook: NotebookNode
    cells: dict[str, CellRun] = field(default_factory=dict)
    state: State = State.GRADED
    reason: str = ""
    peak_memory_mb: float = 0.0
    phases: dict[str, float] = field(default_factory=dict)


def run(
    notebook: NotebookNode,
    limits: Limits,
    files: dict[str, bytes] | None = None,
    *,
    given: object = None,
    run_skipped: bool = False,
) -> Execution:
    """Execute a notebook in its own kernel, folder and cleaned environment; later cells run after an exception.

    Parameters
    ----------
    notebook : NotebookNode
        Outputs are written into it.
    limits : Limits
    files : dict of str to bytes, optional
        What lies in the working directory, by relative path.
    given : object
        Left aside: here tests find everything in the student's process.
    run_skipped : bool
        Execute cells tagged `skip-grading` too.

    Returns
    -------
    Execution
    """
    return _in_own_loop(lambda: _run(notebook, limits, files or {}, run_skipped=run_skipped))


async def _run(notebook: NotebookNode, limits: Limits, files: dict[str, bytes], *, run_skipped: bool) -> Execution:
    execution = Execution(notebook, {cell["id"]: CellRun() for cell in notebook.cells})
    started = time.monotonic()
    with scratch(files) as base:
        kernel = Kernel(notebook, limits, base)
        try:
            await kernel.start()
            execution.phases["start"] = time.monotonic() - started
            await _run_cells(kernel, execution, limits, run_skipped=run_skipped)
        except KernelUnavailable as error:
            execution.state, execution.reason = State.CRASHED, str(error)
            for cell in notebook.cells:
                execution.cells[cell["id"]] = CellRun(State.CRASHED, reason=str(error))
        finally:
            await kernel.stop()
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
    logging.getLogger("grader.kernel.process").setLevel(logging.CRITICAL)
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
