"""A session of another language: starts a Jupyter kernel inside the confinement and feeds it the notebook's cells.

To the grader it is a session like any other: the same messages, the same watching of the whole process tree. Kernel and
this process talk through the loopback interface of their own network namespace, which leads nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import signal
from typing import Any

from grader.sandbox.codec import Reader
from grader.sandbox.ipc.channel import Channel, ChannelClosed, ChannelError
from grader.sandbox.kernel.connection import Connection, KernelEnded
from grader.sandbox.worker.files import write_files

# What one output may be told as; everything else that a kernel publishes is not an output.
_PUBLISHED = frozenset({"stream", "display_data", "execute_result", "error", "update_display_data", "clear_output"})


def serve(channel: Channel, header: dict[str, Any]) -> None:
    """Start the kernel and serve until the grader closes the channel; never returns."""
    try:
        session = KernelSession(channel, Connection(header["settings"]))
    except KernelEnded as error:
        channel.send({"op": "failed", "why": str(error)})
        os._exit(1)
    channel.send({"op": "ready"})
    with contextlib.suppress(KernelEnded, ChannelClosed):
        session.run()
    os._exit(0)


class KernelSession:
    """One student's notebook in another language."""

    def __init__(self, channel: Channel, kernel: Connection):
        self._channel, self._kernel = channel, kernel
        # The handler raises nothing, so no message is ever left half sent.
        signal.signal(signal.SIGINT, self._interrupt)

    def run(self) -> None:
        """Take one request after another.

        Raises
        ------
        KernelEnded, ChannelClosed
        """
        while True:
            header, body = self._channel.receive()
            if header["op"] == "files":
                error = write_files(Reader().read(body), header.get("onto", ""))
                self._channel.send({"op": "done", "error": error})
            elif header["op"] == "cell":
                error, count = self._kernel.execute(header["code"], self._publish)
                self._channel.send({"op": "done", "error": error[:2000], "count": count, "left_out": []})

    def _publish(self, kind: str, content: dict[str, Any]) -> None:
        if kind not in _PUBLISHED:
            return
        if kind == "clear_output":
            self._channel.send({"op": "clear", "wait": content.get("wait") is True})
            return
        message = {"op": "output", "output": {**content, "output_type": kind}}
        identity = (content.get("transient") or {}).get("display_id")
        if kind == "update_display_data":
            message["output"]["output_type"], message["update"] = "display_data", True
        if isinstance(identity, str):
            message["display_id"] = identity
        message["output"].pop("transient", None)
        try:
            self._channel.send(message)
        except ChannelError as error:
            text = {"output_type": "stream", "name": "stderr", "text": f"{error}\n"}
            self._channel.send({"op": "output", "output": text})

    def _interrupt(self, *_: Any) -> None:
        self._kernel.interrupt()
