"""Grade many submissions with threads: the work is done by processes of their own, which threads only talk to."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue

from grader import log
from grader.grading.grade import not_run
from grader.machine import cores
from grader.model import Limits, Master, Outcome, State, Submission, Tests

logger = logging.getLogger(__name__)

MARGIN_SECONDS = 180.0  # for starting processes and merging, on top of the limit for all cells
_TICK_SECONDS = 0.5

Job = Callable[[Master, Submission, Limits], Outcome]


def grade_threaded(
    master: Master,
    students: Iterable[str],
    read: Callable[[str], Submission],
    limits: Limits,
    *,
    job: Job,
    jobs: int | None = None,
    tests: Tests = Tests.AUTO,
    on_begin: Callable[[str], None] | None = None,
    ahead: int = 0,
) -> Iterator[Outcome]:
    """Yield outcomes as they come.

    Parameters
    ----------
    master : Master
    students : iterable of str
    read : callable
        `read(student)` gives the submission when its turn comes, so that a class need not fit into memory.
    limits : Limits
    tests : Tests
        Recorded where a job could not tell.
    on_begin : callable, optional
        Called with the student's id when a submission's turn comes.
    job : callable
        `job(master, submission, limits) -> Outcome`; must be able to run in several threads at once.
    jobs : int, optional
        Submissions at once; default: the number of cores.
    ahead : int
        So many more are prepared meanwhile; the job itself lets no more than `jobs` of them run.

    Notes
    -----
    A job that fails costs its submission. One that does not end within the limits is given up; its thread ends with
    the program, its processes by limits of their own.
    """
    waiting, running = deque(students), {}
    answers: SimpleQueue[tuple[str, Outcome | str, str]] = SimpleQueue()
    count = max(1, jobs or cores()) + ahead
    allowed = limits.seconds * max(1, len(master.notebooks)) + MARGIN_SECONDS
    if ahead:  # each may have waited for another one
        allowed *= 2

    def work(submission: Submission) -> None:
        with log.kept() as lines:
            try:
                answer: Outcome | str = job(master, submission, limits)
            except Exception as error:
                logger.exception("grading %s failed", submission.student)
                answer = failure(error)
        answers.put((submission.student, answer, "\n".join(lines)))

    while waiting or running:
        while waiting and len(running) < count:
            student = waiting.popleft()
            if on_begin:
                on_begin(student)
            submission = read(student)
            running[student] = time.monotonic()
            threading.Thread(target=work, args=(submission,), name=f"grade {student}", daemon=True).start()
        try:
            student, answer, logged = answers.get(timeout=_TICK_SECONDS)
        except Empty:
            late = [student for student, started in running.items() if time.monotonic() - started > allowed]
            if not late:
                continue
            student, answer, logged = late[0], f"grading it did not end within {allowed:.0f} s", ""
        started = running.pop(student, None)
        if started is None:  # an answer that had been given up
            continue
        if isinstance(answer, str):
            answer = not_run(master, student, State.CRASHED, answer, tests=tests)
            answer.seconds = time.monotonic() - started
        answer.log = answer.log or logged
        yield answer


def failure(error: Exception) -> str:
    """Return the reason of an outcome for which the grader itself failed."""
    return f"the grader failed ({type(error).__name__}: {error}): {log.FILE_NAME} beside the outcome says where"
