"""Messages over a pair of sockets: bounded, whole, in time, whatever the other end sends."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time

import pytest

from grader.sandbox.ipc.channel import Channel, ChannelClosed, ChannelError, ChannelTimeout
from grader.sandbox.ipc.spool import Spool


@pytest.fixture
def ends():
    one, other = socket.socketpair()
    yield Channel(one, max_header=1000, max_body=1 << 20), other
    one.close()
    other.close()


def packed(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack("!II", len(header), len(body)) + header + body


@pytest.mark.parametrize("size", [0, 1, 1 << 16, (1 << 16) + 1, 1 << 20])
def test_a_message_arrives_whole(ends, size):
    here, there = ends
    sender = threading.Thread(target=Channel(there).send, args=({"op": "x", "n": 1}, b"a" * size))
    sender.start()
    assert here.receive(20) == ({"op": "x", "n": 1}, b"a" * size)
    sender.join()
    assert here.received > size


def test_what_is_only_passed_on_lies_in_a_file():
    here, there = socket.socketpair(), socket.socketpair()
    passing, last = Channel(here[1]), Channel(there[1])
    passing.passes_on = True
    body = bytes(range(256)) * (40 << 10)
    sender = threading.Thread(target=Channel(here[0]).send, args=({"op": "x"}, body))
    sender.start()
    header, kept = passing.receive(20)
    assert isinstance(kept, Spool)
    assert len(kept) == len(body)
    second = threading.Thread(target=Channel(there[0]).send, args=(header, kept))
    second.start()
    assert last.receive(20) == ({"op": "x"}, body)
    for each in (sender, second):
        each.join()


def test_a_disk_without_room_is_said(ends, monkeypatch):
    here, there = ends
    here.passes_on, here.max_body = True, 64 << 20
    monkeypatch.setattr(Spool, "add", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))

    def send():
        with contextlib.suppress(OSError):
            there.sendall(packed(b'{"op":"x"}', bytes(9 << 20)))

    sender = threading.Thread(target=send)
    sender.start()
    with pytest.raises(ChannelError, match=r"no room: .*No space left"):
        here.receive(20)
    here.close()
    there.close()
    sender.join()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(b"{"), "not JSON"),
        (packed(b"[" * 900), "not JSON"),
        (packed(b"[]"), "without a name"),
        (packed(b"{}"), "without a name"),
        (packed(b'{"op": 5}'), "without a name"),
        (struct.pack("!II", 1001, 0), "too large"),
        (struct.pack("!II", 10, (1 << 20) + 1), "too large"),
        (struct.pack("!II", 1 << 31, 1 << 31), "too large"),
    ],
)
def test_what_is_no_message_is_refused_before_it_is_read(ends, content, words):
    here, there = ends
    there.sendall(content)
    with pytest.raises(ChannelError, match=words):
        here.receive(5)


@pytest.mark.parametrize("sent", [b"", b"\0", packed(json.dumps({"op": "x"}).encode())[:-1]])
def test_an_end_that_closes_in_the_middle_is_gone(ends, sent):
    here, there = ends
    there.sendall(sent)
    there.close()
    with pytest.raises(ChannelClosed):
        here.receive(5)


@pytest.mark.parametrize("size", [0, 1, 1 << 14, (1 << 16) + 1, 1 << 20])
def test_messages_that_arrive_together_are_told_one_by_one(ends, size):
    here, there = ends
    here.reads_ahead, here.meanwhile = True, lambda: None
    sent = [({"op": "x", "n": number}, bytes([number]) * (size + number)) for number in range(5)]
    all_of_it = b"".join(packed(json.dumps(header).encode(), body) for header, body in sent)
    sender = threading.Thread(target=there.sendall, args=(all_of_it,))
    here.max_body += 5
    sender.start()
    assert [here.receive(20) for _ in sent] == sent
    assert here.received == len(all_of_it)
    assert not here.arrived_already
    assert not here.wait(0)
    sender.join()


def test_what_was_read_ahead_counts_as_arrived(ends):
    here, there = ends
    here.reads_ahead = True
    there.sendall(2 * packed(b'{"op":"x"}'))
    here.receive(5)
    assert here.arrived_already
    assert here.wait(0)
    assert here.receive(5) == ({"op": "x"}, b"")


def test_half_a_message_ends_with_the_time(ends):
    here, there = ends
    there.sendall(packed(b'{"op": "x"}', b"1234")[:-1])
    with pytest.raises(ChannelTimeout):
        here.receive(0.1)


def test_an_end_that_does_not_listen_ends_with_the_time(ends):
    here, _ = ends
    with pytest.raises(ChannelTimeout):
        here.send({"op": "x"}, b"a" * (8 << 20), timeout=0.1)


def test_who_waits_can_be_told_to_stop(ends):
    here, _ = ends

    def stop():
        raise RuntimeError("over")

    here.meanwhile = stop
    started = time.monotonic()
    with pytest.raises(RuntimeError, match="over"):
        here.receive(30)
    assert time.monotonic() - started < 10


def test_a_message_beyond_the_limits_is_not_sent(ends, monkeypatch):
    monkeypatch.setattr("grader.sandbox.ipc.channel.MAX_BODY", 10)
    with pytest.raises(ChannelError, match="too large"):
        ends[0].send({"op": "x"}, b"a" * 11)


def test_wait_tells_whether_something_came(ends):
    here, there = ends
    assert not here.wait(0)
    there.sendall(b"a")
    assert here.wait(5)


def test_a_socket_can_be_handed_over(ends):
    here, there = ends
    one, other = socket.socketpair()
    Channel(there).send_socket(one)
    with here.receive_socket() as found:
        found.sendall(b"hi")
        assert other.recv(2) == b"hi"
    one.close()
    other.close()


@pytest.mark.parametrize("flag", [0, getattr(socket, "MSG_OOB", 0)])
def test_a_message_that_comes_in_crumbs_ends(ends, flag):
    here, there = ends
    here.max_crumbs = 20
    ended = threading.Event()
    there.sendall(struct.pack("!II", 1000, 0))

    def send():
        with contextlib.suppress(OSError):
            while not ended.wait(0.002):
                there.send(b" ", flag)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        with pytest.raises(ChannelError, match="small pieces"):
            here.receive(20)
    finally:
        ended.set()
        sender.join()


def test_large_messages_are_no_crumbs(ends):
    here, there = ends
    here.max_crumbs = 5
    sender = threading.Thread(target=lambda: [Channel(there).send({"op": "x"}, bytes(1 << 20)) for _ in range(20)])
    sender.start()
    for _ in range(20):
        assert len(here.receive(20)[1]) == 1 << 20
    sender.join()
