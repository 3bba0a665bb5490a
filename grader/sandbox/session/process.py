"""A student's session: runs cells and answers a judge's questions."""

from __future__ import annotations

from typing import Any

from grader.sandbox.codec import models
from grader.sandbox.ipc.channel import Channel
from grader.sandbox.ipc.rpc import RpcPeer
from grader.sandbox.session import copies, objects
from grader.sandbox.session.head_of_cell import Head
from grader.sandbox.session.surroundings import Surroundings
from grader.sandbox.worker import serving

_KEPT_MODELS = 8


def serve(channel: Channel, header: dict[str, Any]) -> None:
    """Serve until the grader closes the channel."""
    models.keep(_KEPT_MODELS)
    serving.serve(Session, channel)


class Session(serving.Served):
    """One student's notebook."""

    def __init__(self, channel: Channel):
        super().__init__(channel)
        self._surroundings = Surroundings(self.shell.user_ns, self.outputs)
        self.rpc = RpcPeer(
            channel,
            "session",
            objects.stand_in,
            objects.describe,
            objects.handlers(self.shell.user_ns, lambda: self.rpc, self._surroundings.told_of),
            guard=self.interrupts.allowed,
        )
        self._surroundings.rpc = self.rpc
        self.rpc.along, self.rpc.taken = self._surroundings.along, self._surroundings.taken

    async def handle(self, header: dict[str, Any], body: bytes) -> None:
        """Run a cell or answer a question."""
        if header["op"] == "cell":
            self._surroundings.restore()
            await self.execute(header["code"], head=Head() if header.get("forgiving") is True else None)
        elif header["op"] == "copy":
            self._surroundings.restore()
            copies.serve_copy(self)
        elif header["op"] == "ask":
            self.rpc.answer(header, body)
            self.outputs.flush()
