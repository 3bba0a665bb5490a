"""The loop of a session: takes cells, files and questions from its socket until that closes."""

from __future__ import annotations

import asyncio
import os
import sys
import types
from typing import Any

from grader.codec import Reader
from grader.dialogue.channel import Channel, ChannelClosed
from grader.dialogue.exchange import Exchange
from grader.session import objects
from grader.session.interrupts import Interrupts
from grader.session.outputs import Outputs
from grader.session.shell import SessionShell, connect, make_shell, run_cell

SHELL: SessionShell = make_shell()


def serve(channel: Channel, header: dict[str, Any]) -> None:
    """Serve until the grader closes the channel."""
    session = Session(channel)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    channel.send({"op": "ready"})
    loop.run_until_complete(session.run())
    os._exit(0)


class Session:
    """One student's notebook."""

    def __init__(self, channel: Channel):
        self.interrupts = Interrupts()
        self.interrupts.install()
        channel.guard = self.interrupts.held
        self.channel = channel
        self.outputs = Outputs(channel)
        self.shell = SHELL
        connect(self.shell, self.outputs)
        self.exchange = Exchange(
            channel,
            "session",
            objects.stand_in,
            objects.describe,
            objects.handlers(self.shell.user_ns, lambda: self.exchange),
            guard=self.interrupts.allowed,
        )
        sys.modules["__main__"] = self.shell.user_module
        assert isinstance(self.shell.user_module, types.ModuleType)

    async def run(self) -> None:
        """Take one request after another."""
        while True:
            try:
                header, body = self.channel.receive()
            except ChannelClosed:
                return
            await self._handle(header, body)
            # Tasks that a cell has started go on a little between cells, as in JupyterLab.
            await asyncio.sleep(0)

    async def _handle(self, header: dict[str, Any], body: bytes) -> None:
        if header["op"] == "cell":
            await self._cell(header["code"])
        elif header["op"] == "ask":
            self.exchange.answer(header, body)
            self.outputs.flush()
        elif header["op"] == "files":
            self.channel.send({"op": "done", "error": write_files(Reader().read(body))})

    async def _cell(self, code: str) -> None:
        self.interrupts.forget()
        error = ""
        try:
            with self.interrupts.allowed():
                result = await run_cell(self.shell, code)
            failure = result.error_before_exec or result.error_in_exec
            if failure is not None:
                error = f"{type(failure).__name__}: {failure}".strip(": ")
        except (KeyboardInterrupt, asyncio.CancelledError) as stopped:
            error = type(stopped).__name__
        self.outputs.flush()
        self.channel.send({"op": "done", "error": error[:2000], "count": self.shell.execution_count - 1})


def write_files(files: dict[str, bytes]) -> str:
    """Write files below the working directory; return what went wrong, empty if nothing did.

    Where a name leads does not matter: this process can write nowhere else.
    """
    try:
        for name, content in files.items():
            path = os.path.normpath(os.path.join(os.getcwd(), name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as file:
                file.write(content)
    except (OSError, ValueError) as error:
        return str(error)
    return ""
