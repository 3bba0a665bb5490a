"""Questions and answers between two peers in this process: what crosses, what keeps its identity, what is refused."""

from __future__ import annotations

import socket
import threading

import numpy as np
import pytest

from grader.sandbox.codec import CannotCarry, Writer
from grader.sandbox.ipc.channel import Channel, ChannelClosed
from grader.sandbox.ipc.rpc import RemoteError, RpcPeer

SECONDS = 60


class Ref:
    """A stand-in that knows no more than the number of its object."""

    def __init__(self, rpc, description):
        self.number, self.kind = description["id"], description.get("kind")


def describe(rpc, value):
    if callable(value):
        return {"kind": "function"}
    raise CannotCarry(f"no {type(value).__name__}")


def handlers(own):
    """Return what the far end can do with its arguments; `own` is a function that returns that end."""
    kept = {}

    def keep(header, args, kwargs):
        kept["value"] = args[0]

    def add(header, args, kwargs):
        args[0] += 1
        return args[0]

    def fail(header, args, kwargs):
        raise LookupError("not there", 3)

    return {
        "echo": lambda header, args, kwargs: args[0] if args else kwargs,
        "keep": keep,
        "kept": lambda header, args, kwargs: kept["value"],
        "same": lambda header, args, kwargs: args[0] is args[1],
        "known": lambda header, args, kwargs: args[0] is kept["value"],
        "add": add,
        "draw": lambda header, args, kwargs: float(args[0].random()),
        "fail": fail,
        "function": lambda header, args, kwargs: len,
        "object": lambda header, args, kwargs: threading.Lock(),
        "back": lambda header, args, kwargs: own().ask("call", args, id=header["id"]) + 1,
    }


@pytest.fixture
def near():
    """A judge's peer, whose session answers in a thread."""
    here, there = (Channel(each) for each in socket.socketpair())

    def answer():
        far = RpcPeer(there, "session", Ref, describe, handlers(lambda: far))  # its thread is this one
        try:
            while True:
                far.answer(*there.receive(SECONDS))
        except (ChannelClosed, TimeoutError):
            pass

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()

    def call(header, args, kwargs):
        return peer.resolve({"home": "judge", "id": header["id"]})(*args)

    peer = RpcPeer(here, "judge", Ref, describe, {"call": call})
    yield peer
    here.close()
    thread.join(SECONDS)


@pytest.fixture
def played():
    """A judge's peer, and the channel of a session that the test plays itself."""
    here, there = (Channel(each) for each in socket.socketpair())
    yield RpcPeer(here, "judge", Ref, describe, {}), there
    here.close()
    there.close()


@pytest.mark.parametrize("value", [None, 3, 2.5, "x", b"y", [1, [2]], {"a": (1, 2)}, {1, 2}, float("inf"), 1 << 80])
def test_plain_data_go_and_come_by_value(near, value):
    assert near.ask("echo", [value]) == value


def test_keywords_go_along(near):
    assert near.ask("echo", [], {"a": 1, "b": [2]}) == {"a": 1, "b": [2]}


def test_what_has_an_identity_comes_back_as_itself(near):
    mine = np.arange(3.0)
    assert near.ask("echo", [mine]) is mine
    assert near.ask("same", [mine, mine]) is True
    assert near.ask("same", [mine, mine.copy()]) is False
    near.ask("keep", [mine])
    assert near.ask("known", [mine]) is True  # in another question too


@pytest.mark.parametrize("value", [np.zeros(3), np.zeros((2, 2), "int8")])
def test_what_is_changed_there_is_changed_here(near, value):
    before = value.copy()
    assert near.ask("add", [value]) is value
    assert np.array_equal(value, before + 1)


def test_what_is_changed_here_between_questions_is_changed_there(near):
    values = [1]
    near.ask("keep", [values])
    values.append(2)
    assert near.ask("kept") is values
    assert values == [1, 2]


def test_a_generator_goes_on_where_the_other_side_left_it(near):
    here, alone = np.random.default_rng(5), np.random.default_rng(5)
    assert near.ask("draw", [here]) == alone.random()
    assert here.random() == alone.random()


def test_an_exception_is_told_with_its_class_and_text(near):
    with pytest.raises(RemoteError) as raised:
        near.ask("fail")
    told = raised.value.description
    assert (told["type"], told["args"]) == ("LookupError", ["not there", 3])
    assert ["builtins", "LookupError"] in told["bases"]
    assert near.ask("echo", [1]) == 1


def test_one_object_has_one_stand_in_which_names_it_there(near):
    found = near.ask("function")
    assert isinstance(found, Ref)
    assert near.ask("function") is found
    near.forget_objects()
    assert near.ask("echo", [2]) == 2


def test_what_is_described_by_nobody_cannot_be_sent(near):
    with pytest.raises(CannotCarry, match="no lock"):
        near.ask("echo", [threading.Lock()])
    with pytest.raises(RemoteError, match="no lock"):
        near.ask("object")
    assert near.ask("echo", [1]) == 1


def test_a_question_can_be_answered_with_a_question(near):
    number = near.refer(abs)["id"]
    assert near.ask("back", [-4], id=number) == 5

    def deeper(value):
        return near.ask("back", [value - 1], id=deep) if value > 0 else 0

    deep = near.refer(deeper)["id"]
    assert near.ask("back", [5], id=deep) == 6


def test_what_a_callback_raises_ends_the_outer_question(near):
    number = near.refer(lambda: 1 // 0)["id"]
    with pytest.raises(RemoteError) as raised:
        near.ask("back", id=number)
    description = raised.value.description
    assert description["type"] == "ZeroDivisionError"
    assert isinstance(near.raised(description), ZeroDivisionError)  # known again by its token, text and all
    assert "text" not in description or "division" not in description["text"]  # which the session was not told


def test_a_question_that_is_none_is_refused_and_both_go_on(near):
    shared = [1]
    near.ask("keep", [shared])
    with pytest.raises(RemoteError, match="unknown question"):
        near.ask("nothing", [shared])
    assert near.ask("echo", [shared]) is shared


def test_only_the_thread_that_made_a_peer_may_ask(near):
    failed = []

    def ask():
        try:
            near.ask("echo", [1])
        except RuntimeError as error:
            failed.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert "main thread" in str(failed[0])


def test_another_process_on_the_other_side_knows_nothing(near):
    near.ask("keep", [[1]])
    near.meet_another()
    assert near.ask("echo", [[2]]) == [2]


def test_the_other_end_is_gone(played):
    near, far = played
    far.close()
    with pytest.raises(ChannelClosed):
        near.ask("echo", [1])


def message(*groups, **about):
    """Return the body of an answer as a session would write it."""
    told = {"first": 1 << 40, "changed": [], "drop": [], "result": True, **about}
    return Writer().message(told, *groups)


PROPER = ([7], [], [None], [], [])
WRONG = {
    "nothing": b"",
    "noise": b"\xff" * 30,
    "another value": Writer().write([7]),
    "no result": message(*PROPER, result=False),
    "two results": message([7, 8], *PROPER[1:]),
    "too few parts": message(*PROPER[:3]),
    "numbers of this side": message(*PROPER, first=1),
    "no numbers": message(*PROPER, first="x"),
    "changes of nothing": message(*PROPER, changed=[5]),
    "changes without a number": message([7], [1], *PROPER[2:], changed=["x"]),
    "changes that are no list": message(*PROPER, changed=7),
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_an_answer_that_is_none_is_refused(played, body):
    near, far = played
    far.send({"op": "answer", "ok": True}, body)
    with pytest.raises(CannotCarry, match="what came back cannot be used"):
        near.ask("echo", [1])


def test_the_same_answer_without_its_fault_is_taken(played):
    near, far = played
    far.send({"op": "answer", "ok": True}, message(*PROPER))
    assert near.ask("echo", [1]) == 7


@pytest.mark.parametrize("error", [None, "text", 5, [], {"type": 5}])
def test_a_failure_that_is_told_wrongly_is_a_failure(played, error):
    near, far = played
    far.send({"op": "answer", "ok": False, "error": error})
    with pytest.raises(RemoteError):
        near.ask("echo", [1])


def test_messages_of_other_kinds_are_passed_over(played):
    near, far = played
    far.send({"op": "done"})
    far.send({"op": "answer", "ok": True}, message(*PROPER))
    assert near.ask("echo", [1]) == 7
