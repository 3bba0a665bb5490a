"""Grade trusted submissions on a worker: each in a process of its own, from which its plain kernel is driven."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import Any

import psutil

from grader.cluster import wire
from grader.outcome import Limits
from grader.pool import MARGIN_SECONDS

_PARENT_SECONDS = 2.0


class Alone:
    """Starts and ends the processes.

    Parameters
    ----------
    master : dict
        In its plain form.
    variables : dict of str to str
        Environment variables that sessions are told.
    """

    def __init__(self, master: dict[str, Any], variables: dict[str, str]) -> None:
        self._master, self._variables = master, variables
        self._running: set[subprocess.Popen] = set()
        self._lock = threading.Lock()
        self._closed = False

    def grade(self, submission: dict[str, Any], limits: Limits) -> dict[str, Any]:
        """Grade a plain submission and return its plain outcome.

        Raises
        ------
        RuntimeError
            If the process ends without an answer, or not at all.
        """
        order = {"master": self._master, "submission": submission, "limits": wire.limits_to_plain(limits)}
        with self._lock:
            if self._closed:
                raise RuntimeError("the grader has ended")
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "grader.cluster.alone", str(os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, **self._variables, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )
            self._running.add(process)
        allowed = limits.seconds * max(1, len(self._master["notebooks"])) + MARGIN_SECONDS
        try:
            answer, _ = process.communicate(wire.write(order), timeout=allowed)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"grading it did not end within {allowed:.0f} s") from None
        finally:
            _end(process)
            with self._lock:
                self._running.discard(process)
        if process.returncode or not answer:
            raise RuntimeError(f"the grading process died (exit status {process.returncode})")
        return wire.read(answer)

    def close(self) -> None:
        """End every process that still runs."""
        with self._lock:
            self._closed = True
            running = list(self._running)
        for process in running:
            _end(process)


def _end(process: subprocess.Popen) -> None:
    tree = []
    with contextlib.suppress(psutil.Error):
        root = psutil.Process(process.pid)
        tree = [*root.children(recursive=True), root]
    for each in tree:
        with contextlib.suppress(psutil.Error):
            each.kill()
    process.wait()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_SECONDS)
    os._exit(1)


def main(parent: int) -> None:
    """Read an order, grade it, and write the outcome."""
    from grader.grading import grade

    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    out = os.dup(1)
    os.dup2(2, 1)  # nothing else may speak there
    order = wire.read(sys.stdin.read())
    outcome = grade(
        wire.master_from_plain(order["master"]),
        wire.submission_from_plain(order["submission"]),
        Limits(**order["limits"]),
    )
    with os.fdopen(out, "w", encoding="utf-8") as stream:
        stream.write(wire.write(wire.outcome_to_plain(outcome)))


if __name__ == "__main__":
    main(int(sys.argv[1]))
