"""One confined process as the grader sees it: messages, loose output, memory, and its end."""

from __future__ import annotations

import codecs
import os
import select
import signal
import time

from grader.sandbox.codec.bounds import Bounds
from grader.sandbox.grader_side.fork_server import Forked
from grader.sandbox.ipc.channel import ChannelClosed, ChannelError, ChannelTimeout
from grader.sandbox.ipc.spool import Spool
from grader.sandbox.isolation.watchdog import resident_mb, sockets, tree

GRACE_SECONDS = 2.0
_STREAMS = ("stdout", "stderr")
_PIECE = 1 << 16
# Each can hold a fifth of a MiB that no process is charged with; a notebook needs a handful.
_MOST_SOCKETS = 256
# Processes that stopped code may leave running: a pool of workers. More would take the time of whatever comes after it.
_MOST_GOING_ON = 32
# What the successor of a process that has put out too much may still put out, in bytes.
_LEAST_OUTPUT = 1 << 20
_OPERATIONS = frozenset({"ready", "done", "made", "ask", "answer", "failed", "copied", "no copy", "copy ended"})
_LEAST_MESSAGE = 256
# Messages of output, each of which is read and checked; and entries of one: a short text can stand for millions.
_MOST_MESSAGES, _MOST_ENTRIES = 12_000, 100_000
# Bytes of a header that is no output; the text of an exception is the longest that is in one.
_MAX_QUESTION = 1 << 18
# Small pieces in which its messages arrive in all. Loose output that comes in such pieces is looked at less often.
_MOST_CRUMBS, _SMALL_PIECE, _PAUSE_SECONDS = 20_000, 1 << 12, 0.05
# A message is on its way once it has begun to arrive; one that then stays incomplete is no honest one.
_REST_SECONDS = 20.0
# Seconds within which a small call is answered; after so many in a row the next is expected to be as short.
_SHORT, _MANY_SHORT = 3e-4, 20


class ProcessEnded(Exception):
    """The process is gone or has to go; the message says why."""


class Confined:
    """A session or a judge.

    Parameters
    ----------
    forked : Forked
    memory_mb : float
        Most resident memory of the process tree, in MiB.
    output_bytes : int
        Most output, in bytes; also bounds a single message.

    Attributes
    ----------
    vanished : bool
        Whether it was killed together with its keeper: somebody on this machine did that, not the code that ran.
    """

    def __init__(self, forked: Forked, memory_mb: float, output_bytes: int):
        self.forked = forked
        self.channel = forked.channel
        self.channel.max_header = output_bytes + (1 << 20)
        # No value is larger; the grader only passes bodies on.
        self.channel.max_body = Bounds().total_bytes + Bounds().text_bytes + 4
        self.channel.max_entries, self.channel.passes_on = _MOST_ENTRIES, True
        self.channel.max_crumbs = _MOST_CRUMBS
        self.channel.reads_ahead = True
        # Half a message must not keep the watchdog from looking.
        self.channel.meanwhile = self.check
        self.peak_memory_mb = 0.0
        self.vanished = self._interrupted = False
        self.memory_mb, self._output_left = memory_mb, output_bytes
        self._output_bytes = output_bytes
        self._messages_left = _MOST_MESSAGES
        self._poll: select.poll | None = None
        self._short_waits = 0
        # Loose output is left where it is until then; and the pipes that nobody holds any more.
        self._pause_until, self._closed = 0.0, set[int]()
        self._decoders = [codecs.getincrementaldecoder("utf-8")("replace") for _ in _STREAMS]

    def receive(self) -> tuple[dict, bytes | Spool]:
        """Return the next message; one that it does not finish, or that is none, ends the process.

        Raises
        ------
        ProcessEnded
        """
        before = self.channel.received
        try:
            header, body = self.channel.receive(_REST_SECONDS)
        except (ChannelClosed, ChannelTimeout) as closed:
            raise self._why(closed) from None
        except ChannelError as error:
            raise ProcessEnded(f"it sent what cannot be read ({error})") from None
        if header["op"] == "died":
            raise ProcessEnded(_manner(header.get("status")))
        if header["op"] in ("output", "clear"):
            # However short, each is an output that has to be kept, cleaned and written.
            self._spend(max(self.channel.received - before, _LEAST_MESSAGE))
            self._messages_left -= 1
            if self._messages_left < 0:
                raise ProcessEnded(f"it put out more than {_MOST_MESSAGES:,} times")
        elif header["op"] not in _OPERATIONS or self.channel.received - before - len(body) > _MAX_QUESTION:
            # Outputs are the only headers that may be long, and they are counted.
            raise ProcessEnded("it sent what cannot be read (an unknown or overlong message)")
        elif self._interrupted and header["op"] in ("done", "answer"):
            self._look_what_goes_on()
        return header, body

    def send(self, header: dict, body: bytes | Spool = b"") -> None:
        """Send a message.

        Raises
        ------
        ProcessEnded
            If the process does not take it.
        """
        try:
            self.channel.send(header, body, timeout=_REST_SECONDS)
        except (ChannelClosed, ChannelTimeout) as closed:
            raise self._why(closed) from None

    def arrived(self, seconds: float) -> set[int]:
        """Wait for messages and loose output; return the descriptors on which something is, or the end of it.

        Loose output of a few bytes at a time is waited for less often: each byte would wake the grader.
        """
        channel = self.channel.fileno()
        if self._poll is None:
            self._poll = select.poll()
            self._poll.register(channel, select.POLLIN)
            for descriptor in self._open_outputs():
                self._poll.register(descriptor, select.POLLIN)
        if self.channel.arrived_already:
            return {channel, *(each for each, _ in self._poll.poll(0))}
        pause = self._pause_until - time.monotonic()
        if pause > 0 and seconds > 0 and self._open_outputs():
            if not self.channel.wait(min(pause, seconds)):
                return set()
            seconds = 0.0
        return {descriptor for descriptor, _ in self._waited(self._poll, seconds)}

    def _waited(self, poll: select.poll, seconds: float) -> list[tuple[int, int]]:
        """Wait for something on a descriptor; where that was short many times, look again and again without sleeping.

        Falling asleep and being woken takes as long as all else that a small call costs.
        """
        began = time.perf_counter()
        found: list[tuple[int, int]] = []
        while self._short_waits >= _MANY_SHORT and not found and time.perf_counter() - began < min(_SHORT, seconds):
            found = poll.poll(0)
        found = found or poll.poll(seconds * 1000)
        self._short_waits = self._short_waits + 1 if time.perf_counter() - began < _SHORT else 0
        return found

    def _open_outputs(self) -> list[int]:
        return [descriptor for descriptor in self.forked.outputs if descriptor not in self._closed]

    def loose_output(self) -> list[tuple[str, str]]:
        """Return what subprocesses and libraries have written past Python, as (stream, text)."""
        found, before = [], self._output_left
        for name, descriptor, decoder in zip(_STREAMS, self.forked.outputs, self._decoders, strict=False):
            if descriptor in self._closed:
                continue
            pieces = []
            # At most a few pieces at a time: a flood must not keep the grader from looking at the clock.
            for _ in range(16):
                try:
                    piece = os.read(descriptor, _PIECE)
                except (BlockingIOError, OSError):
                    break
                if not piece:
                    # It would be there for ever, and nobody would wait for anything else.
                    self._closed.add(descriptor)
                    self._poll = None
                    break
                pieces.append(piece)
            if pieces:
                content = b"".join(pieces)
                self._spend(len(content))
                found.append((name, decoder.decode(content)))
        if before - self._output_left < _SMALL_PIECE:
            self._pause_until = time.monotonic() + _PAUSE_SECONDS
        return found

    def check(self) -> None:
        """Look at the process tree.

        Raises
        ------
        ProcessEnded
            If it is over the limit.
        """
        used = resident_mb(self.forked.pid, self.memory_mb)
        self.peak_memory_mb = max(self.peak_memory_mb, used)
        if used > self.memory_mb:
            raise ProcessEnded(f"it used more than {self.memory_mb:g} MiB of memory")
        if sockets(self.forked.pid) > _MOST_SOCKETS:
            raise ProcessEnded(f"it opened more than {_MOST_SOCKETS} sockets")

    def interrupt(self) -> None:
        """Ask the running code to stop, as the stop button of JupyterLab does."""
        self.forked.signal(signal.SIGINT)
        self._interrupted = True

    def _look_what_goes_on(self) -> None:
        """See that what was interrupted has stopped: the signal reaches the first process alone."""
        self._interrupted = False
        if len(tree(self.forked.pid)) > _MOST_GOING_ON:
            raise ProcessEnded(f"it was stopped, and more than {_MOST_GOING_ON} processes that it had started went on")

    def end(self) -> None:
        """Kill it and everything below it."""
        self.forked.end()

    @property
    def output_left(self) -> int:
        """Bytes of output that it may still produce."""
        return self._output_left

    def succeed(self, other: Confined) -> None:
        """Take the place of another process: what that has put out counts."""
        self._output_left = max(min(self._output_left, other.output_left), _LEAST_OUTPUT)

    def spend_all_but(self, left: int) -> None:
        """Let no more than `left` bytes of output be left: a copy has put out the rest."""
        self._output_left = max(min(self._output_left, left), _LEAST_OUTPUT)

    def _why(self, closed: Exception) -> ProcessEnded:
        if isinstance(closed, ChannelClosed) and self.forked.vanished():
            self.vanished = True
            return ProcessEnded("it was killed from outside")
        return ProcessEnded("the process ended: the code ended or crashed it")

    def _spend(self, size: int) -> None:
        self._output_left -= size
        if self._output_left < 0:
            raise ProcessEnded(f"it put out more than {self._output_bytes >> 20} MiB")


def _manner(status: object) -> str:
    if type(status) is int and status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = str(-status)
        return f"the process was ended by {name}"
    return "the process ended: the code ended or crashed it"
