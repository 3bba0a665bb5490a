"""A copy of a session for one test cell: a fork that runs it and ends, so that nothing it does reaches other cells.

The copy has a channel of its own. The test's text arrives there, after the fork: the session itself never holds it.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING

from grader.sandbox.ipc.channel import Channel

if TYPE_CHECKING:
    from grader.sandbox.session.process import Session

# Libraries with pools of threads that do not outlive a fork: the copy would wait for them for ever.
_THREADED = (
    "tensorflow",
    "torch",
    "jax",
    "jaxlib",
    "sklearn",
    "numba",
    "polars",
    "pyarrow",
    "cv2",
    "lightgbm",
    "xgboost",
)


def serve_copy(session: Session) -> None:
    """Fork a copy that serves the channel which the grader hands over, and wait until the grader ends it.

    Returns in the copy at once, with the new channel in place; in the session when the copy is gone.
    """
    connection = session.channel.receive_socket()
    why = threads_in_the_way()
    if why:
        connection.close()
        session.channel.send({"op": "no copy", "why": why})
        return
    session.outputs.flush()
    ready, told = os.pipe()
    loop = asyncio.get_running_loop()
    pid = os.fork()
    if pid == 0:
        os.close(ready)
        # asyncio knows by the process number that this is a fork, and would say that no loop is running.
        asyncio._set_running_loop(loop)
        _become_copy(session, Channel(connection))
        os.write(told, b"x")
        os.close(told)
        return
    os.close(told)
    connection.close()
    session.interrupts.passed_to = pid
    try:
        os.read(ready, 1)
        os.close(ready)
        session.channel.send({"op": "copied"})
        session.channel.receive()  # the grader has what it wanted, or has given up
    finally:
        session.interrupts.passed_to = None
        session.interrupts.forget()
        _end(pid)
    session.channel.send({"op": "copy ended"})


def threads_in_the_way() -> str:
    """Say which threads a fork would lose that something may wait for; empty where there are none."""
    if threading.active_count() > 1:
        return "threads of the notebook's own are running"
    try:
        count = len(os.listdir("/proc/self/task"))
    except OSError:
        return ""
    # The numerical libraries under NumPy make their threads anew after a fork.
    used = [name for name in _THREADED if name in sys.modules]
    return f"{', '.join(used)} may have started threads" if count > 1 and used else ""


def _become_copy(session: Session, channel: Channel) -> None:
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    session.channel.close()
    channel.guard = session.interrupts.held
    session.channel = session.rpc.channel = channel
    session.outputs.move(channel)


def _end(pid: int) -> None:
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
