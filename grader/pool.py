"""Grade many submissions with lasting worker processes; one that dies or hangs costs only the submission it had."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

import psutil

from grader.grading import grade, not_run
from grader.outcome import Limits, Master, Outcome, State, Submission, Tests

MARGIN_SECONDS = 180.0  # for starting kernels and merging, on top of the limit for all cells
START_SECONDS = 300.0  # for a worker to come up on a machine that is busy
MAX_FAILED_STARTS = 3
READY = "ready"


class PoolError(RuntimeError):
    """No grading process comes up."""


Job = Callable[[Master, Submission, Limits], Outcome]


def grade_many(
    master: Master,
    students: Iterable[str],
    read: Callable[[str], Submission],
    limits: Limits,
    *,
    jobs: int | None = None,
    tests: Tests = Tests.IN_KERNEL,
    job: Job = grade,
    on_begin: Callable[[str], None] | None = None,
) -> Iterator[Outcome]:
    """Yield outcomes as they come.

    Parameters
    ----------
    master : Master
    students : iterable of str
    read : callable
        `read(student)` gives the submission when its turn comes, so that a class need not fit into memory.
    limits : Limits
    jobs : int, optional
        Worker processes; default: the number of cores.
    tests : Tests
        Recorded where a worker could not tell.
    job : callable
        What a worker does; must be importable by name.
    on_begin : callable, optional
        Called with the student's id when a submission's turn comes.

    Raises
    ------
    PoolError
        If worker processes do not start at all.

    Notes
    -----
    Closing the iterator (or an exception in its consumer) ends all workers and what they started.
    """
    waiting = deque(students)
    count = max(1, min(jobs or os.cpu_count() or 1, len(waiting) or 1))
    workers = [_Worker(master, limits, job, share=count) for _ in range(count if waiting else 0)]
    try:
        while waiting or any(worker.student is not None for worker in workers):
            for worker in workers:
                if worker.free and waiting:
                    student = waiting.popleft()
                    if on_begin:
                        on_begin(student)
                    worker.give(read(student))
            _wait(workers)
            for worker in workers:
                if worker.student is None:
                    worker.look_after()
                elif worker.answered or worker.overdue or not worker.process.is_alive():
                    yield worker.take(tests)
    finally:
        for worker in workers:
            worker.end()


def _wait(workers: list[_Worker]) -> None:
    """Wait until a worker has something to say or has died; at most half a second, for what is overdue."""
    awaited = [worker for worker in workers if not worker.free]
    wait([worker.connection for worker in awaited] + [worker.process.sentinel for worker in awaited], timeout=0.5)


@dataclass
class _Worker:
    """A process that grades one submission after another; it is replaced when it dies or hangs."""

    master: Master
    limits: Limits
    job: Job
    share: int
    student: str | None = None
    started: float = 0.0
    ready: bool = False
    failed_starts: int = 0
    process: multiprocessing.Process = field(init=False)
    connection: Connection = field(init=False)

    def __post_init__(self) -> None:
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")  # forking would copy threads and open databases
        self.connection, theirs = context.Pipe()
        threads = max(1, (os.cpu_count() or 1) // self.share)
        self.process = context.Process(
            target=_work, args=(theirs, self.master, self.limits, self.job, threads), daemon=False
        )
        self.process.start()
        theirs.close()
        self.ready, self.started = False, time.monotonic()

    @property
    def free(self) -> bool:
        return self.ready and self.student is None

    @property
    def answered(self) -> bool:
        return self.connection.poll()

    @property
    def allowed(self) -> float:
        return self.limits.seconds * max(1, len(self.master.notebooks)) + MARGIN_SECONDS

    @property
    def overdue(self) -> bool:
        return time.monotonic() - self.started > self.allowed

    def look_after(self) -> None:
        """Notice that a starting worker is up, and replace an idle one that is not there any more."""
        try:
            if not self.ready and self.answered:
                self.ready = self.connection.recv() == READY
                self.failed_starts = 0
        except (EOFError, OSError):
            self.ready = False
        slow = not self.ready and time.monotonic() - self.started > START_SECONDS
        if slow or not self.process.is_alive():
            self.failed_starts += 1
            if self.failed_starts == MAX_FAILED_STARTS:
                raise PoolError(f"Grading processes do not start (exit status {self.process.exitcode}).")
            self.end()
            self._start()

    def give(self, submission: Submission) -> None:
        """Hand over a submission."""
        self.student, self.started = submission.student, time.monotonic()
        with contextlib.suppress(OSError):  # a dead worker is noticed when its answer is awaited
            self.connection.send(submission)

    def take(self, tests: Tests) -> Outcome:
        """Return the answer, or a crashed outcome where there is none, and be free again."""
        student, self.student = self.student or "", None
        seconds = time.monotonic() - self.started
        reason = f"the grading process did not answer within {self.allowed:.0f} s"
        try:
            if self.answered:
                answer = self.connection.recv()
                if isinstance(answer, Outcome):
                    return answer
                return not_run(self.master, student, State.CRASHED, f"the grader failed: {answer}", tests=tests)
        except (EOFError, OSError):
            self.process.join(1)
        if not self.process.is_alive():
            reason = f"the grading process died (exit status {self.process.exitcode})"
        self.end()
        self._start()
        outcome = not_run(self.master, student, State.CRASHED, reason, tests=tests)
        outcome.seconds = seconds
        return outcome

    def end(self) -> None:
        """End the process with everything it started."""
        tree = []
        with contextlib.suppress(psutil.Error):
            root = psutil.Process(self.process.pid)
            tree = [*root.children(recursive=True), root]
        for process in tree:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self.process.join(5)
        self.connection.close()


def _work(connection: Connection, master: Master, limits: Limits, job: Job, threads: int) -> None:
    """Grade what comes through the connection until it closes."""
    # Ctrl-C in a terminal reaches every process of the group; the parent ends the workers itself. A handler, not
    # SIG_IGN: kernels would inherit that and could not be interrupted.
    signal.signal(signal.SIGINT, lambda *_: None)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, str(threads))
    for name in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"):
        os.environ.setdefault(name, str(threads))
    connection.send(READY)
    while True:
        try:
            submission = connection.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Outcome | str = job(master, submission, limits)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        connection.send(answer)
