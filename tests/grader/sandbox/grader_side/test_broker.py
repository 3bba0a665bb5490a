"""Who may speak, two clocks, interrupts, nested calls and dying in each state: the broker against ends that are played.

No process is confined here: an end plays a list of (delay, header) and notes what it is sent; the clock is a number.
"""

# ruff: noqa: E501 - a case reads best in one line
from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from grader.grading.test_inputs.plan import CellInputs
from grader.sandbox.grader_side import broker as module
from grader.sandbox.grader_side.broker import Broker
from grader.sandbox.grader_side.cell_outputs import CellOutputs
from grader.sandbox.grader_side.confined import ProcessEnded

SECONDS = 10.0
_numbers = count(1000)


@dataclass
class PlayedEnd:
    """A session or judge that plays a list; each entry comes its delay after the one before.

    An entry "dies" ends it when its turn comes, "refuses" makes the next message to it fail. `interrupted` is what it
    plays after an interrupt; without it an interrupt changes nothing.
    """

    clock: list[float]
    plays: deque[tuple[float, Any]]
    interrupted: list[tuple[float, Any]] | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)
    loose: list[tuple[str, str]] = field(default_factory=list)
    over: str = ""
    interrupts: int = 0
    ended: bool = False
    vanished: bool = False
    checks: int = 0
    peak_memory_mb: float = 7.0
    due: float = 0.0

    def __post_init__(self) -> None:
        self.number = next(_numbers)
        self.channel = SimpleNamespace(fileno=lambda: self.number)
        self.forked = SimpleNamespace(outputs=[])
        self._next_due()

    def _next_due(self) -> None:
        self.due = self.clock[0] + self.plays[0][0] if self.plays else float("inf")

    def receive(self) -> tuple[dict[str, Any], bytes]:
        _, header = self.plays.popleft()
        self._next_due()
        if header == "dies":
            raise ProcessEnded("the process ended")
        return {"op": header} if isinstance(header, str) else header, b""

    def send(self, header: dict[str, Any], body: bytes = b"") -> None:
        if self.plays and self.plays[0][1] == "refuses":
            self.plays.popleft()
            raise ProcessEnded("it takes nothing")
        self.sent.append(header)
        self._next_due()

    def check(self) -> None:
        self.checks += 1
        if self.over:
            raise ProcessEnded(self.over)

    def loose_output(self) -> list[tuple[str, str]]:
        found, self.loose = self.loose, []
        return found

    def interrupt(self) -> None:
        self.interrupts += 1
        if self.interrupted is not None:
            self.plays = deque(self.interrupted)
            self._next_due()

    def end(self) -> None:
        self.ended = True

    def succeed(self, other: PlayedEnd) -> None:
        """Nothing is counted here."""


class PlayedBroker(Broker):
    """Waits on the played clock instead of on descriptors."""

    clock: list[float]

    def _wait(self, process: PlayedEnd, seconds: float) -> set[int]:
        if process.due <= self.clock[0] + seconds:
            self.clock[0] = max(self.clock[0], process.due)
            return {process.channel.fileno()}
        self.clock[0] += max(seconds, 0.001)
        return set()


@pytest.fixture
def play(monkeypatch):
    """Return a function that makes a broker of two lists: (broker, session, judges as they are made)."""

    def make(session=(), judge=(), *, session_interrupted=None, judge_interrupted=None):
        clock = [100.0]
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
        played = PlayedEnd(clock, deque(session), session_interrupted)
        made: list[PlayedEnd] = []

        def fork_judge():
            made.append(PlayedEnd(clock, deque(judge), judge_interrupted))
            return made[-1]

        broker = PlayedBroker(played, fork_judge)
        broker.clock = clock
        return broker, played, made

    return make


def out(text):
    return {"op": "output", "output": {"output_type": "stream", "name": "stdout", "text": text}}


DONE, MADE = {"op": "done", "error": "", "count": 3}, {"op": "made"}
ASK = {"op": "ask", "what": "call", "id": 1}
OK, BAD = {"op": "answer", "ok": True}, {"op": "answer", "ok": False, "error": {"type": "ValueError"}}

CELLS = {
    # name: (what the session plays, what it plays after an interrupt, expected end, why the session is gone)
    "it ends": ([(1, DONE)], None, {"count": 3, "finished": True}, ""),
    "an exception": ([(1, {"op": "done", "error": "ValueError: x"})], None, {"error": "ValueError: x"}, ""),
    "an error that is no text": ([(1, {"op": "done", "error": 5})], None, {"error": ""}, ""),
    "a count that is none": ([(1, {"op": "done", "count": -1})], None, {"count": None}, ""),
    "a count that is too large": ([(1, {"op": "done", "count": 1 << 40})], None, {"count": None}, ""),
    "just in time": ([(9.9, DONE)], None, {"late": False, "stopped": ""}, ""),
    "late, and it takes the interrupt": (
        [],
        [(0.5, DONE)],
        {"late": True, "finished": True, "stopped": "stopped after 10 s"},
        "",
    ),
    "late, and it takes none": ([], None, {"late": True, "finished": False}, "could not be interrupted"),
    "a flood does not stop the clock": (
        [(0.5, out("x"))] * 60,
        None,
        {"late": True, "finished": False},
        "could not be",
    ),
    "it dies at once": ([(0, "dies")], None, {"finished": False, "stopped": "the process ended"}, "the process ended"),
    "it dies while it is interrupted": ([], [(0.1, "dies")], {"finished": False, "late": True}, "the process ended"),
    "it takes no cell": ([(0, "refuses")], None, {"finished": False}, "it takes nothing"),
    "a question nobody asked for is left": ([(1, ASK), (1, DONE)], None, {"finished": True}, ""),
    "an answer nobody asked for is left": ([(1, OK), (1, DONE)], None, {"finished": True}, ""),
    "a flood of questions": ([(0.001, ASK)] * 200 + [(1, DONE)], None, {"finished": False}, "messages out of turn"),
    "done comes once": ([(1, DONE), (1, {"op": "done", "error": "second"})], None, {"error": ""}, ""),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell(play, name):
    session, interrupted, expected, gone = CELLS[name]
    broker, played, _ = play(session, session_interrupted=interrupted)
    end = broker.run_cell("code", SECONDS, CellOutputs({}))
    for attribute, value in expected.items():
        found = getattr(end, attribute)
        assert (value in found) if isinstance(value, str) and value else found == value
    assert gone in broker.ended
    assert bool(broker.ended) == bool(gone) == played.ended
    assert broker.clock[0] < 100 + SECONDS + 4 * module.GRACE_SECONDS


def test_processes_are_looked_at_by_the_clock_and_not_with_every_message(play):
    questions = 2000
    broker, session, made = play([(0.0005, OK)] * questions, [(0.0005, ASK)] * questions + [(0, DONE)])
    broker.run_test("code", CellInputs(), SECONDS, CellOutputs({}))
    took = broker.clock[0] - 100
    assert len(session.sent) == questions
    for process in (session, made[0]):
        assert took / module._TICK_SECONDS - 2 <= process.checks <= took / module._TICK_SECONDS + 2


TESTS = {
    # name: (session, judge, after an interrupt: session, judge; expected end; ops sent to the session; answers to the judge)
    "no question": ([], [(1, MADE), (1, DONE)], None, None, {"finished": True}, [], []),
    "one question": ([(1, OK)], [(1, ASK), (1, DONE)], None, None, {"finished": True}, ["ask"], [True]),
    "two questions": (
        [(1, OK), (1, OK)],
        [(1, ASK), (1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask", "ask"],
        [True, True],
    ),
    "an exception of the student's": (
        [(1, BAD)],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask"],
        [False],
    ),
    "a callback": (
        [(1, ASK), (1, OK)],
        [(1, ASK), (1, OK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask", "answer"],
        ["ask", True],
    ),
    "a callback in a callback": (
        [(1, ASK), (1, OK), (1, OK)],
        [(1, ASK), (1, ASK), (1, OK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask", "ask", "answer"],
        ["ask", True, True],
    ),
    "the session may print and show, not report": (
        [(1, out("hello")), (1, OK)],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask"],
        [True],
    ),
    "the session says done in a question": (
        [(1, DONE)],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"stopped": "out of turn"},
        ["ask"],
        ["gone"],
    ),
    "a flood of what nobody asked for in a question": (
        [(0.001, {"op": "ready"})] * 200 + [(1, OK)],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"stopped": "out of turn"},
        ["ask"],
        ["gone"],
    ),
    "outputs that are cleared again and again": (
        [(0.001, {"op": "clear", "wait": True})] * 200 + [(1, OK)],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True, "stopped": ""},
        ["ask"],
        [True],
    ),
    "the session dies in a question": (
        [(1, "dies")],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True, "stopped": "the process ended"},
        ["ask"],
        ["gone"],
    ),
    "the session dies in a callback": (
        [(1, ASK), (1, "dies")],
        [(1, ASK), (1, OK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask", "answer"],
        ["ask", "gone"],
    ),
    "the session takes no question": (
        [(0, "refuses")],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True, "stopped": "takes nothing"},
        [],
        ["gone"],
    ),
    "a question after the session is gone": (
        [(1, "dies")],
        [(1, ASK), (1, ASK), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask"],
        ["gone", "gone"],
    ),
    "a call that hangs, interrupted": (
        [],
        [(1, ASK), (1, DONE)],
        [(0.5, BAD)],
        None,
        {"late": True, "finished": True, "stopped": "a call to the student's code"},
        ["ask"],
        ["gone"],
    ),
    "a call that cannot be interrupted": (
        [],
        [(1, ASK), (1, DONE)],
        None,
        None,
        {"late": True, "finished": True, "stopped": "could not be interrupted"},
        ["ask"],
        ["gone"],
    ),
    "after a stopped call no other": (
        [],
        [(1, ASK), (1, ASK), (1, DONE)],
        [(0.5, BAD)],
        None,
        {"late": True},
        ["ask"],
        ["gone", "gone"],
    ),
    "a late answer that is right counts": (
        [],
        [(1, ASK), (1, DONE)],
        [(0.5, OK)],
        None,
        {"late": True, "finished": True},
        ["ask"],
        [True],
    ),
    "the test itself hangs, interrupted": (
        [],
        [],
        None,
        [(0.5, DONE)],
        {"late": True, "finished": True, "stopped": "the test was stopped"},
        [],
        [],
    ),
    "the test itself cannot be interrupted": (
        [],
        [],
        None,
        None,
        {"late": True, "finished": False, "stopped": "the test was stopped"},
        [],
        [],
    ),
    "making values has a clock of its own": (
        [],
        [(9, MADE), (9, DONE)],
        None,
        None,
        {"late": False, "finished": True},
        [],
        [],
    ),
    "made is said once": ([], [(1, MADE), (9, MADE), (9, DONE)], None, [(0.1, DONE)], {"late": True}, [], []),
    "the judge dies": ([], [(1, "dies")], None, None, {"finished": False, "stopped": "the test was ended"}, [], []),
    "the judge takes no test": (
        [],
        [(0, "refuses")],
        None,
        None,
        {"finished": False, "stopped": "the test was ended"},
        [],
        [],
    ),
    "the judge dies after a question": (
        [(1, OK)],
        [(1, ASK), (1, "dies")],
        None,
        None,
        {"finished": False},
        ["ask"],
        [True],
    ),
    "the judge answers what was not asked": ([], [(1, OK), (1, DONE)], None, None, {"finished": True}, [], []),
    "only what, id, ok and error travel": (
        [(1, {"op": "answer", "ok": True, "points": 99})],
        [(1, {**ASK, "secret": "x"}), (1, DONE)],
        None,
        None,
        {"finished": True},
        ["ask"],
        [True],
    ),
}


def _told(header):
    if header["op"] == "ask":
        return "ask"
    return "gone" if (header.get("error") or {}).get("gone") else header["ok"]


@pytest.mark.parametrize("name", TESTS)
def test_a_test(play, name):
    session, judge, session_after, judge_after, expected, asked, answered = TESTS[name]
    broker, played, judges = play(session, judge, session_interrupted=session_after, judge_interrupted=judge_after)
    end = broker.run_test("code", CellInputs(), SECONDS, CellOutputs({}))
    for attribute, value in expected.items():
        found = getattr(end, attribute)
        assert (value in found) if isinstance(value, str) else found == value
    assert [header["op"] for header in played.sent] == asked
    assert [_told(header) for header in judges[0].sent[1:]] == answered
    allowed = {"op", "what", "id", "ok", "error"}
    assert all(set(header) <= allowed for header in [*played.sent, *judges[0].sent[1:]])
    assert (broker.judge is None) == (not end.finished)


def test_a_session_that_is_over_a_limit_is_ended(play):
    broker, played, _ = play([(1, DONE)])
    played.over = "it used more than 700 MiB of memory"
    end = broker.run_cell("code", SECONDS, CellOutputs({}))
    assert (end.finished, "700 MiB" in end.stopped, played.ended) == (False, True, True)


def test_outputs_go_where_they_may(play):
    broker, played, _ = play([(1, out("a")), (1, {"op": "clear", "wait": False}), (1, out("b")), (1, DONE)])
    played.loose = [("stderr", "from below")]
    outputs = CellOutputs({})
    broker.run_cell("code", SECONDS, outputs)
    assert [(each["name"], each["text"]) for each in outputs.outputs] == [("stdout", "b"), ("stderr", "from below")]


def test_a_session_is_watched_while_the_judge_computes(play):
    broker, session, _ = play([(1, OK)], [(1, MADE), (5, ASK), (1, DONE)])
    session.over = "it used more than 300 MiB of memory"
    end = broker.run_test("code", CellInputs(), SECONDS, CellOutputs({}))
    assert end.finished
    assert session.ended
    assert broker.ended == session.over


def test_a_judge_is_watched_while_a_cell_runs(play):
    broker, _, judges = play([(1, OK), (5, DONE)], [(1, DONE)])
    broker.run_test("code", CellInputs(), SECONDS, CellOutputs({}))
    judges[0].over = "it used more than 300 MiB of memory"
    assert broker.run_cell("code", SECONDS, CellOutputs({})).finished
    assert judges[0].ended
    assert not broker.ended


def test_those_that_wait_for_a_second_session_are_watched(play):
    first, waiting, _ = play([])
    waiting.over = "it used more than 300 MiB of memory"
    second = PlayedBroker(PlayedEnd(first.clock, deque([(5, DONE)])), first.fork_judge, beside=first)
    second.clock = first.clock
    assert second.run_cell("code", SECONDS, CellOutputs({})).finished
    assert waiting.ended


def test_a_session_cannot_pose_as_the_test(play):
    forged = {
        "op": "output",
        "output": {"output_type": "execute_result", "data": {"text/plain": "2"}, "metadata": {}, "execution_count": 1},
    }
    broker, _, _ = play([(1, forged), (1, OK)], [(1, ASK), (1, DONE)])
    outputs = CellOutputs({})
    broker.run_test("code", CellInputs(), SECONDS, outputs)
    assert outputs.outputs == []


def test_a_new_session_takes_the_place_and_a_new_judge_is_made_where_one_was_lost(play):
    broker, _played, judges = play([(1, "dies")], [(1, "dies")])
    broker.run_cell("code", SECONDS, CellOutputs({}))
    assert broker.ended
    broker.replace_session(PlayedEnd(broker.clock, deque([(1, DONE)])))
    assert (broker.ended, broker.sessions) == ("", 2)
    assert broker.run_cell("code", SECONDS, CellOutputs({})).finished
    for _ in range(2):
        broker.run_test("code", CellInputs(), SECONDS, CellOutputs({}))
    assert [judge.ended for judge in judges] == [True, True]
    broker.close()
    assert broker.session.ended
    assert broker.peak_memory_mb == 7.0
