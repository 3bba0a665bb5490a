"""Run many variants of one answer, each alone, from the state that the cells before it have left.

One session runs the cells before the answer. For each variant it is copied (a fork of a warm process), the copy runs
the variant and its tests, and ends. Where a session cannot be copied, a fresh one runs the cells before it again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from nbformat.notebooknode import NotebookNode

from grader.errors import ForkServerError
from grader.grading.execution import SKIP_TAG, CellRun, Placement
from grader.grading.test_inputs.plan import CellInputs
from grader.model import Limits, State, Tests
from grader.notebook.nbgrader_cells import Role, role_of
from grader.sandbox.grader_side.broker import Broker, CellEnd
from grader.sandbox.grader_side.cell_outputs import CellOutputs
from grader.sandbox.grader_side.confined import Confined, ProcessEnded
from grader.sandbox.grader_side.fork_server import Forked
from grader.sandbox.grader_side.processes import Processes
from grader.sandbox.grader_side.session_copy import NoCopy, SessionCopy
from grader.sandbox.run import Sandbox

logger = logging.getLogger(__name__)
APART_AND_BESIDE = (Tests.APART, Tests.IN_SESSION)


@dataclass
class TestRun:
    """How one test cell ended, and what it put out."""

    __test__ = False  # pytest takes the name for a class of tests

    run: CellRun
    outputs: list[NotebookNode] = field(default_factory=list)


@dataclass(frozen=True)
class Bench:
    """A notebook, and the answer in it of which variants are run.

    Attributes
    ----------
    notebook : NotebookNode
        As merged, with the reference answers.
    answer : str
        Id of the answer cell.
    given : dict of str to CellInputs
        What each test is given, by its id.
    placement : Placement
    files : dict of str to bytes
        What lies in the working directory.
    """

    notebook: NotebookNode
    answer: str
    given: Mapping[str, CellInputs]
    placement: Placement = field(default_factory=Placement)
    files: dict[str, bytes] = field(default_factory=dict)


class Variants:
    """Runs variants of an answer; a context manager that ends the sessions it has made. Not for several threads.

    Parameters
    ----------
    sandbox : Sandbox
    bench : Bench
    limits : Limits
        For the notebook's own cells. `limits` can be set to stricter ones for variants and tests.

    Attributes
    ----------
    limits : Limits
        For one variant with its tests.
    answer_seconds : float
        How long the latest variant took, without tests.
    """

    def __init__(self, sandbox: Sandbox, bench: Bench, limits: Limits) -> None:
        self._bench, self._limits, self.limits = bench, limits, limits
        self.answer_seconds = 0.0
        files = {"session": bench.files, "judge": sandbox.judge_files}
        self._processes = Processes(sandbox.fork_server, limits, threads=sandbox.threads, files=files)
        cells = [
            cell
            for cell in bench.notebook.cells
            if cell.cell_type == "code" and SKIP_TAG not in cell.metadata.get("tags", []) and cell.source.strip()
        ]
        place = next(number for number, cell in enumerate(cells) if cell["id"] == bench.answer)
        self._before, self._after = cells[:place], cells[place + 1 :]
        self._warm: Broker | None = None
        self._judge_to_come: Forked | None = None
        self.copied = True

    def __enter__(self) -> Variants:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the session that has run the cells before the answer; it comes back when it is needed."""
        if self._warm is not None:
            self._warm.close()
        self._warm = None

    def run(
        self, source: str, tests: Sequence[str], ways: Sequence[Tests] = APART_AND_BESIDE
    ) -> dict[Tests, dict[str, TestRun]]:
        """Run a variant and some tests, each way.

        Parameters
        ----------
        source : str
            Stands in the answer's place.
        tests : sequence of str
            Ids of test cells behind the answer.
        ways : sequence of Tests
            `apart` and `in-session`; in the session each test runs in a copy, unless all run together there.

        Returns
        -------
        dict of Tests to dict of str to TestRun

        Raises
        ------
        ForkServerError
            Where nothing can be run.
        """
        together = self._bench.placement.together
        if Tests.APART in ways and not together:
            self._judge_to_come = self._processes.fork("judge")
        try:
            with self._session() as broker:
                return self._run_in(broker, source, list(tests), [] if together else ways)
        except ProcessEnded as error:
            raise ForkServerError(f"no session comes up: {error}") from error
        finally:
            if self._judge_to_come is not None:
                self._judge_to_come.end()
                self._judge_to_come = None

    def look(self, code: str) -> TestRun:
        """Run code of the grader's own where the answer would run, and return what it put out.

        Raises
        ------
        ForkServerError
        """
        try:
            with self._session() as broker:
                outputs = CellOutputs({})
                end = broker.run_cell(code, self.limits.cell_seconds, outputs)
                return TestRun(_cell_run(end, 0.0), outputs.outputs)
        except ProcessEnded as error:
            raise ForkServerError(f"no session comes up: {error}") from error

    def _run_in(
        self, broker: Broker, source: str, tests: list[str], ways: Sequence[Tests]
    ) -> dict[Tests, dict[str, TestRun]]:
        found: dict[Tests, dict[str, TestRun]] = {way: {} for way in ways or [Tests.IN_SESSION]}
        ran, started = [source], time.monotonic()
        broker.run_cell(source, self.limits.cell_seconds, CellOutputs({}), forgiving=True)
        self.answer_seconds = time.monotonic() - started
        for cell in self._after:
            if not tests:
                break
            name = cell["id"]
            if role_of(cell) is not Role.TEST:
                self._run_plain(broker, cell.source, ran)
            elif name in tests:
                tests.remove(name)
                if not ways:
                    found[Tests.IN_SESSION][name] = self._timed(broker, cell.source)
                if Tests.IN_SESSION in ways:
                    found[Tests.IN_SESSION][name] = self._beside(broker, cell, ran)
                if Tests.APART in ways:
                    found[Tests.APART][name] = self._apart(broker, cell)
                self._show(broker, cell, ran)
            else:
                self._show(broker, cell, ran)
        return found

    def _run_plain(self, broker: Broker, source: str, ran: list[str]) -> None:
        ran.append(source)
        if not broker.ended:
            broker.run_cell(source, self._limits.cell_seconds, CellOutputs({}), forgiving=True)

    def _show(self, broker: Broker, cell: NotebookNode, ran: list[str]) -> None:
        shown = self._bench.placement.shown.get(cell["id"], "")
        if shown.strip():
            self._run_plain(broker, shown, ran)

    def _apart(self, broker: Broker, cell: NotebookNode) -> TestRun:
        if broker.ended:
            return _not_run(broker)
        outputs, started = CellOutputs({}), time.monotonic()
        given = self._bench.given.get(cell["id"], CellInputs())
        end = broker.run_test(cell.source, given, self.limits.cell_seconds, outputs)
        if end.stopped and end.finished and not broker.ended:
            # As in grading: one call was stopped, the test went on.
            end.error, end.stopped = end.error or end.stopped, ""
        return TestRun(_cell_run(end, time.monotonic() - started), outputs.outputs)

    def _timed(self, broker: Broker, source: str) -> TestRun:
        if broker.ended:
            return _not_run(broker)
        outputs, started = CellOutputs({}), time.monotonic()
        end = broker.run_cell(source, self.limits.cell_seconds, outputs, checks=True)
        return TestRun(_cell_run(end, time.monotonic() - started), outputs.outputs)

    def _beside(self, broker: Broker, cell: NotebookNode, ran: Sequence[str]) -> TestRun:
        if broker.ended:
            return _not_run(broker)
        outputs, started = CellOutputs({}), time.monotonic()
        try:
            end = broker.run_in_copy(cell.source, self.limits.cell_seconds, outputs)
        except NoCopy:
            with self._fresh() as second:
                for source in ran:
                    self._run_plain(second, source, [])
                return self._timed(second, cell.source)
        return TestRun(_cell_run(end, time.monotonic() - started), outputs.outputs)

    @contextmanager
    def _session(self) -> Iterator[Broker]:
        """Give a session in which the cells before the answer have run."""
        copy = self._copy()
        if copy is None:
            with self._fresh() as broker:
                yield broker
            return
        broker = Broker(copy, self._make_judge)
        try:
            yield broker
        finally:
            with suppress(ProcessEnded):
                broker.close()

    def _copy(self) -> Confined | None:
        if not self.copied:
            return None
        if self._warm is None or self._warm.ended:
            self._warm = Broker(self._processes.ready("session"), self._make_judge)
            self._replay(self._warm)
        try:
            return SessionCopy(self._warm.session)
        except NoCopy as why:
            logger.info("each variant gets a session of its own: %s", why)
            self.copied = False
            self._warm.close()
        except ProcessEnded as why:
            logger.info("the warm session is gone: %s", why)
            self._warm.close()
        self._warm = None
        return None

    @contextmanager
    def _fresh(self) -> Iterator[Broker]:
        broker = Broker(self._processes.ready("session"), self._make_judge)
        try:
            self._replay(broker)
            yield broker
        finally:
            broker.close()

    def _replay(self, broker: Broker) -> None:
        for cell in self._before:
            if broker.ended:
                return
            if role_of(cell) is not Role.TEST:
                self._run_plain(broker, cell.source, [])
            elif self._bench.placement.together:
                self._timed(broker, cell.source)
            else:
                self._show(broker, cell, [])

    def _make_judge(self) -> Confined:
        forked, self._judge_to_come = self._judge_to_come, None
        return self._processes.ready("judge", forked)


Opened = Callable[[Bench, Limits], Variants]


def _cell_run(end: CellEnd, seconds: float) -> CellRun:
    ran = CellRun(executed=True, error=end.error, seconds=seconds, left_out=end.left_out)
    if end.stopped:
        ran.state, ran.reason = State.TIMEOUT if end.late else State.CRASHED, end.stopped
    return ran


def _not_run(broker: Broker) -> TestRun:
    return TestRun(CellRun(State.TIMEOUT if broker.ended_late else State.CRASHED, reason=f"not run: {broker.ended}"))
