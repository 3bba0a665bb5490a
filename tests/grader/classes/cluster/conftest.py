"""A Dask scheduler and workers as processes of their own, on the loopback address."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from distributed import Client

from grader.course.directory import Course
from grader.sandbox.isolation.probe import refusal

PROJECT = Path(__file__).resolve().parents[4]
START_SECONDS = 60
ONE_THREAD = {"OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1", "TF_NUM_INTEROP_THREADS": "1"}


class Machines:
    """Starts and ends a scheduler and workers."""

    def __init__(self, folder: Path, host: str = "127.0.0.1", variables: dict[str, str] | None = None) -> None:
        self.folder, self._host, self._variables = folder, host, variables or {}
        self.workers: list[subprocess.Popen] = []
        self.scheduler = self._start(
            "scheduler", "--port", "0", "--scheduler-file", str(folder / "scheduler.json"),
            *(["--protocol", "tls"] if self._variables else []),
        )  # fmt: skip
        self.address = self._until(lambda: json.loads((folder / "scheduler.json").read_text())["address"])

    def worker(
        self, *options: str, threads: int = 1, prefix: tuple[str, ...] = (), **variables: str
    ) -> subprocess.Popen:
        """Start a worker and return its process; it need not have joined yet."""
        number = len(self.workers)
        place = self.folder / f"w{number}"
        words = ["--nthreads", str(threads), "--name", place.name, "--local-directory", str(place)]
        if "--nanny" not in options:
            words.append("--no-nanny")
        process = self._start("worker", self.address, *words, *options, prefix=prefix, **variables)
        self.workers.append(process)
        return process

    def joined(self, count: int) -> None:
        """Wait until so many workers are known to the scheduler."""
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=START_SECONDS)

    def _start(self, kind: str, *words: str, prefix: tuple[str, ...] = (), **variables: str) -> subprocess.Popen:
        log = open(self.folder / f"{kind}-{len(self.workers)}.log", "w")  # noqa: SIM115 - lives as long as the process
        host = [] if "--host" in words else ["--host", self._host]
        command = [*prefix, sys.executable, "-m", "dask", kind, *words, *host, "--no-dashboard"]
        environment = {**os.environ, **ONE_THREAD, "PYTHONPATH": str(PROJECT), **self._variables, **variables}
        environment.pop("COURSE_DATA_DIR", None) if "COURSE_DATA_DIR" not in variables else None
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )

    @staticmethod
    def _until(ask):
        until = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError, ValueError, KeyError):
                return ask()
            assert time.monotonic() < until, "the scheduler does not start"
            time.sleep(0.05)

    def close(self) -> None:
        """End everything."""
        for process in [*self.workers, self.scheduler]:
            with contextlib.suppress(psutil.Error, OSError):
                tree = [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]
                for each in tree:
                    with contextlib.suppress(psutil.Error):
                        each.send_signal(signal.SIGCONT)
                        each.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path):
    """A scheduler without workers; `machines.worker()` starts one."""
    if refusal() is not None:
        pytest.skip(str(refusal()))
    folder = tmp_path / "machines"
    folder.mkdir()
    found = Machines(folder)
    yield found
    found.close()


@pytest.fixture
def course(small_course) -> Course:
    """A course with one small assignment."""
    return Course.open(small_course)


class Networks:
    """Two network namespaces that reach this machine over a bridge, and each other over it; no other way out.

    Raises
    ------
    OSError
        If this machine does not let them be made.
    """

    def __init__(self) -> None:
        self._tag = f"gr{os.getpid() % 100_000}"
        self.spaces = [f"{self._tag}{letter}" for letter in "ab"]
        third = os.getpid() % 250
        self.address = f"10.231.{third}.1"
        self.hosts = [f"10.231.{third}.{number}" for number in (2, 3)]
        try:
            self._ip("link", "add", self._tag, "type", "bridge")
            self._ip("addr", "add", f"{self.address}/24", "dev", self._tag)
            self._ip("link", "set", self._tag, "up")
            for space, host in zip(self.spaces, self.hosts, strict=True):
                self._ip("netns", "add", space)
                self._ip("link", "add", f"{space}v", "type", "veth", "peer", "name", "eth0", "netns", space)
                self._ip("link", "set", f"{space}v", "master", self._tag, "up")
                self._ip("-n", space, "addr", "add", f"{host}/24", "dev", "eth0")
                self._ip("-n", space, "link", "set", "eth0", "up")
                self._ip("-n", space, "link", "set", "lo", "up")
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Remove what was made."""
        for words in (*(("netns", "del", space) for space in self.spaces), ("link", "del", self._tag)):
            with contextlib.suppress(OSError):
                self._ip(*words)

    @staticmethod
    def _ip(*words: str) -> None:
        done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(f"ip {' '.join(words)}: {done.stderr.strip()}")


@pytest.fixture
def machines_apart(tmp_path, course):
    """A scheduler here and two workers in network namespaces of their own, which do not see the course's folder."""
    if refusal() is not None:
        pytest.skip(str(refusal()))
    try:
        networks = Networks()
    except OSError as error:
        pytest.skip(f"network namespaces cannot be made here: {error}")
    folder = tmp_path / "machines"
    folder.mkdir()
    found = Machines(folder, host=networks.address)
    hide = f'mount -t tmpfs none {course.root} && exec "$@"'
    for space, host in zip(networks.spaces, networks.hosts, strict=True):
        found.worker("--host", host, prefix=("ip", "netns", "exec", space, "sh", "-c", hide, "worker"))
    yield found
    found.close()
    networks.close()
