"""A copy of a session, for one test cell: a fork of the session's process with a channel of its own."""

from __future__ import annotations

import socket
import time
from dataclasses import replace

from grader.sandbox.grader_side.confined import Confined, ProcessEnded
from grader.sandbox.ipc.channel import Channel, ChannelClosed

_ANSWER_SECONDS = 20.0


class NoCopy(Exception):
    """The session cannot be copied as it is; the message says why."""


class SessionCopy(Confined):
    """A fork of a session; what it uses and puts out counts as the session's. It can be copied itself.

    Parameters
    ----------
    session : Confined
        Waits, and runs nothing, until the copy is ended.

    Raises
    ------
    NoCopy
        Where a fork would lose threads that something may wait for.
    ProcessEnded
        Where the session is gone or does not do as it is told.
    """

    def __init__(self, session: Confined):
        self._session, self._ended = session, False
        ours, theirs = socket.socketpair()
        try:
            session.send({"op": "copy"})
            session.channel.send_socket(theirs)
            answer = self._answer()
        except (ProcessEnded, ChannelClosed) as error:
            ours.close()
            raise error if isinstance(error, ProcessEnded) else ProcessEnded("the session is gone") from None
        finally:
            theirs.close()
        if answer["op"] != "copied":
            ours.close()
            raise NoCopy(str(answer.get("why", ""))[:200])
        # Signals go to the session, which passes an interrupt on; loose output shares its pipes.
        super().__init__(replace(session.forked, channel=Channel(ours)), session.memory_mb, session.output_left)

    def end(self) -> None:
        """End the copy, so that the session goes on.

        Raises
        ------
        ProcessEnded
            Where the session does not.
        """
        if self._ended:
            return
        self._ended = True
        self.channel.close()
        self._session.spend_all_but(self.output_left)
        self._session.send({"op": "end copy"})
        if self._answer()["op"] != "copy ended":
            raise ProcessEnded("it spoke out of turn")

    def _why(self, closed: Exception) -> ProcessEnded:
        # What became of the session is asked when the copy is ended.
        return ProcessEnded("the process ended: the code ended or crashed it")

    def _answer(self) -> dict:
        """Return what the session says next, outputs of threads left aside."""
        until = time.monotonic() + _ANSWER_SECONDS
        while time.monotonic() < until:
            if not self._session.channel.wait(0.1):
                self._session.check()
                continue
            header, _ = self._session.receive()
            if header["op"] not in ("output", "clear"):
                return header
        raise ProcessEnded("it does not answer")
