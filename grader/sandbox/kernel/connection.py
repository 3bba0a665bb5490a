"""One Jupyter kernel as a child of this process, spoken to by the messaging protocol over loopback.

Source of the messages and of the connection file: "Messaging in Jupyter" and "Making kernels for Jupyter" of the
jupyter_client documentation. What arrives was written by student code if that code wants it so: whatever is no message
is passed over.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from typing import Any

import zmq
from jupyter_client.session import Session

START_SECONDS = 60.0
_POLL_MS = 100
_ASK_AGAIN_SECONDS = 1.0
# After the reply the kernel says that it is idle; one that does not is not waited for much longer.
_IDLE_SECONDS = 5.0
# In a network namespace of its own every port is free.
_PORTS = {"shell_port": 41001, "iopub_port": 41002, "stdin_port": 41003, "control_port": 41004, "hb_port": 41005}
_ADDRESS = "127.0.0.1"


class KernelEnded(Exception):
    """The kernel is gone or does not come up; the message says why."""


class Connection:
    """A kernel that was started.

    Parameters
    ----------
    settings : dict
        What `grader.notebook.kernels.Kernel.settings` returns.

    Raises
    ------
    KernelEnded
        If it does not come up.
    """

    def __init__(self, settings: dict[str, Any]):
        self._by_message = bool(settings["interrupts_by_message"])
        key = secrets.token_hex(32)
        self._session = Session(key=key.encode("ascii"), signature_scheme="hmac-sha256", check_pid=False)
        context = zmq.Context()
        self._shell, self._control = context.socket(zmq.DEALER), context.socket(zmq.DEALER)
        self._published = context.socket(zmq.SUB)
        self._published.subscribe(b"")
        self._published.rcvhwm = 0  # it is read at once; what was dropped could be the word that a cell has ended
        for each, port in ((self._shell, "shell"), (self._control, "control"), (self._published, "iopub")):
            each.linger = 0
            each.connect(f"tcp://{_ADDRESS}:{_PORTS[f'{port}_port']}")
        self._poller = zmq.Poller()
        for each in (self._shell, self._published):
            self._poller.register(each, zmq.POLLIN)
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  - as long as the kernel
        self._process = self._start(settings, key)
        self._wait_until_ready()

    def execute(self, code: str, publish: Callable[[str, dict[str, Any]], None]) -> tuple[str, int | None]:
        """Run a cell; return the exception that ended it as one line, empty if none did, and its execution count.

        Raises
        ------
        KernelEnded
        """
        content = {
            "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": False,
        }  # fmt: skip
        request = self._session.send(self._shell, "execute_request", content)["header"]["msg_id"]
        reply: dict[str, Any] | None = None
        idle, failed, until = False, False, float("inf")
        while not (reply is not None and (idle or time.monotonic() > until)):
            for socket, message in self._arrived():
                if message["parent_header"].get("msg_id") != request:
                    continue
                kind, content = message["header"].get("msg_type"), message["content"]
                if socket is self._shell and kind == "execute_reply":
                    reply, until = content, time.monotonic() + _IDLE_SECONDS
                elif kind == "status":
                    idle = idle or content.get("execution_state") == "idle"
                else:
                    failed = failed or kind == "error"
                    publish(str(kind), content)
        count = reply.get("execution_count")
        return self._error(reply, failed, publish), count if type(count) is int else None

    def interrupt(self) -> None:
        """Ask the running cell to stop."""
        if self._by_message:
            self._session.send(self._control, "interrupt_request", {})
            return
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, signal.SIGINT)

    @staticmethod
    def _error(reply: dict[str, Any], failed: bool, publish: Callable[[str, dict[str, Any]], None]) -> str:
        if reply.get("status") == "ok":
            return ""
        name, value = str(reply.get("ename") or "Error"), str(reply.get("evalue") or "")
        if not failed:  # a notebook may have switched tracebacks off; the error still happened
            lines = reply.get("traceback")
            publish("error", {"ename": name, "evalue": value, "traceback": lines if isinstance(lines, list) else []})
        return f"{name}: {value}".strip(": ")

    def _start(self, settings: dict[str, Any], key: str) -> subprocess.Popen:
        about = {**_PORTS, "ip": _ADDRESS, "transport": "tcp", "key": key, "signature_scheme": "hmac-sha256"}
        with tempfile.NamedTemporaryFile("w", suffix=".json", prefix="kernel-", delete=False) as file:
            json.dump(about, file)
        command = [part.replace("{connection_file}", file.name) for part in settings["command"]]
        try:
            # In a process group of its own, so that an interrupt reaches what it has started and not this process.
            return subprocess.Popen(
                command, env={**os.environ, **settings["environment"]}, process_group=0,
                stdin=subprocess.DEVNULL, stdout=self._said, stderr=subprocess.STDOUT,
            )  # fmt: skip
        except OSError as error:
            raise KernelEnded(f"the kernel's program {command[0]} cannot be run here ({error.strerror})") from error

    def _wait_until_ready(self) -> None:
        """Ask until the kernel answers, and until what it publishes arrives too: connections take their time."""
        until, asked, answered, heard = time.monotonic() + START_SECONDS, 0.0, False, False
        while not (answered and heard):
            if time.monotonic() - asked > _ASK_AGAIN_SECONDS:
                self._session.send(self._shell, "kernel_info_request", {})
                asked = time.monotonic()
            if asked > until:
                raise KernelEnded(f"the kernel did not answer within {START_SECONDS:g} s{self._last_words()}")
            try:
                for socket, _ in self._arrived():
                    answered, heard = answered or socket is self._shell, heard or socket is self._published
            except KernelEnded:
                raise KernelEnded(f"the kernel ended while it was starting{self._last_words()}") from None

    def _last_words(self) -> str:
        self._said.seek(0)
        lines = self._said.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
        return f" ({lines[-1][:200]})" if lines else ""

    def _arrived(self) -> list[tuple[zmq.Socket, dict[str, Any]]]:
        """Return what has arrived, after a short wait where nothing has.

        Raises
        ------
        KernelEnded
        """
        found = []
        for socket, _ in self._poller.poll(_POLL_MS):
            try:
                message = self._session.recv(socket, mode=zmq.NOBLOCK)[1]
            except Exception:  # no message of the protocol: only student code would send that
                continue
            if message is not None and isinstance(message.get("content"), dict):
                found.append((socket, message))
        if not found and self._process.poll() is not None:
            raise KernelEnded("the kernel ended")
        return found
