"""The grader's log: silent by default, shown by `--debug`, and kept beside each outcome.

Every module that swallows, retries or decides something has `logger = logging.getLogger(__name__)`.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Iterator

from grader.text import visible

ROOT = logging.getLogger("grader")
FILE_NAME = "grader.log"  # beside an outcome
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_MOST_LINES = 2000  # of one submission: a flood there must not fill the disk
_here = threading.local()


class _Formatter(logging.Formatter):
    """Writes records as they may be printed: what students chose may hold commands for the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return visible(super().format(record))


class _Keeper(logging.Handler):
    """Keeps what is logged by a thread that asked for it."""

    def emit(self, record: logging.LogRecord) -> None:
        lines = getattr(_here, "lines", None)
        if lines is not None and len(lines) < _MOST_LINES:
            lines.append(self.format(record))


def show() -> None:
    """Show everything that is logged on standard error, as `--debug` asks for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(_FORMAT))
    ROOT.addHandler(handler)
    ROOT.setLevel(logging.DEBUG)


@contextlib.contextmanager
def kept() -> Iterator[list[str]]:
    """Collect what this thread logs.

    Yields
    ------
    list of str
        Grows while the block runs, an entry for each record, tracebacks included.
    """
    _install()
    before, _here.lines = getattr(_here, "lines", None), []
    try:
        yield _here.lines
    finally:
        _here.lines = before


@contextlib.contextmanager
def suppressed(logger: logging.Logger, doing: str) -> Iterator[None]:
    """Go on after any exception of the block, which is logged with its traceback.

    Parameters
    ----------
    logger : logging.Logger
    doing : str
        What was tried, such as "closing the client".
    """
    try:
        yield
    except Exception:
        logger.info("%s failed", doing, exc_info=True)


def _install() -> None:
    if not any(isinstance(handler, _Keeper) for handler in ROOT.handlers):
        keeper = _Keeper()
        keeper.setFormatter(_Formatter(_FORMAT))
        ROOT.addHandler(keeper)
        if ROOT.level == logging.NOTSET:
            ROOT.setLevel(logging.INFO)
