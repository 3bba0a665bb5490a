"""Messages between the grader, a session and a judge: a JSON header and a body of bytes over a Unix socket.

The other end may be hostile. A message is bounded in size before anything is allocated for it, its header is plain
JSON with string keys, and its body is opaque here.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from grader.sandbox.ipc.spool import Spool

_LENGTHS = struct.Struct("!II")
MAX_HEADER = 64 << 20
MAX_BODY = 512 << 20
_LOOK_SECONDS = 0.1
_HAND_SECONDS = 20.0
_SMALL, _SPOOLED = 1 << 16, 8 << 20
_AHEAD = 1 << 14
# What one write of an honest end brings at once is more than this, or all that is missing.
_CRUMB = 1 << 12
# A text of JSON; one without an end reaches to the end, so that no place is looked at twice. Only the grader uses it: a
# session may run on a Python before 3.11, which does not know the form.
_TEXT = rb'"[^"\\]*+(?:\\.?[^"\\]*+)*+(?:"|\Z)'


# Made once: a call costs little more than its messages.
_encode = json.JSONEncoder(separators=(",", ":")).encode
_decode = json.JSONDecoder().raw_decode
# Below that many bytes of a header the collector has nothing to search for.
_FEW = 1 << 12


class ChannelClosed(EOFError):
    """The other end is gone."""


class ChannelTimeout(TimeoutError):
    """Nothing came within the time that was given."""


class ChannelError(ValueError):
    """The other end sent something that is no message, or one beyond the limits."""


class Channel:
    """One end of a connection; `send` may be called from several threads, `receive` from one.

    Parameters
    ----------
    connection : socket.socket
        A connected stream socket; the channel owns it.
    max_header, max_body : int
        Largest parts of a message that this end accepts, in bytes.
    """

    def __init__(self, connection: socket.socket, *, max_header: int = MAX_HEADER, max_body: int = MAX_BODY):
        self._socket = connection
        connection.settimeout(None)
        self._set: float | None = None
        self._lock = threading.RLock()
        self.max_header, self.max_body = max_header, max_body
        # Most entries of a header's lists and objects, where the other end may be hostile.
        self.max_entries: int | None = None
        # Most small pieces in which messages arrive, where the other end may be hostile: each has to be woken for.
        self.max_crumbs: int | None = None
        self._crumbs = 0
        # Whether large bodies are only passed on: they come as a `Spool` then.
        self.passes_on = False
        #: Bytes received so far.
        self.received = 0
        # A process that can be interrupted holds interrupts back here: half a message would be worse than none.
        self.guard: Callable[[], AbstractContextManager[object]] = contextlib.nullcontext
        # Called now and then while a message is only half there or half taken; what it raises ends the waiting.
        self.meanwhile: Callable[[], object] | None = None
        # Whether what has arrived behind a message is taken with it: not where a socket may be handed over.
        self.reads_ahead = False
        self._ahead = b""

    def fileno(self) -> int:
        """Return the descriptor, for `select`."""
        return self._socket.fileno()

    def send(self, header: dict[str, Any], body: bytes | Spool = b"", *, timeout: float | None = None) -> None:
        """Send one message.

        Raises
        ------
        ChannelClosed, ChannelTimeout
            If the other end is gone, or did not take the message within `timeout` seconds.
        ChannelError
            If the message is too large to be sent.
        """
        encoded = _encode(header).encode("ascii")
        if len(encoded) > MAX_HEADER or len(body) > MAX_BODY:
            raise ChannelError(f"a message of {(len(encoded) + len(body)) >> 20} MiB is too large")
        with self.guard(), self._lock:
            until = None if timeout is None else time.monotonic() + timeout
            start = _LENGTHS.pack(len(encoded), len(body)) + encoded
            if isinstance(body, Spool):
                self._write(start, until)
                for piece in body.pieces():
                    self._write(piece, until)
            elif len(body) <= _SMALL:  # in one go: a call costs little more than its messages
                self._write(start + body, until)
            else:
                self._write(start, until)
                self._write(body, until)

    def _write(self, content: bytes, until: float | None) -> None:
        left, looked = memoryview(content), time.monotonic()
        while left:
            now = time.monotonic()
            if until is not None and now >= until:
                raise ChannelTimeout("the other end does not listen")
            looked = self._look(looked, now)
            patience = self._patience(until, now)
            try:
                self._be_patient(None if patience is None else 0.0)
                left = left[self._socket.send(left[: 1 << 20]) :]
            except BlockingIOError:
                self._poll(select.POLLOUT, patience)
            except OSError as error:
                raise ChannelClosed(str(error)) from None

    def _look(self, looked: float, now: float) -> float:
        """Look after the other end from time to time while it lets this one wait; return when that was last done."""
        if self.meanwhile is None or now - looked < _LOOK_SECONDS:
            return looked
        self.meanwhile()
        return time.monotonic()

    def wait(self, timeout: float) -> bool:
        """Return whether a message (or the end) arrives within `timeout` seconds."""
        return self.arrived_already or self._poll(select.POLLIN, max(0.0, timeout))

    @property
    def arrived_already(self) -> bool:
        """Whether more than the last message has been read, so that nothing may be left on the descriptor."""
        return bool(self._ahead)

    def _poll(self, event: int, seconds: float | None) -> bool:
        poll = select.poll()
        poll.register(self._socket, event)
        return bool(poll.poll(None if seconds is None else seconds * 1000))

    def receive(self, timeout: float | None = None) -> tuple[dict[str, Any], bytes | Spool]:
        """Return the next message.

        Raises
        ------
        ChannelClosed, ChannelTimeout, ChannelError
        """
        with self.guard():
            return self._receive(None if timeout is None else time.monotonic() + timeout)

    def _receive(self, until: float | None) -> tuple[dict[str, Any], bytes | Spool]:
        header_size, body_size = _LENGTHS.unpack(self._read(_LENGTHS.size, until))
        if header_size > self.max_header or body_size > self.max_body:
            raise ChannelError(f"a message of {(header_size + body_size) >> 20} MiB is too large")
        small = body_size <= _SMALL
        content = self._read(header_size + (body_size if small else 0), until)
        most = self.max_entries
        # Each entry takes a byte at least.
        if most is not None and header_size > most and _entries(content[:header_size], most) > most:
            raise ChannelError(f"a message of more than {most:,} entries")
        try:
            header = _parsed(content[:header_size])
        except (ValueError, RecursionError) as error:
            raise ChannelError(f"a message that is not JSON: {error}") from None
        if not isinstance(header, dict) or not isinstance(header.get("op"), str):
            raise ChannelError("a message without a name")
        if self.passes_on and body_size > _SPOOLED:
            return header, self._spooled(body_size, until)
        return header, content[header_size:] if small else self._read(body_size, until)

    def _spooled(self, size: int, until: float | None) -> Spool:
        try:
            body = Spool()
            for piece in self._arriving(size, until):
                body.add(piece)
        except OSError as error:
            if isinstance(error, TimeoutError):
                raise
            raise ChannelError(f"a message of {size >> 20} MiB for which the disk has no room: {error}") from None
        return body

    def _read(self, size: int, until: float | None) -> bytes:
        if size <= len(self._ahead):
            content, self._ahead = self._ahead[:size], self._ahead[size:]
            self.received += size
            return content
        buffer = bytearray()
        for piece in self._arriving(size, until):
            buffer += piece
        return bytes(buffer)

    def _arriving(self, size: int, until: float | None) -> Iterator[bytes]:
        """Return `size` bytes as they arrive."""
        left, looked, woken = size, time.monotonic(), False
        while left:
            now = time.monotonic()
            if until is not None and now >= until:
                raise ChannelTimeout("no answer in time")
            looked = self._look(looked, now)
            patience = self._patience(until, now)
            # Asked for piece by piece, so that memory grows with what arrives and not with what was announced.
            most = min(left, 1 << 20)
            try:
                piece = self._ahead
                if not piece:
                    self._be_patient(None if patience is None else 0.0)
                    piece = self._socket.recv(max(most, _AHEAD) if self.reads_ahead else most)
            except BlockingIOError:
                self._count_crumb(woken)  # for a byte out of band, which is no part of a message
                woken = self._poll(select.POLLIN, patience)
                continue
            except OSError as error:
                raise ChannelClosed(str(error)) from None
            if not piece:
                raise ChannelClosed("the other end is gone")
            woken = False
            piece, self._ahead = piece[:left], piece[left:]
            left -= len(piece)
            self._count_crumb(left and len(piece) < _CRUMB)
            yield piece
        self.received += size

    def _count_crumb(self, is_one: object) -> None:
        self._crumbs += bool(is_one)
        if self.max_crumbs is not None and self._crumbs > self.max_crumbs:
            raise ChannelError(f"messages in more than {self.max_crumbs:,} small pieces")

    def _be_patient(self, seconds: float | None) -> None:
        """Let the socket wait at most so long, None for ever; each setting is a call of the system."""
        if seconds != self._set:
            self._socket.settimeout(seconds)
            self._set = seconds

    def _patience(self, until: float | None, now: float) -> float | None:
        if self.meanwhile is not None:
            return _LOOK_SECONDS if until is None else min(_LOOK_SECONDS, max(0.001, until - now))
        return None if until is None else max(0.001, until - now)

    def send_socket(self, other: socket.socket) -> None:
        """Hand an open socket to the other end, which must be about to call `receive_socket`.

        Raises
        ------
        ChannelClosed
        """
        with self.guard(), self._lock:
            try:
                self._be_patient(_HAND_SECONDS)
                socket.send_fds(self._socket, [b"+"], [other.fileno()])
            except OSError as error:
                raise ChannelClosed(str(error)) from None

    def receive_socket(self) -> socket.socket:
        """Return a socket that the other end hands over.

        Raises
        ------
        ChannelClosed
        """
        with self.guard():
            self._be_patient(None)
            try:
                _, descriptors, _, _ = socket.recv_fds(self._socket, 1, 1)
            except OSError as error:
                raise ChannelClosed(str(error)) from None
        if not descriptors:
            raise ChannelClosed("no socket came")
        os.set_inheritable(descriptors[0], False)
        return socket.socket(fileno=descriptors[0])

    def close(self) -> None:
        """Close this end."""
        self._socket.close()


def _parsed(header: bytes) -> Any:
    """Return what JSON text says; ten thousands of small lists would have the collector search all memory."""
    collecting = len(header) > _FEW and gc.isenabled()
    if collecting:
        gc.disable()
    try:
        text = header.decode("ascii")
        parsed, end = _decode(text)
    finally:
        if collecting:
            gc.enable()
    if end != len(text):
        raise ValueError("there is more than one value")
    return parsed


def _entries(header: bytes, most: int) -> int:
    """Return how many entries the lists and objects of JSON text have at most; once above `most` no more is counted."""

    def between(start: int, end: int) -> int:
        return sum(header.count(mark, start, end) for mark in (b"[", b"{", b","))

    if between(0, len(header)) <= most:
        return most
    # What stands in texts does not count: a table of a megabyte is one entry.
    found = place = 0
    for text in re.finditer(_TEXT, header, re.DOTALL):
        found += 1 + between(place, text.start())
        place = text.end()
        if found > most:
            return found
    return found + between(place, len(header))


def send_descriptors(connection: socket.socket, header: dict[str, Any], descriptors: list[int]) -> None:
    """Send a small header together with open descriptors (to the fork server, which is trusted)."""
    encoded = json.dumps(header).encode("ascii")
    socket.send_fds(connection, [struct.pack("!I", len(encoded))], descriptors)
    connection.sendall(encoded)


def receive_descriptors(connection: socket.socket, count: int) -> tuple[dict[str, Any], list[int]] | None:
    """Return a header and its descriptors, or None when the other end is gone."""
    start, descriptors, _, _ = socket.recv_fds(connection, 4, count)
    if len(start) < 4:
        return None
    (size,) = struct.unpack("!I", start)
    encoded = b""
    while len(encoded) < size:
        piece = connection.recv(size - len(encoded))
        if not piece:
            return None
        encoded += piece
    for descriptor in descriptors:
        os.set_inheritable(descriptor, False)
    return json.loads(encoded), descriptors
