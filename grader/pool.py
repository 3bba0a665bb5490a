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

    Notes
    -----
    Closing the iterator (or an exception in its consumer) ends all workers and what they started.
    """
    waiting = deque(students)
    count = max(1, min(jobs or os.cpu_count() or 1, len(waiting) or 1))
    allowed = limits.seconds * max(1, len(master.notebooks)) + MARGIN_SECONDS
    workers = [_Worker(master, limits, job, share=count) for _ in range(count)]
    try:
        while waiting or any(worker.student is not None for worker in workers):
            for worker in workers:
                if worker.student is None and waiting:
                    student = waiting.popleft()
                    if on_begin:
                        on_begin(student)
                    worker.give(read(student))
            for worker in _ready(workers):
                yield worker.take(tests, allowed)
    finally:
        for worker in workers:
            worker.end()


def _ready(workers: list[_Worker]) -> list[_Worker]:
    """Wait until a busy worker has answered, died or used up its time."""
    busy = [worker for worker in workers if worker.student is not None]
    wait([worker.connection for worker in busy] + [worker.process.sentinel for worker in busy], timeout=0.5)
    return [worker for worker in busy if worker.answered or not worker.process.is_alive() or worker.overdue]


@dataclass
class _Worker:
    """A process that grades one submission after another; it is replaced when it dies or hangs."""

    master: Master
    limits: Limits
    job: Job
    share: int
    student: str | None = None
    started: float = 0.0
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

    @property
    def answered(self) -> bool:
        return self.connection.poll()

    @property
    def overdue(self) -> bool:
        allowed = self.limits.seconds * max(1, len(self.master.notebooks)) + MARGIN_SECONDS
        return time.monotonic() - self.started > allowed

    def give(self, submission: Submission) -> None:
        self.student, self.started = submission.student, time.monotonic()
        with contextlib.suppress(OSError):  # a dead worker is noticed when its answer is awaited
            self.connection.send(submission)

    def take(self, tests: Tests, allowed: float) -> Outcome:
        """Return the answer, or a crashed outcome where there is none, and be free again."""
        student, self.student = self.student, None
        try:
            if self.answered:
                answer = self.connection.recv()
                if isinstance(answer, Outcome):
                    return answer
                return not_run(self.master, student, State.CRASHED, f"the grader failed: {answer}", tests=tests)
            reason = f"the grading process did not answer within {allowed:.0f} s"
            if not self.process.is_alive():
                reason = f"the grading process died (exit status {self.process.exitcode})"
        except (EOFError, OSError):
            self.process.join(1)
            reason = f"the grading process died (exit status {self.process.exitcode})"
        seconds = time.monotonic() - self.started
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
