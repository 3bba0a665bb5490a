"""Execute a merged notebook with the student's code and the tests apart, each in its own confined process.

`run_apart` has the shape of `grader.kernel.running.run`, so that grading can call either.
"""

from __future__ import annotations

import copy
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from enum import StrEnum

from nbformat.notebooknode import NotebookNode

from grader.codec import Writer
from grader.isolation.confinement import Confinement
from grader.kernel.running import SKIP_TAG, CellRun, Execution
from grader.merge.merging import STUDENT_TAG
from grader.outcome import Limits, State
from grader.provision.master import of_notebook
from grader.provision.plan import Provision
from grader.supervision.cell_outputs import CellOutputs
from grader.supervision.conversation import CellEnd, Conversation
from grader.supervision.process import Confined, ProcessEnded
from grader.warm.client import Forked, Warm, WarmError

MIB = 1 << 20
# A session that dies is replaced so many times: often enough for an exercise or two, not for a game.
_MORE_SESSIONS = 3
# A notebook whose processes somebody else killed is run again from the beginning, so many times.
_MORE_RUNS = 3
# A process that does not come up is asked for again, so many times in all.
_FORKS = 3


class Part(StrEnum):
    """What a code cell is for."""

    PLAIN = "plain"
    ANSWER = "answer"
    TEST = "test"
    STUDENT = "student"


@dataclass
class Setting:
    """How notebooks are run; the same for a whole class.

    Attributes
    ----------
    warm : Warm
        The warm process to fork from.
    judge : bool
        Run test cells in a judge; without it they run in the session, which stays isolated.
    trust : bool
        Do without isolation. Only for submissions that a person has read.
    threads : int
        Threads for numerical libraries in one session.
    judge_files : dict of str to bytes
        Files of the instructor's that tests may read or import, by relative path.
    """

    warm: Warm
    judge: bool = True
    trust: bool = False
    threads: int = 1
    judge_files: dict[str, bytes] = field(default_factory=dict)


def run_apart(
    notebook: NotebookNode,
    limits: Limits,
    files: dict[str, bytes] | None = None,
    *,
    setting: Setting,
    given: dict[str, Provision] | None = None,
    run_skipped: bool = False,
) -> Execution:
    """Execute a notebook; later cells run after an exception.

    Parameters
    ----------
    notebook : NotebookNode
        As merged: test cells carry nbgrader's metadata, cells that students added a tag. Outputs are written into it.
    limits : Limits
    files : dict of str to bytes, optional
        What lies in the session's working directory, by relative path.
    setting : Setting
    given : dict of str to Provision, optional
        What each test cell is given, by its id. Without it the notebook is taken for the instructor's own.
    run_skipped : bool
        Execute cells tagged `skip-grading` too.

    Returns
    -------
    Execution
        `phases` holds the seconds of "start", "cells" and "judge".
    """
    given = of_notebook(notebook) if given is None else given
    for runs_left in reversed(range(_MORE_RUNS + 1)):
        untouched = copy.deepcopy(notebook.cells)
        run = _Run(notebook, limits, setting, given)
        execution = run.run(files or {}, run_skipped=run_skipped)
        if not run.vanished or not runs_left:
            break
        notebook.cells = untouched
    return execution


def part_of(cell: NotebookNode) -> Part:
    """Return what a code cell of a merged notebook is for."""
    if STUDENT_TAG in cell.metadata.get("tags", []):
        return Part.STUDENT
    marks = cell.metadata.get("nbgrader", {})
    if marks.get("solution") or marks.get("task"):
        return Part.ANSWER
    return Part.TEST if marks.get("grade") else Part.PLAIN


class _Run:
    def __init__(self, notebook: NotebookNode, limits: Limits, setting: Setting, given: dict[str, Provision]):
        self._limits, self._setting, self._given = limits, setting, given
        self._execution = Execution(notebook, {cell["id"]: CellRun() for cell in notebook.cells})
        self._displays: dict[str, list[NotebookNode]] = {}
        self._folders: list[str] = []
        self._judge_to_come: Forked | None = None
        self._files: dict[str, bytes] = {}
        self._sessions_left = _MORE_SESSIONS
        # Cells that ended a session; they are not run again.
        self._fatal: set[str] = set()
        self._stopped = 0
        self._reasons: list[str] = []
        self.vanished = False

    def run(self, files: dict[str, bytes], *, run_skipped: bool) -> Execution:
        execution, started, self._files = self._execution, time.monotonic(), files
        execution.phases.update(start=0.0, cells=0.0, judge=0.0)
        talk = None
        try:
            forked = self._fork("session")
            if self._setting.judge:
                self._judge_to_come = self._fork("judge")
            talk = Conversation(self._ready("session", forked, files), self._make_judge)
            execution.phases["start"] = time.monotonic() - started
            self._run_cells(talk, run_skipped=run_skipped)
        except (WarmError, ProcessEnded) as error:
            self._nothing_runs(str(error))
        finally:
            if self._judge_to_come is not None:
                self._judge_to_come.end()
            if talk is not None:
                talk.close()
                execution.peak_memory_mb = talk.peak_memory_mb
                self.vanished |= talk.vanished
            for folder in self._folders:
                shutil.rmtree(folder, ignore_errors=True)
        return execution

    def _fork(self, role: str) -> Forked:
        limits, setting = self._limits, self._setting
        plan = Confinement(
            scratch_mb=limits.scratch_mb,
            # Processor time of all threads together; the clock on the wall is the stricter limit.
            cpu_seconds=int(limits.seconds * max(2, setting.threads)) + 60,
            trust=setting.trust,
        )
        folder = None
        if setting.trust:
            folder = tempfile.mkdtemp(prefix="session-")
            self._folders.append(folder)
        return setting.warm.fork(role, plan, threads=setting.threads, folder=folder)

    def _ready(self, role: str, forked: Forked, files: dict[str, bytes]) -> Confined:
        for forks_left in reversed(range(_FORKS)):
            try:
                forked.wait()
                break
            except WarmError:
                if not forks_left:
                    raise
                # The warm process may have been killed in between; asked again, it is started anew.
                forked = self._fork(role)
        limits = self._limits
        confined = Confined(forked, limits.memory_mb, limits.output_mb * MIB, forked.folder, limits.scratch_mb)
        if files:
            try:
                self._send_files(confined, files)
            except ProcessEnded:
                self.vanished |= confined.vanished
                raise
        return confined

    def _make_judge(self) -> Confined:
        """Return the judge that was forked beside the session, or another one where that is gone."""
        forked, self._judge_to_come = self._judge_to_come or self._fork("judge"), None
        return self._ready("judge", forked, self._setting.judge_files)

    @staticmethod
    def _send_files(confined: Confined, files: dict[str, bytes]) -> None:
        try:
            confined.send({"op": "files"}, Writer().write(files))
            header, _ = confined.receive()
        except ProcessEnded:
            confined.end()
            raise
        if header.get("error"):
            confined.end()
            raise ProcessEnded(f"the files of the submission do not fit: {header['error']}")

    def _run_cells(self, talk: Conversation, *, run_skipped: bool) -> None:
        deadline = time.monotonic() + self._limits.seconds
        cells = [
            cell
            for cell in self._execution.notebook.cells
            if cell.cell_type == "code" and (run_skipped or SKIP_TAG not in cell.metadata.get("tags", []))
        ]
        for position, cell in enumerate(cells):
            if talk.ended and cell.source.strip():
                self._start_again(talk, cells[:position], deadline)
            left = deadline - time.monotonic()
            if not talk.ended and left <= 0:
                talk.ended, talk.ended_late = f"the notebook took longer than {self._limits.seconds:g} s", True
            if talk.ended:
                state = State.TIMEOUT if talk.ended_late else State.CRASHED
                self._execution.cells[cell["id"]] = CellRun(state, reason=f"not run: {talk.ended}")
                continue
            ran = self._run_cell(talk, cell, min(self._limits.cell_seconds, left))
            self._execution.cells[cell["id"]] = ran
            if talk.ended and not self._judged(cell):
                self._fatal.add(cell["id"])
        self._settle(talk)

    def _judged(self, cell: NotebookNode) -> bool:
        return part_of(cell) is Part.TEST and self._setting.judge

    def _start_again(self, talk: Conversation, before: list[NotebookNode], deadline: float) -> None:
        """Replace a session that has died by one in which the cells so far have run, without those that ended one.

        What died keeps its 0; what stands in other cells is not lost. Tests are not run again, and what the cells put
        out is not taken twice. A session that dies once more uses up another one.
        """
        while talk.ended and self._sessions_left > 0 and time.monotonic() < deadline:
            self._sessions_left -= 1
            started = time.monotonic()
            try:
                talk.replace_session(self._ready("session", self._fork("session"), self._files))
            except (WarmError, ProcessEnded):
                return
            self._execution.phases["start"] += time.monotonic() - started
            for cell in before:
                left = deadline - time.monotonic()
                if self._judged(cell) or cell["id"] in self._fatal or not cell.source.strip():
                    continue
                if left <= 0:
                    return
                seconds = min(self._limits.cell_seconds, left)
                talk.run_cell(cell.source, seconds, CellOutputs({}))
                if talk.ended:
                    self._fatal.add(cell["id"])
                    break
            self._execution.phases["cells"] += time.monotonic() - started

    def _run_cell(self, talk: Conversation, cell: NotebookNode, seconds: float) -> CellRun:
        part = part_of(cell)
        outputs = CellOutputs(self._displays)
        started = time.monotonic()
        if not cell.source.strip():
            return CellRun(executed=True)
        judged = self._judged(cell)
        if judged:
            end = talk.run_test(cell.source, self._given.get(cell["id"], Provision()), seconds, outputs)
        else:
            end = talk.run_cell(cell.source, seconds, outputs, checks=part is Part.TEST)
        cell.outputs, cell.execution_count = outputs.outputs, end.count
        ran = CellRun(executed=True, error=end.error, seconds=time.monotonic() - started)
        self._execution.phases["judge" if judged else "cells"] += ran.seconds
        self._judge_end(ran, end, talk, judged=judged)
        return ran

    def _judge_end(self, ran: CellRun, end: CellEnd, talk: Conversation, *, judged: bool) -> None:
        """Say how a cell ended that something had to be done about."""
        if not end.stopped:
            return
        self._stopped += 1
        if end.stopped not in self._reasons:
            self._reasons.append(end.stopped)
        if judged and end.finished and not talk.ended:
            # One call was stopped, the test went on: what its other checks earned counts.
            ran.error = ran.error or end.stopped
            return
        ran.state = State.TIMEOUT if end.late else State.CRASHED
        ran.reason = end.stopped

    def _settle(self, talk: Conversation) -> None:
        execution = self._execution
        if talk.ended:
            execution.state = State.TIMEOUT if talk.ended_late else State.CRASHED
            execution.reason = talk.ended
        elif self._stopped:
            cells = "1 cell was" if self._stopped == 1 else f"{self._stopped} cells were"
            execution.state = State.PARTIAL
            execution.reason = f"{cells} stopped: {'; '.join(self._reasons[:3])}"

    def _nothing_runs(self, why: str) -> None:
        self._execution.state, self._execution.reason = State.CRASHED, why
        for cell in self._execution.notebook.cells:
            self._execution.cells[cell["id"]] = CellRun(State.CRASHED, reason=why)
