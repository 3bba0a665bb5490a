"""Send a cell's outputs as nbformat outputs while they are produced."""

from __future__ import annotations

import io
import itertools
import os
import threading
import time
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from grader.sandbox.ipc.channel import Channel, ChannelClosed, ChannelError

_FLUSH_SECONDS = 0.2
_FLUSH_CHARACTERS = 1 << 16
# Characters that a call may print where a test listens; more of it is an output like any other, and counted.
_MOST_HEARD = 4 << 20
_MOST_ENTRIES = 20_000  # of the data of one output


class Outputs:
    """Where outputs go: one message each, text of the same stream collected for a moment."""

    def __init__(self, channel: Channel):
        self._channel = channel
        self._owner = os.getpid()
        self._lock = threading.RLock()
        self._name, self._text, self._since = "", [], 0.0
        self._length = 0
        # Text of these streams is kept for whoever has asked for it.
        self._heard: dict[str, list[str]] = {}
        self._left = 0
        #: Why an output of this cell could not be sent: a test without its report is no test that passed.
        self.lost = ""

    def hear(self, names: Sequence[str]) -> None:
        """Keep what is written into some streams from now on, instead of sending it."""
        self._heard = {name: self._heard.get(name, []) for name in names}
        self._left = _MOST_HEARD

    def heard(self) -> list[list[str]]:
        """Return text that was kept, as stream and text, and keep it no longer."""
        found = [[name, "".join(text)] for name, text in self._heard.items() if text]
        self._heard = {name: [] for name in self._heard}
        return found

    def move(self, channel: Channel) -> None:
        """Send to another channel from now on; called in a fork, which has become the owner."""
        self._channel, self._owner = channel, os.getpid()
        self._lock = threading.RLock()
        self._text, self._length = [], 0

    def write(self, name: str, text: str) -> None:
        """Add text to a stream, "stdout" or "stderr"."""
        if os.getpid() != self._owner:
            # A child that student code forked: its text takes the way of any subprocess.
            os.write(1 if name == "stdout" else 2, text.encode("utf-8", "replace"))
            return
        if name in self._heard and len(text) <= self._left:
            self._left -= len(text)
            self._heard[name].append(text)
            return
        with self._lock:
            if name != self._name:
                self.flush()
                self._name, self._since = name, time.monotonic()
            self._text.append(text)
            self._length += len(text)
            if self._length > _FLUSH_CHARACTERS or time.monotonic() - self._since > _FLUSH_SECONDS:
                self.flush()

    def flush(self) -> None:
        """Send the text collected so far."""
        if os.getpid() != self._owner:
            return
        with self._lock:
            text, name = "".join(self._text), self._name
            self._text, self._length, self._since = [], 0, time.monotonic()
            if text:
                self._send({"output_type": "stream", "name": name, "text": text})

    def publish(self, output: dict[str, Any], **more: Any) -> None:
        """Send an output after the text before it."""
        if os.getpid() == self._owner:
            self.flush()
            self._send(output, **more)

    def clear(self, wait: bool) -> None:
        """Take the cell's outputs so far away, at once or when the next one comes."""
        if os.getpid() == self._owner:
            self.flush()
            self._channel.send({"op": "clear", "wait": bool(wait)})

    def _send(self, output: dict[str, Any], **more: Any) -> None:
        try:
            self._channel.send({"op": "output", "output": output, **more})
        except ChannelError as error:
            self.lost = str(error)
            told = {"output_type": "error", "ename": "ValueError", "evalue": self.lost, "traceback": [self.lost]}
            self._channel.send({"op": "output", "output": told})
        except ChannelClosed:
            os._exit(0)


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a session."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, outputs: Outputs, name: str, descriptor: int):
        super().__init__()
        self._outputs, self.name, self._descriptor = outputs, f"<{name}>", descriptor
        self._stream = name
        self.buffer = _Bytes(self)

    def write(self, text: str) -> int:
        """Write text."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._outputs.write(self._stream, text)
        return len(text)

    def flush(self) -> None:
        """Text is sent soon; nothing has to wait for it."""

    def fileno(self) -> int:
        """Return the descriptor that subprocesses write to."""
        return self._descriptor

    def writable(self) -> bool:
        """Text can be written."""
        return True

    def isatty(self) -> bool:
        """A notebook is no terminal."""
        return False


class _Bytes(io.RawIOBase):
    """The binary side of a stream."""

    def __init__(self, stream: Stream):
        super().__init__()
        self._text = stream

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        data = bytes(content)
        self._text.write(data.decode("utf-8", "replace"))
        return len(data)


def plain_bundle(bundle: Any, depth: int = 0, left: list[int] | None = None) -> Any:
    """Return a MIME bundle as JSON: bytes as base64 text, anything unknown as its text.

    What is nested too deeply, and what comes after ten thousands of entries, is left out: the grader takes no more.
    """
    left = [_MOST_ENTRIES] if left is None else left
    if depth > 30:
        return None
    if isinstance(bundle, (dict, list, tuple)):
        entries = list(itertools.islice(bundle.items() if isinstance(bundle, dict) else bundle, max(0, left[0])))
        left[0] -= len(entries)
        if isinstance(bundle, dict):
            return {str(key): plain_bundle(value, depth + 1, left) for key, value in entries}
        return [plain_bundle(value, depth + 1, left) for value in entries]
    if isinstance(bundle, bytes):
        return b64encode(bundle).decode("ascii")
    if bundle is None or type(bundle) in (bool, int, float, str):
        return bundle
    return str(bundle)
