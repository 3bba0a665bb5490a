"""A session or a judge in a plain child process at a socket: nothing is confined, so any system can run it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from grader.sandbox.ipc.channel import Channel

_SERVE = """
import socket, sys
from grader.sandbox.ipc.channel import Channel
from grader.sandbox.{role}.process import serve
serve(Channel(socket.socket(fileno=int(sys.argv[1]))), {{}})
"""
SECONDS = 60.0


@dataclass
class Ran:
    """What came while a cell ran: outputs, and how it ended."""

    done: dict[str, Any]
    outputs: list[dict[str, Any]] = field(default_factory=list)
    ops: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Everything printed, shown or raised."""
        shown = [str(o.get("text", "")) + str(o.get("data", {}).get("text/plain", "")) for o in self.outputs]
        return "".join(shown) + "".join(f"{o['ename']}: {o['evalue']}" for o in self.outputs if "ename" in o)


class PlainProcess:
    """A process of a role, and the grader's end of its channel."""

    def __init__(self, role: str, folder: Path):
        here, there = socket.socketpair()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE.format(role=role), str(there.fileno())],
            pass_fds=[there.fileno()],
            cwd=folder,
        )
        there.close()
        self.channel = Channel(here)

    def __enter__(self) -> Self:
        header, _ = self.channel.receive(SECONDS)
        assert header == {"op": "ready"}
        return self

    def __exit__(self, *_: object) -> None:
        self.channel.close()
        try:
            self.process.wait(SECONDS)
        finally:
            self.process.kill()

    def interrupt(self) -> None:
        """Interrupt what it does."""
        self.process.send_signal(signal.SIGINT)

    def cell(self, code: str, **more: Any) -> Ran:
        """Run a cell."""
        self.channel.send({"op": "cell", "code": code, **more})
        return self.until_done()

    def until_done(self, answer: Any = None) -> Ran:
        """Take messages until one says that the cell has ended; `answer(header, body)` answers questions."""
        outputs, ops = [], []
        while True:
            header, body = self.channel.receive(SECONDS)
            ops.append(header["op"])
            if header["op"] == "output":
                outputs.append(header["output"])
            elif header["op"] == "ask":
                answer(header, body)
            elif header["op"] == "done":
                return Ran(header, outputs, ops)
