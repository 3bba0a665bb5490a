"""The workers of a cluster as the grader sees them: who is there, who may grade, and calls to each by name."""

from __future__ import annotations

import itertools
import logging
import operator
import pkgutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from distributed import Client, Future

from grader.classes.cluster import messages
from grader.errors import CourseError
from grader.log import suppressed

logger = logging.getLogger(__name__)

GONE_SECONDS = 10.0  # for a scheduler that does not answer
_LOOK_SECONDS = 0.5
_FETCH_SECONDS = 120.0


class Stage(Enum):
    """How far a worker is."""

    ASKED = "asked who it is"
    MET = "may grade"
    TAKING = "takes the assignment"
    READY = "grades"
    REFUSED = "gets no work"


class Call:
    """A function that runs on a worker; `done` tells when there is an answer or a reason why there is none.

    Parameters
    ----------
    future : distributed.Future
    woken : threading.Event
        Set when it is done.
    """

    def __init__(self, future: Future, woken: threading.Event) -> None:
        self._future, self._woken = future, woken
        self.started = time.monotonic()
        self.done = False
        self.cancelled = False
        self.problem = ""
        self.answer: dict[str, Any] = {}
        # Answers are fetched in a thread of Dask's: one that comes slowly keeps nobody waiting.
        future.add_done_callback(self._fetch)

    def cancel(self) -> None:
        """Forget about it; what runs on the worker goes on to its end."""
        with suppressed(logger, "a step of ending"):
            self._future.cancel()

    def _fetch(self, future: Future) -> None:
        try:
            if future.cancelled():
                self.cancelled = True
            else:
                self.answer = messages.read(future.result(timeout=_FETCH_SECONDS))
        except Exception as error:  # whatever happened on the way or there; Dask raises many kinds
            logger.info("not usable", exc_info=True)
            self.problem = f"{type(error).__name__}: {error}".splitlines()[0]
        finally:
            self.done = True
            with suppressed(logger, "a step of ending"):
                future.release()
            self._woken.set()


@dataclass(eq=False)
class Worker:
    """One Dask worker.

    Attributes
    ----------
    address : str
    slots : int
        Submissions that it may grade at once: its threads.
    stage : Stage
    call : Call or None
        What it was asked to do before it may grade.
    told : dict
        What it said of itself.
    running : set of Call
        What it grades.
    """

    address: str
    slots: int
    stage: Stage = Stage.ASKED
    call: Call | None = None
    told: dict[str, Any] = field(default_factory=dict)
    running: set[Call] = field(default_factory=set)

    def __str__(self) -> str:
        host = self.told.get("host")
        return f"Worker {self.address}" + (f" ({host})" if host else "")

    @property
    def free(self) -> int:
        """Further submissions that it could take now."""
        return self.slots - len(self.running) if self.stage is Stage.READY else 0


class WorkerPool:
    """Keeps the list of workers and brings each to the point where it may grade.

    Parameters
    ----------
    client : distributed.Client
    run : str
        Name of this run, unique.
    modules : list of str
        What the assignment imports.
    judge : callable
        `judge(told)` says why a worker may not grade, empty where it may.
    address : str
        Of the scheduler, for messages.
    """

    def __init__(
        self, client: Client, run: str, modules: list[str], judge: Callable[[dict[str, Any]], str], address: str
    ) -> None:
        self.workers: dict[str, Worker] = {}
        self.notes: list[str] = []
        self.woken = threading.Event()
        #: Makes the order by which a worker takes the assignment; None until it is known how to grade.
        self.order: Callable[[Worker], str] | None = None
        self._client, self._run, self._judge, self._address = client, run, judge, address
        self._question = messages.write({"modules": modules})
        self._functions: dict[tuple[str, str], Future] = {}
        self._numbers = itertools.count()
        self._looked = self._heard = time.monotonic() - _LOOK_SECONDS

    @property
    def ready(self) -> list[Worker]:
        """Those that grade."""
        return [worker for worker in self.workers.values() if worker.stage is Stage.READY]

    def update(self) -> list[Worker]:
        """Notice who came, who went and who is ready; return those that are gone.

        Raises
        ------
        CourseError
            If the scheduler is gone.
        """
        gone = []
        if time.monotonic() - self._looked >= _LOOK_SECONDS:
            gone = self._compare(self._threads())
            self._looked = time.monotonic()
        for worker in self.workers.values():
            self._advance(worker)
        return gone

    def call(self, worker: Worker, name: str, text: str) -> Call:
        """Have a function of `grader.classes.cluster.worker` run on a worker."""
        # Functions are named, not sent, and called by Python's own means: the scheduler needs Dask and nothing else.
        function = self._functions.get((worker.address, name))
        if function is None or function.status in ("cancelled", "lost"):
            function = self._submit(worker, pkgutil.resolve_name, f"grader.classes.cluster.worker:{name}")
            self._functions[worker.address, name] = function
        return Call(self._submit(worker, operator.call, function, text), self.woken)

    def dismiss(self) -> None:
        """Tell the workers that this run is over; takes a few seconds at most."""
        addresses = [worker.address for worker in self.workers.values() if worker.stage in (Stage.TAKING, Stage.READY)]

        def tell() -> None:
            from grader.classes.cluster.worker import let_go

            with suppressed(logger, "a step of ending"):
                # Beside the tasks: all threads of a worker may be at work.
                self._client.run(let_go, messages.write({"run": self._run}), workers=addresses, on_error="ignore")

        if addresses:
            teller = threading.Thread(target=tell, daemon=True)
            teller.start()
            teller.join(5)

    def _submit(self, worker: Worker, function: Callable, *arguments: Any) -> Future:
        key = f"grader-{self._run}-{next(self._numbers)}"
        return self._client.submit(function, *arguments, key=key, workers=[worker.address], pure=False)

    def _threads(self) -> dict[str, int] | None:
        """Return the threads of every worker, None where the scheduler did not say."""
        try:
            threads = self._client.nthreads() if self._client.status != "closed" else None
        except Exception:  # OSError, TimeoutError and Dask's own
            logger.info("not usable", exc_info=True)
            threads = None
        if threads is not None:
            self._heard = time.monotonic()
        elif self._client.status == "closed" or time.monotonic() - self._heard > GONE_SECONDS:
            raise CourseError(
                f"The scheduler at {self._address} is gone. What was finished is kept; the same command goes on from "
                "there."
            )
        return threads

    def _compare(self, threads: dict[str, int] | None) -> list[Worker]:
        if threads is None:
            return []
        for address in threads.keys() - self.workers.keys():
            worker = Worker(address, max(1, threads[address]))
            worker.call = self.call(worker, "look", self._question)
            self.workers[address] = worker
        gone = [self.workers.pop(address) for address in self.workers.keys() - threads.keys()]
        for worker in gone:
            self._forget(worker)
        return gone

    def _forget(self, worker: Worker) -> None:
        for place in [place for place in self._functions if place[0] == worker.address]:
            with suppressed(logger, "a step of ending"):
                self._functions.pop(place).cancel()
        if worker.call is not None:
            worker.call.cancel()

    def _advance(self, worker: Worker) -> None:
        call = worker.call
        if call is not None and not call.done:
            return
        if call is not None and call.cancelled:  # the connection was lost for a moment
            worker.call = self.call(worker, "look", self._question)
            worker.stage = Stage.ASKED
        elif worker.stage is Stage.ASKED:
            worker.told = call.answer
            why = f"has no grader that answers ({call.problem})" if call.problem else self._judge(worker.told)
            self._settle(worker, Stage.MET, why)
        elif worker.stage is Stage.MET and self.order is not None:
            worker.stage, worker.call = Stage.TAKING, self.call(worker, "take", self.order(worker))
        elif worker.stage is Stage.TAKING:
            self._settle(worker, Stage.READY, call.problem or call.answer.get("problem", ""))

    def _settle(self, worker: Worker, stage: Stage, why: str) -> None:
        worker.stage, worker.call = Stage.REFUSED if why else stage, None
        if why:
            self.notes.append(f"{worker} gets no work: {why}")
