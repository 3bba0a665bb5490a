"""Execute a merged notebook with the student's code and the tests apart, each in its own confined process."""

from __future__ import annotations

import copy
import logging
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from nbformat.notebooknode import NotebookNode

from grader.errors import ForkServerError
from grader.grading.execution import SKIP_TAG, CellRun, Execution, Placement
from grader.grading.test_inputs.master import of_notebook
from grader.grading.test_inputs.plan import CellInputs
from grader.model import Limits, State
from grader.notebook.kernels import Kernel
from grader.notebook.nbgrader_cells import STUDENT_TAG, Role, role_of
from grader.pythons import Python
from grader.sandbox.grader_side.broker import Broker, CellEnd
from grader.sandbox.grader_side.cell_outputs import Budget, CellOutputs
from grader.sandbox.grader_side.confined import Confined, ProcessEnded
from grader.sandbox.grader_side.fork_server import Forked, ForkServer
from grader.sandbox.grader_side.processes import Processes
from grader.sandbox.grader_side.session_copy import NoCopy

logger = logging.getLogger(__name__)
# A session that dies is replaced so many times: often enough for an exercise or two, not for a game.
_MORE_SESSIONS = 3
# A notebook whose processes somebody else killed is run again from the beginning, so many times.
_MORE_RUNS = 3


@dataclass
class Sandbox:
    """A way of running notebooks isolated, the same for a whole class: a `grader.grading.execution.Runner`.

    It may be called in several threads at once.

    Attributes
    ----------
    fork_server : ForkServer
        From which sessions and judges are forked.
    judge : bool
        Run test cells in a judge; without it they run in the session, which stays isolated.
    threads : int
        Threads for numerical libraries in one session.
    judge_files : dict of str to bytes
        Files of the instructor's that tests may read or import, by relative path.
    kernel : Kernel or None
        What runs the session of a notebook in another language.
    turns : semaphore or None
        How many notebooks may run their cells at once: others are forked and confined while they wait for their turn.
    """

    fork_server: ForkServer
    judge: bool = True
    threads: int = 1
    judge_files: dict[str, bytes] = field(default_factory=dict)
    kernel: Kernel | None = None
    turns: threading.Semaphore | None = None

    def __call__(
        self,
        notebook: NotebookNode,
        limits: Limits,
        files: dict[str, bytes] | None = None,
        *,
        given: Mapping[str, CellInputs] | None = None,
        run_skipped: bool = False,
        placement: Placement | None = None,
    ) -> Execution:
        """Execute a merged notebook; see `run`."""
        return run(notebook, limits, files, sandbox=self, given=given, run_skipped=run_skipped, placement=placement)

    @property
    def python(self) -> Python:
        """The Python that runs sessions and judges."""
        return self.fork_server.python

    def in_session(self) -> Sandbox:
        """Return a sandbox of the same fork server that runs test cells in the session."""
        return replace(self, judge=False, judge_files={})

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for a turn, but no longer than any notebook may take: one that hangs must not keep the class waiting."""
        taken = self.turns is not None and self.turns.acquire(timeout=seconds)
        try:
            yield
        finally:
            if taken:
                self.turns.release()

    def start(self) -> None:
        """Start the fork server; without this the first notebook does.

        Raises
        ------
        ForkServerError, OSError
        """
        self.fork_server.start()

    def close(self) -> None:
        """End the fork server, and every session and judge with it."""
        self.fork_server.close()


def run(
    notebook: NotebookNode,
    limits: Limits,
    files: dict[str, bytes] | None = None,
    *,
    sandbox: Sandbox,
    given: Mapping[str, CellInputs] | None = None,
    run_skipped: bool = False,
    placement: Placement | None = None,
) -> Execution:
    """Execute a notebook; later cells run after an exception.

    Parameters
    ----------
    notebook : NotebookNode
        As merged: test cells carry nbgrader's metadata, cells that students added a tag. Outputs are written into it.
    limits : Limits
    files : dict of str to bytes, optional
        What lies in the session's working directory, by relative path.
    sandbox : Sandbox
    given : dict of str to CellInputs, optional
        What each test cell is given, by its id. Without it the notebook is taken for the instructor's own.
    run_skipped : bool
        Execute cells tagged `skip-grading` too.
    placement : Placement, optional
        Which tests shall not run apart.

    Returns
    -------
    Execution
        `phases` holds the seconds of "start", "wait" (for others of the class), "cells" and "judge".
    """
    given = of_notebook(notebook) if given is None else given
    for runs_left in reversed(range(_MORE_RUNS + 1)):
        untouched = copy.deepcopy(notebook.cells)
        run = _Run(notebook, limits, sandbox, given, placement or Placement(), files or {})
        execution = run.run(run_skipped=run_skipped)
        if not run.vanished or not runs_left:
            break
        notebook.cells = untouched
    return execution


class _Run:
    def __init__(
        self, notebook: NotebookNode, limits: Limits, sandbox: Sandbox, given: Mapping[str, CellInputs],
        placement: Placement, files: dict[str, bytes],
    ):  # fmt: skip
        self._limits, self._sandbox, self._given, self._placement = limits, sandbox, given, placement
        self._execution = Execution(notebook, {cell["id"]: CellRun() for cell in notebook.cells})
        self._displays: dict[str, list[NotebookNode]] = {}
        self._shown, self._shown_by_tests = Budget(), Budget()
        self._judge_to_come: Forked | None = None
        self._processes = Processes(
            sandbox.fork_server, limits, threads=sandbox.threads,
            files={"session": files, "judge": sandbox.judge_files}, kernel=sandbox.kernel,
            judge_begins=not _configures(notebook, sandbox.judge_files),
        )  # fmt: skip
        self._sessions_left = _MORE_SESSIONS
        # Cells that ended a session; they are not run again.
        self._fatal: set[str] = set()
        self._stopped = 0
        self._reasons: list[str] = []
        self.vanished = False

    def run(self, *, run_skipped: bool) -> Execution:
        execution, started = self._execution, time.monotonic()
        execution.phases.update(start=0.0, wait=0.0, cells=0.0, judge=0.0)
        broker = None
        try:
            forked = self._processes.fork("session")
            if self._sandbox.judge and not self._placement.together:
                self._judge_to_come = self._processes.fork("judge")
            broker = Broker(self._processes.ready("session", forked), self._make_judge)
            execution.phases["start"] = time.monotonic() - started
            waits_from = time.monotonic()
            with self._sandbox.turn(self._limits.seconds):
                execution.phases["wait"] = time.monotonic() - waits_from
                self._run_cells(broker, run_skipped=run_skipped)
        except (ForkServerError, ProcessEnded) as error:
            self._nothing_runs(str(error))
        finally:
            if self._judge_to_come is not None:
                self._judge_to_come.end()
            if broker is not None:
                broker.close()
                execution.peak_memory_mb = broker.peak_memory_mb
                self.vanished |= broker.vanished
            self.vanished |= self._processes.vanished
        return execution

    def _make_judge(self) -> Confined:
        """Return the judge that was forked beside the session, or another one where that is gone."""
        forked, self._judge_to_come = self._judge_to_come, None
        return self._processes.ready("judge", forked)

    def _run_cells(self, broker: Broker, *, run_skipped: bool) -> None:
        deadline = time.monotonic() + self._limits.seconds
        cells = [
            cell
            for cell in self._execution.notebook.cells
            if cell.cell_type == "code" and (run_skipped or SKIP_TAG not in cell.metadata.get("tags", []))
        ]
        for position, cell in enumerate(cells):
            if broker.ended and cell.source.strip():
                self._start_again(broker, cells[:position], deadline)
            left = deadline - time.monotonic()
            if not broker.ended and left <= 0:
                broker.ended, broker.ended_late = f"the notebook took longer than {self._limits.seconds:g} s", True
            if broker.ended:
                state = State.TIMEOUT if broker.ended_late else State.CRASHED
                self._execution.cells[cell["id"]] = CellRun(state, reason=f"not run: {broker.ended}")
                continue
            seconds = min(self._limits.cell_seconds, left)
            ran = self._run_cell(broker, cell, seconds, before=cells[:position])
            self._execution.cells[cell["id"]] = ran
            self._show(broker, cell, seconds)
            if broker.ended and not self._elsewhere(cell):
                self._fatal.add(cell["id"])
        self._settle(broker)

    def _elsewhere(self, cell: NotebookNode) -> bool:
        """Whether a cell is a test that does not run in the session itself."""
        return role_of(cell) is Role.TEST and self._sandbox.judge and not self._placement.together

    def _show(self, broker: Broker, cell: NotebookNode, seconds: float) -> None:
        """Let what students see of a test run where they have run it, so that later answers find its names."""
        shown = self._placement.shown.get(cell["id"], "")
        if shown.strip() and self._elsewhere(cell) and not broker.ended:
            broker.run_cell(shown, seconds, CellOutputs({}))

    def _start_again(self, broker: Broker, before: list[NotebookNode], deadline: float) -> None:
        """Replace a session that has died by one in which the cells so far have run, without those that ended one.

        What died keeps its 0; what stands in other cells is not lost. Tests are not run again, and what the cells put
        out is not taken twice. A session that dies once more uses up another one.
        """
        while broker.ended and self._sessions_left > 0 and time.monotonic() < deadline:
            self._sessions_left -= 1
            started = time.monotonic()
            try:
                broker.replace_session(self._processes.ready("session"))
            except (ForkServerError, ProcessEnded):
                return
            self._execution.phases["start"] += time.monotonic() - started
            if not self._replay(broker, before, deadline):
                return
            self._execution.phases["cells"] += time.monotonic() - started

    def _replay(self, broker: Broker, before: list[NotebookNode], deadline: float) -> bool:
        """Run once more what has run in a session; return False where time is up before the end."""
        for cell in before:
            left = deadline - time.monotonic()
            if cell["id"] in self._fatal or not cell.source.strip():
                continue
            if left <= 0:
                return False
            seconds = min(self._limits.cell_seconds, left)
            if self._elsewhere(cell):
                self._show(broker, cell, seconds)
            else:
                broker.run_cell(cell.source, seconds, CellOutputs({}), forgiving=_students(cell))
            if broker.ended:
                self._fatal.add(cell["id"])
                break
        return True

    def _run_beside(
        self, broker: Broker, cell: NotebookNode, before: list[NotebookNode], seconds: float, outputs: CellOutputs
    ) -> CellEnd:
        """Run a test in a copy of the session; where none can be made, in a second one that has run the same cells."""
        try:
            return broker.run_in_copy(cell.source, seconds, outputs)
        except NoCopy as why:
            logger.info("a second session runs %s: %s", cell["id"], why)
        second = None
        try:
            second = Broker(self._processes.ready("session"), self._make_judge, beside=broker)
            second.session.succeed(broker.session)
            self._replay(second, before, time.monotonic() + self._limits.seconds)
            if second.ended:
                return CellEnd(stopped=second.ended, late=second.ended_late, finished=False)
            return second.run_cell(cell.source, seconds, outputs, checks=True)
        except (ForkServerError, ProcessEnded) as error:
            return CellEnd(stopped=f"a second session did not start: {error}", finished=False)
        finally:
            if second is not None:
                second.close()
                broker.peak_memory_mb = max(broker.peak_memory_mb, second.peak_memory_mb)
                broker.vanished |= second.vanished
                broker.lost_unasked = broker.lost_unasked or second.lost_unasked

    def _run_cell(self, broker: Broker, cell: NotebookNode, seconds: float, *, before: list[NotebookNode]) -> CellRun:
        outputs = CellOutputs(self._displays, self._shown, self._shown_by_tests)
        started = time.monotonic()
        if not cell.source.strip():
            return CellRun(executed=True)
        elsewhere = self._elsewhere(cell)
        if elsewhere and cell["id"] in self._placement.copies:
            end = self._run_beside(broker, cell, before, seconds, outputs)
        elif elsewhere:
            end = broker.run_test(cell.source, self._given.get(cell["id"], CellInputs()), seconds, outputs)
        else:
            end = broker.run_cell(
                cell.source, seconds, outputs, checks=role_of(cell) is Role.TEST, forgiving=_students(cell)
            )
        cell.outputs, cell.execution_count = outputs.outputs, end.count
        ran = CellRun(
            executed=True, error=end.error, seconds=time.monotonic() - started, left_out=end.left_out,
            refused=end.refused,
        )  # fmt: skip
        self._execution.phases["judge" if elsewhere else "cells"] += ran.seconds
        self._judge_end(ran, end, broker, judged=elsewhere and cell["id"] not in self._placement.copies)
        return ran

    def _judge_end(self, ran: CellRun, end: CellEnd, broker: Broker, *, judged: bool) -> None:
        """Say how a cell ended that something had to be done about."""
        if not end.stopped:
            return
        self._stopped += 1
        if end.stopped not in self._reasons:
            self._reasons.append(end.stopped)
        if judged and end.finished and not broker.ended:
            # One call was stopped, the test went on: what its other checks earned counts.
            ran.error = ran.error or end.stopped
            return
        ran.state = State.TIMEOUT if end.late else State.CRASHED
        ran.reason = end.stopped

    def _settle(self, broker: Broker) -> None:
        execution = self._execution
        if broker.ended:
            execution.state = State.TIMEOUT if broker.ended_late else State.CRASHED
            execution.reason = broker.ended
        elif self._stopped or broker.lost_unasked:
            cells = "1 cell was" if self._stopped == 1 else f"{self._stopped} cells were"
            why = [f"{cells} stopped: {'; '.join(self._reasons[:3])}"] if self._stopped else []
            if broker.lost_unasked:
                why.append(f"the session was ended while a test ran: {broker.lost_unasked}")
            execution.state, execution.reason = State.PARTIAL, "; ".join(why)

    def _nothing_runs(self, why: str) -> None:
        self._execution.state, self._execution.reason = State.CRASHED, why
        for cell in self._execution.notebook.cells:
            self._execution.cells[cell["id"]] = CellRun(State.CRASHED, reason=why)


def _students(cell: NotebookNode) -> bool:
    """Whether a student wrote a cell of a merged notebook."""
    return role_of(cell).students or STUDENT_TAG in cell.metadata.get("tags", [])


def _configures(notebook: NotebookNode, files: Mapping[str, bytes]) -> bool:
    """Whether code may configure a library, which some allow only before their first work."""
    return any("config" in cell.source for cell in notebook.cells) or any(b"config" in text for text in files.values())
