"""Grade on the workers of a Dask cluster: the same as `grader.classes.engine.Engine`, for whoever grades a class."""

from __future__ import annotations

import logging
import time
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import dask
from distributed import Client

from grader.classes.cluster import messages
from grader.classes.cluster.dispatch import Dispatch
from grader.classes.cluster.workers import Stage, Worker, WorkerPool
from grader.classes.engine import TRUST_HINT, TRUSTED_NOTE, closed_folders, other_language
from grader.course import data_folder
from grader.course.directory import Course
from grader.course.fingerprint import describe, differences, lock_differences, sentence
from grader.errors import CourseError
from grader.grading.calibration.verdicts import Calibration
from grader.grading.session_environment import told
from grader.log import suppressed
from grader.model import Limits, Master, Outcome, Submission, Tests
from grader.sandbox import imports_of

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 10
JOIN_SECONDS = 60.0  # for the first worker to join and say who it is
_OTHERS_SECONDS = 5.0  # for those that are slower
SAME_LOCK = "Make both environments from the same requirements.lock (make setup)"


class Cluster:
    """The workers that belong to a Dask scheduler; a context manager that ends what it started there.

    Parameters
    ----------
    course : Course
    master : Master
    tests : Tests
        Where test cells shall run. Without isolation they run in the student's process, whatever is wanted.
    address : str
        Of the scheduler, such as `tcp://10.0.0.1:8786` or `tls://...`.
    trust : bool
        Grade without isolation where no worker has it.

    Attributes
    ----------
    isolated : bool
        Whether submissions run isolated.
    note : str
        What an instructor should know; empty where there is nothing to say.
    """

    def __init__(
        self, course: Course, master: Master, tests: Tests, address: str, *, trust: bool = False,
        calibration: Calibration | None = None,
    ) -> None:  # fmt: skip
        self.tests, self.isolated, self.note, self.calibration = tests, True, "", calibration
        self._master, self._address, self._trust = master, address, trust
        self._run = uuid.uuid4().hex[:12]
        self._closed = [str(folder) for folder in closed_folders(course)]
        self._language = other_language(master)
        found = imports_of(master.notebooks.values(), master.files, closed_folders(course))
        self._here = describe(found.modules)
        self._modules = sorted({name.partition(".")[0] for name in found.modules})
        self._data = data_folder.folder()
        self._data_here = data_folder.contents(self._data)
        self._client: Client | None = None
        self._pool: WorkerPool | None = None
        self._parts: dict[str, Any] = {}

    def __enter__(self) -> Cluster:
        wrong = lock_differences(self._here)
        if wrong:
            raise CourseError(f"This machine differs from requirements.lock: {sentence(wrong)}. Run make setup.")
        self._client = _connect(self._address)
        self._pool = WorkerPool(self._client, self._run, self._modules, self._why_not, self._address)
        try:
            self._meet()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.dismiss()
        if self._client is not None:
            with suppressed(logger, "a step of ending"):
                self._client.close(timeout=3)

    def start(self) -> None:
        """Workers take the assignment as they come; nothing has to be waited for."""

    def grade_all(
        self, master: Master, students: Iterable[str], read: Callable[[str], Submission], limits: Limits, *,
        jobs: int | None = None, on_begin: Callable[[str], None] | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> Iterator[Outcome]:  # fmt: skip
        """Grade many submissions on the workers; see `Dispatch`."""
        key = self._parts["key"]
        dispatch = Dispatch(self._pool, key, master, limits, self.tests, jobs=jobs, on_begin=on_begin, on_note=on_note)
        return dispatch.run(students, read)

    def _why_not(self, told: dict[str, Any]) -> str:
        """Say why a worker may not grade; empty where it may (isolation is judged when all are known)."""
        wrong = differences(told["environment"], self._here)
        if wrong:
            return f"{sentence(wrong)}. {SAME_LOCK}."
        if self._data_here and told["data"] != self._data_here:
            size = data_folder.megabytes(self._data)
            if size > data_folder.SENT_MB:
                return (
                    f"its {data_folder.VARIABLE} does not hold the same files as here, and {size:.0f} MiB are too much "
                    "to be sent. Copy them there."
                )
        if self._parts and self.isolated and told["refusal"]:
            return told["refusal"]
        return ""

    def _meet(self) -> None:
        """Wait for workers, and choose how to grade.

        Raises
        ------
        CourseError
            If there is no worker that may grade; it says why.
        """
        pool, said = self._pool, []
        until = time.monotonic() + JOIN_SECONDS
        first = None
        while time.monotonic() < until:
            pool.woken.clear()
            pool.update()
            workers = list(pool.workers.values())
            met = [worker for worker in workers if worker.stage is Stage.MET]
            if workers and all(worker.stage is not Stage.ASKED for worker in workers):
                break
            if met:
                first = first or time.monotonic()
                if time.monotonic() - first > _OTHERS_SECONDS:
                    break
            pool.woken.wait(0.2)
        said, pool.notes = pool.notes, []
        met = [worker for worker in pool.workers.values() if worker.stage is Stage.MET]
        if not met:
            if not said:
                joined = "no worker answers" if pool.workers else "no worker has joined it"
                said = [f"Within {JOIN_SECONDS:.0f} s {joined}; start some with `dask worker {self._address}`."]
            raise CourseError(f"Nothing can be graded on the cluster at {self._address}. {' '.join(said)}")
        self._choose(met, said)

    def _choose(self, met: list[Worker], said: list[str]) -> None:
        able = [worker for worker in met if not worker.told["refusal"]]
        why = self._language or ("" if able else f"{met[0]}: {met[0].told['refusal']}")
        if why and not self._trust:
            raise CourseError(f"{why} {TRUST_HINT}")
        if why:
            self.isolated, self.tests = False, Tests.IN_SESSION
            said.append(TRUSTED_NOTE.format(why))
        for worker in met if self.isolated else []:
            if worker not in able:
                worker.stage = Stage.REFUSED
                said.append(f"{worker} gets no work: {worker.told['refusal']}")
        self.note = "\n".join(said)
        self._parts = self._order()
        self._pool.order = self._order_for

    def _order(self) -> dict[str, Any]:
        variables = {name: value for name, value in told().items() if name != data_folder.VARIABLE}
        parts = {
            "master": messages.master_to_plain(self._master),
            "tests": str(self.tests),
            "calibration": self.calibration and self.calibration.to_json(runs=False),
            "trusted": not self.isolated,
            "variables": variables,
            "closed": self._closed,
            "run": self._run,
        }
        content = {name: part for name, part in parts.items() if name != "run"}
        parts["key"] = messages.key({**content, "data": self._data_here})
        try:
            messages.write(parts)
        except messages.TooLarge as error:
            raise CourseError(f"The assignment and its files cannot be sent to workers: {error}.") from error
        return parts

    def _order_for(self, worker: Worker) -> str:
        has = worker.told["data"] == self._data_here
        wanted = bool(self._data_here)
        sent = messages.files_to_plain(data_folder.load(self._data)) if wanted and not has else None
        return messages.write({**self._parts, "data": sent, "own_data": wanted and has})


def _connect(address: str) -> Client:
    """Return a client.

    Raises
    ------
    CourseError
        If no scheduler answers.
    """
    # What goes wrong is said in the grader's own words.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    dask.config.set(
        {
            "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
            # Data files of the course go to each worker once, as large as they are; what is too large was refused.
            "distributed.admin.large-graph-warning-threshold": "1GB",
        }
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except Exception as error:  # OSError, TimeoutError, ValueError and more, by what is wrong with the address
        logger.info("not usable", exc_info=True)
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise CourseError(
            f"No Dask scheduler answers at {address} ({first}). Start one with `dask scheduler`, or leave --scheduler "
            "out to grade on this machine."
        ) from error
