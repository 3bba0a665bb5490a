"""What runs on a worker. Each function takes JSON text and returns JSON text; the scheduler names it and never sees it.

A worker keeps one fork server for each assignment, so that a submission costs what it costs locally. A Dask worker has
threads, so nothing is forked from it: the fork server is a program of its own (`grader.sandbox.fork_server`), and every
session a process tree. What is no longer wanted is ended, by word or after a while without work.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from grader import log
from grader.classes.cluster import messages
from grader.classes.engine import Engine, isolated
from grader.course import data_folder
from grader.course.fingerprint import describe
from grader.grading.calibration.verdicts import Calibration
from grader.grading.kernel.running import KernelRunner
from grader.log import suppressed
from grader.model import Limits, Tests
from grader.sandbox import refusal

logger = logging.getLogger(__name__)

IDLE_SECONDS = 900.0
_WATCH_SECONDS = 30.0
_kept: dict[str, Assignment] = {}
_lock = threading.Lock()
_watching = threading.Event()


class Assignment:
    """An assignment that this worker can grade.

    Parameters
    ----------
    order : dict
        "master" (plain), "tests", "trusted", "variables" (what sessions may know of the environment), "data" (files of
        the course's data folder, None where this worker has the same), "closed" (folders that stay closed).
    """

    def __init__(self, order: dict[str, Any]) -> None:
        self.master = messages.master_from_plain(order["master"])
        self.runs: set[str] = set()
        self.busy, self.used = 0, time.monotonic()
        self._folder = tempfile.mkdtemp(prefix="course-data-")
        self._engine: Engine | None = None
        try:
            self._prepare(order)
        except BaseException:
            self.close()
            raise

    def _prepare(self, order: dict[str, Any]) -> None:
        variables = dict(order["variables"])
        if order["data"] is not None:
            data_folder.save(messages.files_from_plain(order["data"]), Path(self._folder))
            os.chmod(self._folder, 0o755)
            variables[data_folder.VARIABLE] = self._folder
        elif order["own_data"]:
            variables[data_folder.VARIABLE] = str(data_folder.folder())
        if order["trusted"]:
            self._engine = Engine(Tests.IN_SESSION, KernelRunner(threads=1, variables=variables))
            return
        closed = [Path(folder) for folder in order["closed"]]
        # A slot is a core: a worker that shall use several cores has several threads.
        engine = isolated(self.master, closed, Tests(order["tests"]), threads=1, variables=variables)
        verdicts = order["calibration"]
        self._engine = engine.calibrated(Calibration.from_json(verdicts)) if verdicts else engine
        self._engine.start()

    def grade(self, submission: dict[str, Any], limits: Limits) -> dict[str, Any]:
        """Return the outcome of a plain submission, in its plain form."""
        return messages.outcome_to_plain(
            self._engine.grade(self.master, messages.submission_from_plain(submission), limits)
        )

    def close(self) -> None:
        """End every process of this assignment."""
        if self._engine is not None:
            self._engine.__exit__()
        shutil.rmtree(self._folder, ignore_errors=True)


def look(text: str) -> str:
    """Say what this worker is; `text` holds "modules", the names that an assignment imports.

    Returns
    -------
    str
        "environment" (see `describe`), "refusal" (why nothing can be isolated here, else empty), "data" (the contents
        of its data folder), "host".
    """
    found = {
        "environment": describe(messages.read(text)["modules"]),
        "refusal": refusal() or "",
        "data": data_folder.contents(data_folder.folder()),
        "host": socket.gethostname(),
    }
    return messages.write(found)


def take(text: str) -> str:
    """Take an assignment (see `Assignment`) under its "key" for a "run", and start what it needs.

    Returns
    -------
    str
        "problem", empty where it can be graded now.
    """
    order = messages.read(text)
    with _lock:
        _watch()
        if order["key"] not in _kept:
            try:
                _kept[order["key"]] = Assignment(order)
            except Exception as error:
                logger.exception("the assignment cannot be taken")
                return messages.write({"problem": f"{error}" or type(error).__name__})
        _kept[order["key"]].runs.add(order["run"])
        _kept[order["key"]].used = time.monotonic()
    return messages.write({"problem": ""})


def grade_one(text: str) -> str:
    """Grade a "submission" of the assignment "key" within "limits".

    Returns
    -------
    str
        "outcome"; or "unknown" where this worker has no such assignment (any more); or "failed", an error of the
        grader's own in words.
    """
    order = messages.read(text)
    with _lock:
        assignment = _kept.get(order["key"])
        if assignment is None:
            return messages.write({"unknown": True})
        assignment.busy += 1
    try:
        with log.kept() as lines:
            outcome = assignment.grade(order["submission"], Limits(**order["limits"]))
        return messages.write({"outcome": {**outcome, "log": "\n".join(lines)}})
    except Exception as error:
        logger.exception("grading failed")
        return messages.write({"failed": f"{type(error).__name__}: {error}", "log": traceback.format_exc()})
    finally:
        with _lock:
            assignment.busy -= 1
            assignment.used = time.monotonic()


def let_go(text: str) -> str:
    """End what belongs to no run any more but "run"; it returns at once, as it is called beside all work."""
    threading.Thread(target=_let_go, args=(messages.read(text)["run"],), daemon=True).start()
    return messages.write({})


def _let_go(run: str) -> None:
    with _lock:
        ended = []
        for key, assignment in list(_kept.items()):
            assignment.runs.discard(run)
            if not assignment.runs:
                ended.append(_kept.pop(key))
    for assignment in ended:
        assignment.close()


def _watch() -> None:
    """Start to look now and then for assignments whose grader was killed and cannot say so."""
    if not _watching.is_set():
        _watching.set()
        threading.Thread(target=_end_idle, name="grader-idle", daemon=True).start()


def _end_idle() -> None:
    while True:
        time.sleep(_WATCH_SECONDS)
        with _lock:
            now = time.monotonic()
            idle = [key for key, each in _kept.items() if not each.busy and now - each.used > IDLE_SECONDS]
            ended = [_kept.pop(key) for key in idle]
        for assignment in ended:
            with suppressed(logger, "ending an assignment"):
                assignment.close()
