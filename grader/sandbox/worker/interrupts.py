"""An interrupt stops student code, never the code around it: half a message would end the session."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any


class Interrupts:
    """Turns SIGINT into `KeyboardInterrupt` where that is allowed, and keeps it for later where it is not."""

    def __init__(self) -> None:
        self._allowed = False
        self._pending = False
        self.main = threading.main_thread().ident
        #: Process to which an interrupt is passed on instead: a copy of this one that runs in its place.
        self.passed_to: int | None = None

    def install(self) -> None:
        """Handle SIGINT from now on."""
        signal.signal(signal.SIGINT, self._arrived)

    def _arrived(self, *_: Any) -> None:
        if self.passed_to is not None:
            with contextlib.suppress(OSError):
                os.kill(self.passed_to, signal.SIGINT)
            return
        if self._allowed:
            raise KeyboardInterrupt
        self._pending = True

    @contextlib.contextmanager
    def allowed(self) -> Iterator[None]:
        """Student code runs inside: an interrupt may stop it."""
        before, self._allowed = self._allowed, True
        try:
            self._raise_pending()
            yield
        finally:
            self._allowed = before

    def held(self) -> _Held:
        """Nothing may stop what is inside; an interrupt is delivered afterwards."""
        return _Held(self)

    def forget(self) -> None:
        """Drop an interrupt that came too late for what it was meant for."""
        self._pending = False

    def _raise_pending(self) -> None:
        if self._pending:
            self._pending = False
            raise KeyboardInterrupt


class _Held:
    """See `Interrupts.held`; a class of its own, since each message passes through it twice."""

    __slots__ = ("_before", "_of")

    def __init__(self, of: Interrupts):
        # Signals reach only the main thread.
        self._of: Interrupts | None = of if threading.get_ident() == of.main else None

    def __enter__(self) -> None:
        if self._of is not None:
            self._before, self._of._allowed = self._of._allowed, False

    def __exit__(self, *_: object) -> None:
        if self._of is not None:
            self._of._allowed = self._before
            if self._before:
                self._of._raise_pending()
