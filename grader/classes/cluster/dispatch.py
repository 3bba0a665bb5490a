"""Give submissions to workers, one a slot at a time, and see to it that each comes back, from whomever."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from grader import log
from grader.classes.cluster import messages
from grader.classes.cluster.workers import Call, Stage, Worker, WorkerPool
from grader.classes.threads import MARGIN_SECONDS
from grader.errors import CourseError
from grader.grading.grade import not_run
from grader.model import Limits, Master, Outcome, State, Submission, Tests

MAX_DEATHS = 3
NOBODY_SECONDS = 300.0
SPARE_SECONDS = 20.0  # nothing is sent a second time before
_SPARE_TIMES = 3.0
_TICK_SECONDS = 0.5


@dataclass(eq=False)
class _Open:
    """A submission that was given out and has no outcome yet."""

    student: str
    text: str
    began: float
    deaths: int = 0
    why: str = ""
    sent: dict[Call, Worker] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


class Dispatch:
    """One run over the submissions of an assignment.

    Parameters
    ----------
    pool : WorkerPool
    key : str
        Under which workers have taken the assignment.
    master : Master
    limits : Limits
    tests : Tests
        Recorded where no worker could tell.
    jobs : int or None
        Most submissions at once; None for every slot that there is.
    on_begin, on_note : callable, optional
        Called with a student's id when the turn comes, and with sentences that a person should read.

    Notes
    -----
    A worker that dies costs time: its submissions go to others, ahead of the queue. A submission with which
    `MAX_DEATHS` workers died is `crashed`. When slots are free and nothing waits, what takes far longer than anything
    before is sent a second time, and the first answer counts; so is what takes longer than its limits allow, at any
    time.
    """

    def __init__(
        self, pool: WorkerPool, key: str, master: Master, limits: Limits, tests: Tests, *, jobs: int | None = None,
        on_begin: Callable[[str], None] | None = None, on_note: Callable[[str], None] | None = None,
    ) -> None:  # fmt: skip
        self._pool, self._key, self._master, self._limits, self._tests = pool, key, master, limits, tests
        self._jobs = jobs
        self._begin, self._note = on_begin or (lambda student: None), on_note or (lambda text: None)
        self._allowed = limits.seconds * max(1, len(master.notebooks)) + MARGIN_SECONDS
        self._open: dict[str, _Open] = {}
        self._again: deque[_Open] = deque()
        self._second: dict[Call, Worker] = {}  # copies of what another worker has answered already
        self._longest = 0.0
        self._alive = time.monotonic()

    def run(self, students: Iterable[str], read: Callable[[str], Submission]) -> Iterator[Outcome]:
        """Yield outcomes as they come.

        Raises
        ------
        CourseError
            If the scheduler is gone, or no worker was there for a while.
        """
        waiting = deque(students)
        try:
            while waiting or self._open:
                self._pool.woken.clear()
                for worker in self._pool.update():
                    self._lost(worker)
                self._tell()
                yield from self._collect()
                self._hand_out(waiting, read)
                self._pool.woken.wait(_TICK_SECONDS)
        finally:
            for call in [*self._second, *(call for each in self._open.values() for call in each.sent)]:
                call.cancel()

    def _tell(self) -> None:
        for text in self._pool.notes:
            self._note(text)
        self._pool.notes.clear()
        now = time.monotonic()
        if self._pool.ready:
            self._alive = now
        elif now - self._alive > NOBODY_SECONDS:
            raise CourseError(
                f"No worker of the cluster was ready for {NOBODY_SECONDS:.0f} s. What was finished is kept; start "
                "workers and give the same command again."
            )

    def _lost(self, worker: Worker) -> None:
        """Take back what a worker had when it went away."""
        had = [each for each in self._open.values() if worker in each.sent.values()]
        names = ", ".join(each.student for each in had)
        if had:
            self._note(f"{worker} is gone; what it was grading ({names}) is graded elsewhere.")
        for each in had:
            each.deaths += 1
            each.why = "the worker process died"
            for call in [call for call, place in each.sent.items() if place is worker]:
                del each.sent[call]
                call.cancel()
            if not each.sent:
                self._again.append(each)
        for call in [call for call, place in self._second.items() if place is worker]:
            del self._second[call]
            call.cancel()

    def _collect(self) -> Iterator[Outcome]:
        for call, worker in [(call, worker) for call, worker in self._second.items() if call.done]:
            worker.running.discard(call)
            del self._second[call]
        for each in list(self._open.values()):
            for call, worker in list(each.sent.items()):
                if call.done:
                    worker.running.discard(call)
                    del each.sent[call]
                    outcome = self._answer(each, call, worker)
                    if outcome is not None:
                        yield self._close(each, outcome)
                        break
            else:
                outcome = self._given_up(each)
                if outcome is not None:
                    yield self._close(each, outcome)
                elif not each.sent and each not in self._again:
                    self._again.append(each)

    def _answer(self, each: _Open, call: Call, worker: Worker) -> Outcome | None:
        """Return the outcome that came, or None where the submission has to be sent again."""
        if call.cancelled:
            return None
        if call.problem:
            each.deaths, each.why = each.deaths + 1, f"{worker} could not grade it ({call.problem})"
            return None
        if call.answer.get("unknown"):
            # It was told long ago, or has been started anew under the same address.
            worker.stage = Stage.MET
            return None
        if "failed" in call.answer:
            found = self._crashed(each, f"the grader failed: {call.answer['failed']}; {log.FILE_NAME} says where")
            found.log = str(call.answer.get("log", ""))[:100_000]
            return found
        try:
            outcome = messages.outcome_from_plain(call.answer["outcome"], self._master)
        except (KeyError, TypeError, ValueError) as error:
            return self._crashed(each, f"{worker} sent what is no outcome ({type(error).__name__})")
        if (outcome.student, outcome.assignment) != (each.student, self._master.assignment):
            return self._crashed(each, f"{worker} sent another submission's outcome")
        self._longest = max(self._longest, time.monotonic() - call.started)
        return outcome

    def _given_up(self, each: _Open) -> Outcome | None:
        if each.deaths >= MAX_DEATHS and not each.sent:
            return self._crashed(each, f"{each.why}, {each.deaths} times")
        elapsed = time.monotonic() - each.began
        others = [worker for worker in self._pool.ready if worker.address not in each.seen]
        if each.sent and elapsed > self._allowed * (2 if others else 1) and all(map(self._late, each.sent)):
            return self._crashed(each, f"grading it did not end within {self._allowed:.0f} s")
        return None

    def _late(self, call: Call) -> bool:
        return time.monotonic() - call.started > self._allowed

    def _crashed(self, each: _Open, why: str) -> Outcome:
        outcome = not_run(self._master, each.student, State.CRASHED, why, tests=self._tests)
        outcome.seconds = time.monotonic() - each.began
        return outcome

    def _close(self, each: _Open, outcome: Outcome) -> Outcome:
        del self._open[each.student]
        if each in self._again:
            self._again.remove(each)
        self._second |= each.sent  # their slots are not free yet
        return outcome

    def _hand_out(self, waiting: deque[str], read: Callable[[str], Submission]) -> None:
        while self._again and (worker := self._free(self._again[0].seen)):
            self._send(self._again.popleft(), worker)
        for each in self._slow(idle=not waiting and not self._again):
            worker = self._free(each.seen)
            if worker is not None and worker.address not in each.seen:
                self._send(each, worker)
        while waiting and (worker := self._free(())):
            student = waiting.popleft()
            self._begin(student)
            self._open[student] = _Open(student, self._text(read(student)), time.monotonic())
            self._send(self._open[student], worker)

    def _slow(self, *, idle: bool) -> list[_Open]:
        """Return what should be tried a second time."""
        patience = max(SPARE_SECONDS, _SPARE_TIMES * self._longest) if idle else self._allowed
        now = time.monotonic()
        return [
            each
            for each in self._open.values()
            if len(each.sent) == 1 and all(now - call.started > min(patience, self._allowed) for call in each.sent)
        ]

    def _free(self, seen: Iterable[str]) -> Worker | None:
        """Return the worker with most free slots, rather one that has not seen the submission yet."""
        ready = self._pool.ready
        if self._jobs is not None and sum(len(worker.running) for worker in ready) >= self._jobs:
            return None
        free = [worker for worker in ready if worker.free > 0]
        return max(free, key=lambda worker: (worker.address not in seen, worker.free), default=None)

    def _text(self, submission: Submission) -> str:
        return messages.write(
            {
                "key": self._key,
                "submission": messages.submission_to_plain(submission),
                "limits": messages.limits_to_plain(self._limits),
            }
        )

    def _send(self, each: _Open, worker: Worker) -> None:
        call = self._pool.call(worker, "grade_one", each.text)
        each.sent[call] = worker
        each.seen.add(worker.address)
        worker.running.add(call)
