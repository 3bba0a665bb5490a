"""The grader's side of the fork server: start it, ask for forks, end it. Safe to use from several threads."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from grader.errors import ForkServerError
from grader.grading.session_environment import told
from grader.launching import taken_over, variables_for
from grader.machine import package_folders
from grader.pythons import Python, own
from grader.sandbox.ipc.channel import Channel, ChannelClosed, ChannelError, ChannelTimeout, send_descriptors
from grader.sandbox.isolation.confinement import Confinement

logger = logging.getLogger(__name__)
_START_SECONDS = 180.0
# One that somebody killed while it was starting is no reason to give up.
_STARTS = 3
_FORK_SECONDS = 30.0
_END_SECONDS = 10.0
# A killed keeper is gone at once; one that lives needs a moment to say how its process ended.
_FATE_SECONDS = 5.0


class _Killed(ForkServerError):
    """A signal ended the fork server while it was starting."""


@dataclass
class Forked:
    """A confined process: its channel, the read ends of its standard output and error, and its process number.

    `fate` is the read end of a pipe of which only the process's keeper holds the other end; `patience` is how many
    seconds it may take to be ready.
    """

    channel: Channel
    pid: int
    outputs: list[int] = field(default_factory=list)
    pidfd: int | None = None
    fate: int | None = None
    patience: float = _FORK_SECONDS

    def wait(self) -> None:
        """Wait until the process is confined and ready.

        Raises
        ------
        ForkServerError
            If a layer of isolation cannot be put up, or the process does not come up; it is gone then.
        """
        try:
            for wanted in ("born", "ready"):
                header, _ = self.channel.receive(self.patience)
                if header["op"] == "failed":
                    raise ForkServerError(f"{header.get('why')}; run `grader doctor`")
                if header["op"] != wanted:
                    raise ForkServerError(f"the forked process does not come up ({header['op']})")
                if wanted == "born":
                    self.pid = int(header["pid"])
                    with contextlib.suppress(OSError, AttributeError):
                        self.pidfd = os.pidfd_open(self.pid)
        except (ChannelClosed, ChannelTimeout, ChannelError) as error:
            complaint = _complaint(self)
            self.end()
            raise ForkServerError(f"the forked process does not come up ({error}){complaint}") from error
        except ForkServerError:
            self.end()
            raise

    def signal(self, number: int) -> None:
        """Send a signal; nothing happens where the process is gone."""
        if not self.pid:
            return
        with contextlib.suppress(OSError):
            if self.pidfd is not None:
                signal.pidfd_send_signal(self.pidfd, number)
            else:
                os.kill(self.pid, number)

    def vanished(self) -> bool:
        """Tell, once the channel is closed, whether the keeper was killed too: no code in the process can do that."""
        if self.fate is None:
            return False
        poll = select.poll()
        poll.register(self.fate, select.POLLIN)
        return bool(poll.poll(_FATE_SECONDS * 1000)) and not os.read(self.fate, 1)

    def end(self) -> None:
        """Kill it, and with it every process in its namespace; close what belongs to it."""
        self.signal(signal.SIGKILL)
        if self.pidfd is not None:
            # The first process of a namespace is gone only when all others in it are.
            poll = select.poll()
            poll.register(self.pidfd, select.POLLIN)
            poll.poll(_END_SECONDS * 1000)
        self.channel.close()
        for descriptor in (*self.outputs, self.pidfd, self.fate):
            if descriptor is not None:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
        self.outputs, self.pidfd, self.fate = [], None, None


class ForkServer:
    """A fork server that forks sessions and judges.

    Parameters
    ----------
    modules : iterable of str
        What to import before the first fork, beside `grader.launching.DEFAULT_MODULES` (e.g. "keras").
    readable : iterable of str
        Files and folders that sessions may read, besides libraries and this Python environment.
    search : iterable of str
        Folders for `sys.path` of the fork server (those of packages named in `readable`).
    variables : dict of str to str, optional
        What sessions may know of the environment; default: what `told` gives here when they start.
    python : Python, optional
        Which one it is; default: the one that runs the grader.
    """

    def __init__(
        self, modules: Iterable[str] = (), readable: Iterable[str] = (), search: Iterable[str] = (),
        variables: dict[str, str] | None = None, python: Python | None = None,
    ):  # fmt: skip
        self.python = python or own()
        self.modules = list(modules)
        self.readable, self.search = list(readable), list(search)
        self._variables = variables
        self.missing: dict[str, str] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> ForkServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process number of the fork server, or None before it was started."""
        return None if self._process is None else self._process.pid

    def start(self) -> None:
        """Start the fork server and wait until it has imported everything; one that runs is left as it is.

        Raises
        ------
        ForkServerError
        """
        with self._lock:
            self._closed = False
            if not self._runs():
                self._start()

    def begin(self) -> None:
        """Start the fork server while the caller goes on; `start` waits for it, and tells what went wrong."""
        threading.Thread(target=self._start_aside, name="grader-fork-server", daemon=True).start()

    def _start_aside(self) -> None:
        with self._lock:
            if self._closed or self._runs():
                return
            try:
                self._start()
            except (ForkServerError, OSError):
                logger.info("the fork server did not start; it is tried again when it is needed", exc_info=True)

    def fork(
        self, role: str, confinement: Confinement, *, threads: int = 1,
        settings: dict[str, Any] | None = None, patience: float = _FORK_SECONDS,
    ) -> Forked:  # fmt: skip
        """Start to fork a confined process of a role, "session", "judge", "kernel"; its `wait` tells when it is there.

        Parameters
        ----------
        role : str
        confinement : Confinement
        threads : int
            How many threads numerical libraries may use.
        settings : dict, optional
            Passed on to the process.
        patience : float
            Seconds that it may take to be ready.

        Raises
        ------
        ForkServerError
            If the fork server does not answer.
        """
        ours, theirs = socket.socketpair()
        # Its standard output and error, and the keeper's word on how it ended.
        reads, writes = zip(*(os.pipe() for _ in range(3)), strict=True)
        header = {
            "role": role, "confinement": confinement.to_json(), "threads": threads,
            "environment": self._told(), "settings": settings or {},
        }  # fmt: skip
        header["confinement"]["readable"] = [*self.readable, *confinement.readable]
        try:
            with self._lock:
                if self._closed:  # another thread that still grades must not start it again
                    raise ForkServerError("the grader has ended")
                self._request(header, [theirs.fileno(), *writes])
        except (OSError, ForkServerError) as error:
            ours.close()
            for descriptor in reads:
                os.close(descriptor)
            if isinstance(error, ForkServerError):
                raise
            raise ForkServerError(f"the fork server does not answer ({error}); run the command again") from error
        finally:
            theirs.close()
            for descriptor in writes:
                os.close(descriptor)
        for descriptor in reads:
            os.set_blocking(descriptor, False)
        return Forked(Channel(ours), 0, list(reads[:2]), fate=reads[2], patience=patience)

    def close(self) -> None:
        """End the fork server and everything it forked."""
        with self._lock:
            self._closed = True
            if self._control is not None:
                self._control.close()
            if self._process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(5)
                self._process.kill()
                self._process.wait()
            self._control = self._process = None

    def _told(self) -> dict[str, str]:
        return told() if self._variables is None else self._variables

    def _environment(self) -> dict[str, str]:
        """Return the environment of the fork server: what it needs to import."""
        python = self.python
        # Packages may lie outside the prefix: a user's own, or a folder that PYTHONPATH names.
        search = [*self.search, *(package_folders() if python.is_own else ())]
        shown = python.is_own or python.has("matplotlib_inline")
        return variables_for(python.program, search, shown, self._told())

    def _request(self, header: dict[str, Any], descriptors: list[int]) -> None:
        for asks_left in reversed(range(_STARTS)):
            if not self._runs():
                self._start()
            try:
                return send_descriptors(self._control, header, descriptors)
            except OSError:
                # Killed since it was looked at; its number is free a moment later.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self._process.wait(_FATE_SECONDS)
                if self._process.poll() is None or not asks_left:
                    raise

    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> None:
        for starts_left in reversed(range(_STARTS)):
            try:
                return self._start_once()
            except _Killed:
                if not starts_left:
                    raise

    def _start_once(self) -> None:
        if self._control is not None:
            self._control.close()
        launched = taken_over(self.python.program, self._environment())
        self._process, ours = launched.process, launched.control
        with launched.complaints, ours.makefile("rb") as lines:
            ours.settimeout(_START_SECONDS)
            try:
                self.missing = json.loads(lines.readline())["missing"]
                send_descriptors(ours, {"op": "import", "modules": self.modules}, [])
                self.missing |= json.loads(lines.readline())["missing"]
            except (OSError, ValueError, KeyError) as error:
                with contextlib.suppress(subprocess.TimeoutExpired):  # it may be on its way out
                    self._process.wait(_FATE_SECONDS)
                kind = _Killed if (self._process.poll() or 0) < 0 else ForkServerError
                self._process.kill()
                said = launched.complaint()
                why = f" ({said})" if said else ""
                raise kind(f"the fork server does not start{why}; run `grader doctor`") from error
        ours.settimeout(_FORK_SECONDS)
        self._control = ours


def _complaint(forked: Forked) -> str:
    with contextlib.suppress(OSError, IndexError):
        return ": " + os.read(forked.outputs[1], 4000).decode("utf-8", "replace").strip()
    return ""
