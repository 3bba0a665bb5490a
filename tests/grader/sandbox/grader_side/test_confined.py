"""Loose output of a confined process wakes the grader seldom, however it comes, and none of it is lost."""

from __future__ import annotations

import os
import socket
import threading
import time

import pytest

from grader.sandbox.grader_side.confined import Confined
from grader.sandbox.grader_side.fork_server import Forked
from grader.sandbox.ipc.channel import Channel


@pytest.fixture
def ends():
    """A process as the grader sees it, the other end of its channel, and where its output goes."""
    ours, theirs = socket.socketpair()
    reads, writes = zip(*(os.pipe() for _ in range(2)), strict=True)
    for each in reads:
        os.set_blocking(each, False)
    yield Confined(Forked(Channel(ours), os.getpid(), list(reads)), 1e9, 1 << 20), Channel(theirs), list(writes)
    for each in (ours, theirs):
        each.close()
    for each in (*reads, *writes):
        try:
            os.close(each)
        except OSError:
            continue


def woken(process: Confined, seconds: float) -> tuple[int, str]:
    """Wait as the broker does; return how often there was something, and what."""
    until, times, found = time.monotonic() + seconds, 0, ""
    while (left := until - time.monotonic()) > 0:
        if process.arrived(min(0.1, left)):
            times += 1
            found += "".join(text for _, text in process.loose_output())
    return times, found


def test_output_byte_by_byte(ends):
    process, _, writes = ends

    def write():
        for _ in range(400):
            os.write(writes[0], b"x")
            time.sleep(0.001)

    writer = threading.Thread(target=write)
    writer.start()
    times, found = woken(process, 1.0)
    writer.join()
    assert times <= 25
    assert found == "x" * 400


def test_outputs_that_nobody_holds_any_more(ends):
    process, channel, writes = ends
    os.write(writes[0], b"last words")
    os.close(writes[0])
    os.close(writes[1])
    assert woken(process, 0.5) == (1, "last words")
    channel.send({"op": "done"})
    assert process.arrived(5.0) == {process.channel.fileno()}
    assert process.receive()[0] == {"op": "done"}


def test_a_message_is_not_kept_waiting_by_output(ends):
    process, channel, writes = ends
    os.write(writes[0], b"a")
    assert woken(process, 0.01) == (1, "a")
    os.write(writes[1], b"b")
    channel.send({"op": "done"})
    started = time.monotonic()
    assert process.arrived(5.0) >= {process.channel.fileno(), process.forked.outputs[1]}
    assert time.monotonic() - started < 1.0
    assert process.loose_output() == [("stderr", "b")]


def test_much_output_is_read_at_once(ends):
    process, _, writes = ends
    for _ in range(8):
        os.write(writes[0], b"x" * (1 << 15))
        assert process.arrived(0.0)
        assert process.loose_output() == [("stdout", "x" * (1 << 15))]
