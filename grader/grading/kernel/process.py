"""One kernel for one notebook: start it, feed it cells, watch time, memory and output, leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_output

from grader.errors import KernelUnavailable
from grader.files import DEEPEST
from grader.grading.session_environment import kernel_environment
from grader.log import suppressed
from grader.model import Limits, State

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from grader.grading.execution import CellRun

MIB = 1024 * 1024
START_SECONDS = 120
GRACE_SECONDS = 2.0  # for a cell to stop after an interrupt; it is interrupted twice
WATCH_SECONDS = 0.1
TREE_SECONDS = 0.5  # looking for child processes goes through all processes of the machine
MAX_ENTRIES = 20_000  # files and folders that a session may leave in its scratch folder


class _Client(NotebookClient):
    """nbclient, counting what a notebook puts out, and keeping the kernel's own word on how a cell ended."""

    def __init__(self, notebook: NotebookNode, output_limit: int, **options) -> None:
        super().__init__(notebook, **options)
        self.output_left = output_limit
        self.replies: dict[int, dict] = {}
        self.on_cell_executed = self._keep_reply

    def _keep_reply(self, cell: NotebookNode, cell_index: int, execute_reply: dict) -> None:
        content = execute_reply["content"]
        self.replies[cell_index] = content
        shown = any(output.output_type == "error" for output in cell.outputs)
        if content["status"] == "error" and not shown:
            # A student may have switched tracebacks off; the exception still happened.
            cell.outputs.append(
                new_output("error", ename=content["ename"], evalue=content["evalue"], traceback=content["traceback"])
            )

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        """Count every message, shown or not; what comes after too much is dropped."""
        if msg["msg_type"] == "status":
            return super().process_message(msg, cell, cell_index)
        self.output_left -= 100 + len(repr(msg["content"]))
        return super().process_message(msg, cell, cell_index) if self.output_left >= 0 else None


class Kernel:
    """A kernel and everything it starts.

    Attributes
    ----------
    ended : tuple of (State, str) or None
        Why no further cell can run.
    peak_memory_mb : float
        Resident memory of the process tree in MiB, at its highest.
    """

    def __init__(self, notebook: NotebookNode, limits: Limits, base: Path, variables: dict[str, str]) -> None:
        self._variables = variables
        self.limits = limits
        self.base = base
        self.ended: tuple[State, str] | None = None
        self.peak_memory_mb = 0.0
        self._seen: set[psutil.Process] = set()
        self._root: psutil.Process | None = None
        self._stopped = asyncio.Event()
        self._watcher: asyncio.Task | None = None
        self._manager = _manager(notebook, base)
        self._client = _Client(
            notebook,
            limits.output_mb * MIB,
            km=self._manager,
            timeout=None,
            allow_errors=True,
            startup_timeout=START_SECONDS,
            record_timing=False,
            skip_cells_with_tag="",
            log=logging.getLogger("grader.grading.kernel.process"),
        )

    async def start(self) -> None:
        """Start the kernel.

        Raises
        ------
        KernelUnavailable
            If it is not installed or does not come up.
        """
        client = self._client
        try:
            await client.async_start_new_kernel(
                cwd=str(self.base / "work"), env=kernel_environment(self.base) | self._variables
            )
            self._root = psutil.Process(self._manager.provisioner.process.pid)
            await client.async_start_new_kernel_client()
        except Exception as error:  # starting goes through plug-ins that raise what they like
            name = self._manager.kernel_name
            logger.info("the kernel %s does not start", name, exc_info=True)
            raise KernelUnavailable(f"The kernel '{name}' does not start ({error}). Run `grader doctor`.") from error
        self._watcher = asyncio.ensure_future(self._watch())

    async def execute(self, index: int, seconds: float) -> CellRun:
        """Run the code cell at `index` for at most `seconds`.

        Returns
        -------
        CellRun
            Where the kernel did not survive, `ended` is set as well.
        """
        from grader.grading.execution import CellRun

        cell = self._client.nb.cells[index]
        if not cell.source.strip():
            return CellRun(executed=True)
        started = time.monotonic()
        running = asyncio.ensure_future(self._client.async_execute_cell(cell, index))
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait({running, stopped}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        late = not running.done() and self.ended is None
        if late and not await self._interrupted(running):
            why = f"a cell ran longer than {seconds:.3g} s and could not be interrupted"
            self.ended = (State.TIMEOUT, why)
            self._kill()
        stopped.cancel()
        ran = CellRun(executed=True, seconds=time.monotonic() - started)
        await self._finish(running)
        if late or self.ended is not None:
            state, reason = self.ended or (State.TIMEOUT, f"stopped after {seconds:.3g} s")
            ran.state, ran.reason = state, reason
            return ran
        reply = self._client.replies.get(index, {"status": "error", "ename": "NoReply", "evalue": ""})
        if reply["status"] != "ok":
            ran.error = f"{reply.get('ename', 'Error')}: {reply.get('evalue', '')}".strip(": ")
        return ran

    async def stop(self) -> None:
        """End the kernel, its process group and every process that was ever seen below it."""
        if self._watcher is not None:
            self._watcher.cancel()
        self._note_tree()
        self._kill()
        client = self._client
        with suppressed(logger, "a step of ending"):
            if client.kc is not None:
                client.kc.stop_channels()
        with suppressed(logger, "a step of ending"):
            if self._manager.has_kernel:
                await asyncio.wait_for(self._manager.shutdown_kernel(now=True), 10)
        with suppressed(logger, "a step of ending"):
            await self._manager.cleanup_resources()

    def kill(self) -> None:
        """End the kernel and everything below it at once, from any thread; who waits for a cell finds it dead."""
        self._note_tree()
        self._kill()

    async def _interrupted(self, running: asyncio.Future) -> bool:
        """Interrupt a cell and return whether it stopped."""
        for _ in range(2):
            with suppressed(logger, "a step of ending"):
                await self._manager.interrupt_kernel()
            done, _ = await asyncio.wait({running}, timeout=GRACE_SECONDS)
            if done or self.ended is not None:
                return True
        return False

    async def _finish(self, running: asyncio.Future) -> None:
        """Wait for a cell's task, or give it up where the kernel is gone."""
        if not running.done():
            running.cancel()
        try:
            await running
        except (DeadKernelError, CellTimeoutError, asyncio.CancelledError) as error:
            if self.ended is None:
                self._end(State.CRASHED, f"the kernel died ({type(error).__name__})")
        except Exception as error:
            logger.info("the kernel sent what cannot be read", exc_info=True)
            self._end(State.CRASHED, f"the kernel sent what cannot be read ({type(error).__name__}: {error})")

    async def _watch(self) -> None:
        """Look at the process tree many times a second; end the kernel where it is over a limit."""
        next_tree = 0.0
        while self.ended is None:
            if time.monotonic() >= next_tree:
                self._look_at_tree()
                next_tree = time.monotonic() + TREE_SECONDS
            self._look_at_kernel()
            if self.ended is None and not await self._manager.is_alive():
                self._end(State.CRASHED, "the kernel died: the code ended its own process or crashed it")
            await asyncio.sleep(WATCH_SECONDS)

    def _look_at_kernel(self) -> None:
        with contextlib.suppress(psutil.Error):
            self._note_memory(self._root.memory_info().rss / MIB)
        if self._client.output_left < 0:
            self._end(State.CRASHED, f"it put out more than {self.limits.output_mb} MiB")

    def _look_at_tree(self) -> None:
        self._note_memory(self._note_tree())
        if _overfull(self.base, self.limits.scratch_mb * MIB):
            self._end(
                State.CRASHED,
                f"it wrote more than {self.limits.scratch_mb} MiB or {MAX_ENTRIES} files, or folders without end",
            )

    def _note_memory(self, memory: float) -> None:
        self.peak_memory_mb = max(self.peak_memory_mb, memory)
        if memory > self.limits.memory_mb:
            self._end(State.CRASHED, f"it used more than {self.limits.memory_mb} MiB of memory")

    def _end(self, state: State, reason: str) -> None:
        if self.ended is None:
            self.ended = (state, reason)
        self._kill()
        self._stopped.set()

    def _note_tree(self) -> float:
        """Remember every process of the kernel and return their resident memory in MiB."""
        if self._root is None:
            return 0.0
        total = 0
        with contextlib.suppress(psutil.Error):
            self._seen |= {self._root, *self._root.children(recursive=True)}
        for process in list(self._seen):
            try:
                total += process.memory_info().rss
            except psutil.Error:
                self._seen.discard(process)
        return total / MIB

    def _kill(self) -> None:
        if self._root is None:
            return
        if hasattr(os, "killpg"):
            with contextlib.suppress(OSError):
                os.killpg(self._root.pid, signal.SIGKILL)  # jupyter_client gives each kernel a group of its own
        for process in self._seen:
            with contextlib.suppress(psutil.Error):
                process.kill()


def _manager(notebook: NotebookNode, base: Path) -> AsyncKernelManager:
    """Return a manager for the kernel that a notebook names, talking through files in `base` where that is possible."""
    wanted = notebook.metadata.get("kernelspec", {})
    name = wanted.get("name") or "python3"
    if wanted.get("language", "python") == "python" and name not in KernelSpecManager().find_kernel_specs():
        name = "python3"  # the author's environment had another name for the same thing
    manager = AsyncKernelManager(kernel_name=name, connection_file=str(base / "run" / "kernel.json"))
    if os.name == "posix":
        manager.transport, manager.ip = "ipc", str(base / "run" / "k")
    return manager


def _overfull(folder: Path, limit: int) -> bool:
    """Whether the files below a folder have more than `limit` bytes, are too many to count, or lie too deep."""
    total = entries = 0
    waiting = [(str(folder), 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > DEEPEST:
            return True
        with contextlib.suppress(OSError), os.scandir(place) as found:
            for each in found:
                entries += 1
                if each.is_dir(follow_symlinks=False):
                    waiting.append((each.path, depth + 1))
                else:
                    total += each.stat(follow_symlinks=False).st_size
                if total > limit or entries > MAX_ENTRIES:
                    return True
    return False
