"""The loop that sessions and judges have in common: requests come from a socket, cells run in a shell."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any, Protocol

from grader.sandbox.codec import Reader
from grader.sandbox.ipc.channel import Channel, ChannelClosed
from grader.sandbox.worker.files import write_files
from grader.sandbox.worker.interrupts import Interrupts
from grader.sandbox.worker.outputs import Outputs
from grader.sandbox.worker.shells import Shell, make_shell

SHELL: Shell = make_shell()


class Served:
    """A process that takes one request after another until its channel closes."""

    def __init__(self, channel: Channel):
        self.interrupts = Interrupts()
        self.interrupts.install()
        channel.guard = self.interrupts.held
        self.channel = channel
        self.outputs = Outputs(channel)
        self.shell = SHELL
        self.shell.connect(self.outputs)
        sys.modules["__main__"] = self.shell.user_module

    async def run(self) -> None:
        """Take one request after another."""
        while True:
            try:
                header, body = self.channel.receive()
            except ChannelClosed:
                return
            if header["op"] == "files":
                error = write_files(Reader().read(body), header.get("onto", ""))
                self.channel.send({"op": "done", "error": error})
            else:
                await self.handle(header, body)
            # Tasks that a cell has started go on a little between cells, as in JupyterLab.
            await asyncio.sleep(0)

    async def handle(self, header: dict[str, Any], body: bytes) -> None:
        """Do what a request asks for."""
        raise NotImplementedError

    async def execute(self, code: str, before: Callable[[], object] = lambda: None, head: Rest | None = None) -> None:
        """Run a cell after `before`, and report its end; `head` says where to go on after a failure."""
        self.interrupts.forget()
        error = self.outputs.lost = ""
        try:
            before()
            with self.interrupts.allowed():
                failure = await self.shell.run(code)
                while failure is not None and head is not None:
                    rest = head.rest(self.shell.transform_cell(code), failure, self.shell.user_ns)
                    if rest is None:
                        break
                    code = rest
                    failure = await self.shell.run(code)
            if failure is not None:
                error = f"{type(failure).__name__}: {failure}".strip(": ")
        except (KeyboardInterrupt, asyncio.CancelledError) as stopped:
            error = type(stopped).__name__
        except CannotStart as problem:
            error = str(problem)
        self.outputs.flush()
        error = error or self.outputs.lost
        left_out = head.left_out if head is not None else []
        done = {"op": "done", "error": error[:2000], "count": self.shell.execution_count - 1, "left_out": left_out}
        self.channel.send({**done, **self.told_at_end()})

    def told_at_end(self) -> dict[str, Any]:
        """Return what else is said when a cell has ended."""
        return {}


class Rest(Protocol):
    """Says what of a cell is left to run after one of its statements has failed."""

    left_out: list[str]

    def rest(self, python: str, failure: BaseException, namespace: dict[str, Any]) -> str | None:
        """Return the source that is left, None where the cell has ended."""


class CannotStart(Exception):
    """What a cell needs before it runs is not there; the message says why."""


def serve(make: Callable[[Channel], Served], channel: Channel, meanwhile: Callable[[], object] | None = None) -> None:
    """Serve until the grader closes the channel; never returns. `meanwhile` is called before the first request."""
    served = make(channel)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    channel.send({"op": "ready"})
    if meanwhile is not None:
        meanwhile()
    loop.run_until_complete(served.run())
    os._exit(0)
