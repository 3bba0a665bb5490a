"""Run this program, or stock nbgrader, as a user would, and see how it ended and what is in the gradebook."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from benchmarks.attack_course import Place

PATIENCE_SECONDS = 240


@dataclass(frozen=True)
class Called:
    """How a program ended, what it printed, and the most memory that it had, in MiB."""

    status: int
    said: bytes
    mb: float
    seconds: float


def run_program(where: Place, module: str, *arguments: str) -> Called:
    """Run a program of this environment in the course, as a user would."""
    programs = str(Path(sys.executable).parent)
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(where.home),
        "JUPYTER_PLATFORM_DIRS": "1",
        "COLUMNS": "200",
    }
    environment.pop("IPYTHONDIR", None)
    output = where.home / "output.txt"
    with output.open("wb") as printed, subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=where.course, env=environment, stdout=printed, stderr=printed, start_new_session=True, preexec_fn=_bounds,
    ) as process:  # fmt: skip
        end = time.monotonic() + PATIENCE_SECONDS
        status = used = None
        while status is None:
            pid, raw, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                status = process.returncode = os.waitstatus_to_exitcode(raw)
            elif time.monotonic() > end:
                os.killpg(process.pid, signal.SIGKILL)
                end = float("inf")
            else:
                time.sleep(0.05)
    return Called(status, output.read_bytes(), used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)


def stock_points(where: Place, student: str) -> float | None:
    """Return a student's points in the gradebook, None where there are none."""
    with Gradebook(f"sqlite:///{where.course}/gradebook.db", "attacked") as gradebook:
        try:
            submission = gradebook.find_submission("attacked", student)
        except MissingEntry:
            return None
        return float(sum(grade.score or 0 for notebook in submission.notebooks for grade in notebook.grades))


def _bounds() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_AS, (12 << 30, 12 << 30))
