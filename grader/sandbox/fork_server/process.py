"""The fork server itself: imports, then forks on request; it runs no student code and learns nothing secret.

Started as a fresh program with a cleaned environment (never forked from the grader, which may have threads and
secrets), it reads requests from one socket. For each it forks a keeper, which leaves the namespaces and forks the
session or judge; the keeper waits for it and reports how it ended. When the grader's end of the socket closes, the
fork server ends, and with it every session.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import inspect
import json
import os
import select
import signal
import socket
import sys
import traceback
from typing import Any

from grader.sandbox.fork_server import after_fork
from grader.sandbox.ipc.channel import Channel, receive_descriptors
from grader.sandbox.isolation.confinement import Confinement, confine, leave_namespaces

# Channel to the grader, where the process's standard output and error go, and the keeper's own pipe to the grader.
_DESCRIPTORS = 4


def main(descriptor: int, modules: list[str]) -> None:
    """Import `modules`, say which could not be, and serve requests until the grader is gone: to import, to fork."""
    control = socket.socket(fileno=descriptor)
    missing = prepare(modules)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Kept by keepers: one that is ended before its session would leave it behind.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, _reap)
    _say_started(control, missing)
    while True:
        try:
            request = receive_descriptors(control, _DESCRIPTORS)
        except OSError:
            request = None
        if request is None:
            break
        header, descriptors = request
        if header.get("op") == "import":
            _say_started(control, prepare(header["modules"]))
            continue
        after_fork.limit_threads(header["threads"])
        if os.fork() == 0:
            _keep(header, descriptors)
        for each in descriptors:
            os.close(each)
    _end_children()


def _say_started(control: socket.socket, missing: dict[str, str]) -> None:
    control.sendall(json.dumps({"op": "started", "missing": missing}).encode() + b"\n")


def prepare(modules: list[str]) -> dict[str, str]:
    """Import what sessions share; return the modules that could not be imported, with the reason."""
    missing = {}
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception as error:
            missing[name] = f"{type(error).__name__}: {error}"
    from grader.sandbox.judge import process as _judge  # noqa: F401  - sessions cannot read the grader's own files
    from grader.sandbox.session import process as _session  # noqa: F401

    # The first traceback of a process looks at the file of every module; what it learns is kept.
    inspect.getmodule(compile("0", "<fork server>", "exec"))
    # Objects that live as long as the fork server are left alone by later collections, so their pages stay shared.
    gc.collect()
    gc.freeze()
    return missing


def _reap(*_: Any) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(header: dict[str, Any], descriptors: list[int]) -> None:
    """Fork the process that was asked for, tell its number, wait for it and tell its end; never returns."""
    status = 1
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        after_fork.close_others(descriptors)
        channel = Channel(socket.socket(fileno=descriptors[0]))
        plan = Confinement(**header["confinement"])
        try:
            uid, gid = leave_namespaces(loopback=plan.loopback)
        except OSError as error:
            channel.send({"op": "failed", "why": f"isolation: {error}"})
            os._exit(1)
        go_read, go_write = os.pipe()
        child = os.fork()
        if child == 0:
            _become(header, channel, descriptors, plan, uid, gid, go_read, go_write)
        channel.send({"op": "born", "pid": child})
        os.close(go_read)
        os.close(go_write)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(1, 2)
        for each in descriptors[1:3]:
            os.close(each)
        status = _wait(child, channel)
        # The pipe that the process never held: closed without a word it means that this keeper was killed.
        os.write(descriptors[3], b"x")
        channel.send({"op": "died", "status": status}, timeout=5)
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(0 if status == 0 else 1)


def _wait(child: int, channel: Channel) -> int:
    """Wait for a process to end and return its status; end it if the grader's end of its channel closes.

    The fork server would do so too, but both may be killed at once.
    """
    with contextlib.suppress(OSError, AttributeError):
        ended = os.pidfd_open(child)
        poll = select.poll()
        poll.register(ended, select.POLLIN)
        poll.register(channel, select.POLLRDHUP)
        while not any(descriptor == ended for descriptor, _ in poll.poll()):
            os.kill(child, signal.SIGKILL)
            poll.unregister(channel)
    _, raw = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(raw)


def _become(
    header: dict[str, Any], channel: Channel, descriptors: list[int], plan: Confinement, uid: int, gid: int,
    go_read: int, go_write: int,
) -> None:  # fmt: skip
    """Turn this fork into a confined session or judge; never returns."""
    try:
        os.close(go_write)
        # The keeper closes its end after its first message, so messages of two processes never mix.
        os.read(go_read, 1)
        os.close(go_read)
        null = os.open(os.devnull, os.O_RDWR)
        for target, source in ((0, null), (1, descriptors[1]), (2, descriptors[2])):
            os.dup2(source, target, inheritable=True)
        for each in (null, *descriptors[1:]):
            os.close(each)
        confine(plan, uid, gid)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            channel.send({"op": "failed", "why": f"isolation: {error}"})
        os._exit(1)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        after_fork.renew(header["threads"], header["environment"])
        serve = importlib.import_module(f"grader.sandbox.{header['role']}.process").serve
        serve(channel, header)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _end_children() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as children:
            keepers = [int(pid) for pid in children.read().split()]
    except OSError:
        keepers = []
    for pid in keepers:
        # Its child has asked to die with it.
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    sys.exit(0)
