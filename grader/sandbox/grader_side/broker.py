"""Run cells in a session and tests in a judge; carry questions between the two, and keep time, memory and output.

The grader only passes bodies on: a value of a student's is never decoded here. Who may speak is known at every
moment, so a session cannot answer what it was not asked.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from grader.grading.test_inputs.plan import CellInputs
from grader.sandbox.grader_side.cell_outputs import EVERYTHING, FROM_SESSION_IN_TEST, CellOutputs
from grader.sandbox.grader_side.confined import GRACE_SECONDS, Confined, ProcessEnded
from grader.sandbox.grader_side.session_copy import SessionCopy
from grader.sandbox.ipc.spool import Spool

_TICK_SECONDS = 0.1
# Messages that nobody asked for, and that are left: a flood of them would keep the grader busy until the time is up.
_MOST_UNASKED = 100
_INTERRUPTS, _MOST_LINES, _LINE = 2, 10, 120
# After a stopped call a test may still evaluate its other checks, which no longer reach the session.
_FINISH_SECONDS = 10.0


@dataclass
class CellEnd:
    """How a cell or test ended.

    Attributes
    ----------
    error : str
        The exception that ended it, empty if none did.
    stopped : str
        Why something had to be stopped; the cell itself may have gone on to its end.
    late : bool
        Whether it was stopped because it took too long.
    finished : bool
        Whether it ran to its end (with or without an exception).
    count : int or None
        Its execution count.
    left_out : tuple of str
        Statements at its head that failed and after which the rest was run.
    refused : tuple of str
        What a judge could not tell its test.
    """

    error: str = ""
    stopped: str = ""
    late: bool = False
    finished: bool = True
    count: int | None = None
    left_out: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass
class Broker:
    """A session, and a judge once a test needs one.

    Attributes
    ----------
    session : Confined
    fork_judge : callable
        Makes a judge.
    ended : str
        Why the session is gone; empty while it lives.
    vanished : bool
        Whether a process was killed by somebody else on this machine, so that nothing here can be held against anyone.
    beside : Broker, optional
        Whose processes wait meanwhile; they are watched too.
    lost_unasked : str
        Why a session was ended that nobody was asking anything: what it used is seen while a test computes, too.
    """

    session: Confined
    fork_judge: Callable[[], Confined]
    ended: str = ""
    ended_late: bool = False
    judge: Confined | None = None
    peak_memory_mb: float = 0.0
    sessions: int = 1
    vanished: bool = False
    beside: Broker | None = None
    lost_unasked: str = ""

    def __post_init__(self) -> None:
        # `_loose` is whether something lay beside the last message that came.
        self._looked, self._loose = 0.0, False
        self._watch(self.session)

    def run_cell(
        self, code: str, seconds: float, outputs: CellOutputs, *, checks: bool = False, forgiving: bool = False
    ) -> CellEnd:
        """Run a cell in the session for at most `seconds`.

        `checks` lets a report of checks through; `forgiving` goes on after a head that only another machine can run.
        """
        end = CellEnd()
        try:
            return self._run_in(self.session, end, code, seconds, outputs, checks=checks, forgiving=forgiving)
        except ProcessEnded as problem:
            self._lose_session(str(problem), late=end.late)
            end.finished, end.stopped = False, str(problem)
            return end

    def run_in_copy(self, code: str, seconds: float, outputs: CellOutputs) -> CellEnd:
        """Run a test cell in a copy of the session, which ends with it.

        Raises
        ------
        NoCopy
            Where the session cannot be copied; nothing has happened then.
        """
        end = CellEnd()
        try:
            copied = SessionCopy(self.session)
        except ProcessEnded as problem:
            self._lose_session(str(problem))
            return CellEnd(stopped=str(problem), finished=False)
        try:
            end = self._run_in(copied, end, code, seconds, outputs, checks=True)
        except ProcessEnded as problem:
            end.finished, end.stopped = False, end.stopped or f"the test was ended: {problem}"
        self.peak_memory_mb = max(self.peak_memory_mb, copied.peak_memory_mb)
        try:
            copied.end()
        except ProcessEnded as problem:
            self._lose_session(str(problem), late=end.late)
        return end

    def _run_in(
        self, process: Confined, end: CellEnd, code: str, seconds: float, outputs: CellOutputs, *, checks: bool,
        forgiving: bool = False,
    ) -> CellEnd:  # fmt: skip
        until, self._looked = time.monotonic() + seconds, 0.0
        interrupts = unasked = 0
        process.send({"op": "cell", "code": code, "forgiving": forgiving})
        while True:
            message = self._next(process, until, outputs)
            if message is None:
                interrupts += 1
                end.late, end.stopped = True, f"stopped after {seconds:.3g} s"
                if interrupts > _INTERRUPTS:
                    raise ProcessEnded(f"a cell ran longer than {seconds:.3g} s and could not be interrupted")
                process.interrupt()
                until = time.monotonic() + GRACE_SECONDS
                continue
            header, _ = message
            if header["op"] == "output":
                outputs.add(header, kinds=EVERYTHING, checks=checks)
            elif header["op"] == "clear":
                outputs.clear(wait=header.get("wait") is True)
            elif header["op"] == "done":
                self._drain(process, outputs)
                return _done(end, header)
            else:
                unasked += 1
                if unasked > _MOST_UNASKED:
                    raise ProcessEnded(f"it sent more than {_MOST_UNASKED} messages out of turn")

    def run_test(self, code: str, inputs: CellInputs, seconds: float, outputs: CellOutputs) -> CellEnd:
        """Run a test cell in the judge, which may ask the session, for at most `seconds`.

        Making the instructor's own values may take as long again: none of that is the student's doing.
        """
        if self.judge is None:
            self.judge = self.fork_judge()
            self._watch(self.judge)
        self._looked = 0.0
        return _Test(self, self.judge, outputs, seconds).run(code, inputs)

    def replace_session(self, session: Confined) -> None:
        """Go on with another session in place of one that has ended."""
        session.succeed(self.session)
        self._watch(session)
        self.session, self.ended, self.ended_late = session, "", False
        self.sessions += 1

    def close(self) -> None:
        """End both processes."""
        for process in (self.session, self.judge):
            if process is not None:
                self._note(process)
                process.end()

    def _lose_session(self, why: str, *, late: bool = False) -> None:
        self.ended, self.ended_late = self.ended or why, self.ended_late or late
        self._note(self.session)
        self.session.end()

    def _lose_judge(self) -> None:
        if self.judge is not None:
            self._note(self.judge)
            self.judge.end()
        self.judge = None

    def _note(self, process: Confined) -> None:
        self.peak_memory_mb = max(self.peak_memory_mb, process.peak_memory_mb)
        self.vanished |= process.vanished

    def _next(self, process: Confined, until: float, outputs: CellOutputs) -> tuple[dict, bytes | Spool] | None:
        """Return the next message of a process, None when time is up; look after memory and output meanwhile.

        Raises
        ------
        ProcessEnded
        """
        while True:
            now = time.monotonic()
            # Not with every message: a test may ask thousands of short questions.
            if now - self._looked >= _TICK_SECONDS:
                self._look(process)
                # Looking at very many processes takes long; most of the time goes to listening all the same.
                self._looked = now + 4 * (time.monotonic() - now)
            # A message that is there counts even when the time is up; a flood of them does not stop the clock.
            wait = max(0.0, min(_TICK_SECONDS, until - now))
            arrived = self._wait(process, wait)
            self._loose = len(arrived) > 1
            if process.channel.fileno() in arrived and now < until + GRACE_SECONDS:
                return process.receive()
            if arrived:
                for name, text in process.loose_output():
                    outputs.add_text(name, text)
            if time.monotonic() >= until:
                return None

    def _watch(self, process: Confined) -> None:
        """Look after all processes also while a message of this one is half sent."""
        process.channel.meanwhile = lambda: self._look(process)

    def _look(self, process: Confined) -> None:
        process.check()
        self._look_beside(process)

    def _look_beside(self, process: Confined) -> None:
        """Look after those that have not the word: their threads and children may go on all the same."""
        if self.beside is not None:
            self.beside._look_beside(process)
        try:
            if self.session is not process and not self.ended:
                self.session.check()
        except ProcessEnded as problem:
            self.lost_unasked = self.lost_unasked or str(problem)
            self._lose_session(str(problem))
        try:
            if self.judge is not None and self.judge is not process:
                self.judge.check()
        except ProcessEnded:
            self._lose_judge()

    def _wait(self, process: Confined, seconds: float) -> set[int]:
        return process.arrived(seconds)

    def _drain(self, process: Confined, outputs: CellOutputs) -> None:
        for name, text in process.loose_output():
            outputs.add_text(name, text)


class _Test:
    """One test cell: the judge speaks first, and speaking passes to and fro with questions and answers."""

    def __init__(self, broker: Broker, judge: Confined, outputs: CellOutputs, seconds: float):
        self._broker, self._judge, self._outputs = broker, judge, outputs
        self._seconds, self._until = seconds, time.monotonic() + seconds
        self._end, self._made = CellEnd(), False
        # Questions that wait for an answer, as the side that must give it; the last one has the word.
        self._asked: list[str] = []
        self._interrupts, self._unasked = {"session": 0, "judge": 0}, 0

    def run(self, code: str, inputs: CellInputs) -> CellEnd:
        """Run the test to its end."""
        try:
            about = {"inputs": inputs.to_json(), "session": self._broker.sessions}
            self._judge.send({"op": "test", "code": code, **about})
            while True:
                header = self._session_turn() if self._speaker() == "session" else self._judge_turn()
                if header is not None:
                    self._end.refused = _lines(header.get("refused"), 500)
                    return _done(self._end, header)
        except ProcessEnded as problem:
            # The judge is gone: ended by the student's data, or by its own test.
            self._broker._lose_judge()
            self._end.finished = False
            self._end.stopped = self._end.stopped or f"the test was ended: {problem}"
            return self._end

    def _speaker(self) -> str:
        return self._asked[-1] if self._asked else "judge"

    def _judge_turn(self) -> dict | None:
        message = self._broker._next(self._judge, self._until, self._outputs)
        if message is None:
            self._late("judge", self._judge)
            return None
        header, body = message
        if header["op"] == "output":
            self._outputs.add(header, checks=True, home="judge")
        elif header["op"] == "clear":
            self._outputs.clear(wait=header.get("wait") is True)
        elif header["op"] == "made" and not self._made:
            self._made, self._until = True, time.monotonic() + self._seconds
        elif header["op"] == "ask":
            self._ask_session(header, body)
        elif header["op"] == "answer" and self._asked:
            self._asked.pop()
            self._to_session({"op": "answer", **_kept(header, "ok", "error")}, body)
        elif header["op"] == "done" and not self._asked:
            self._broker._drain(self._judge, self._outputs)
            return header
        return None

    def _session_turn(self) -> None:
        session = self._broker.session
        try:
            message = self._broker._next(session, self._until, self._outputs)
            if message is None:
                self._late("session", session)
                return
            header, body = message
            if header["op"] == "output":
                self._outputs.add(header, kinds=FROM_SESSION_IN_TEST)
            elif header["op"] == "ask":
                self._asked.append("judge")
                self._judge.send({"op": "ask", **_kept(header, "what", "id")}, body)
            elif header["op"] == "answer":
                self._asked.pop()
                if self._broker._loose:
                    self._broker._drain(session, self._outputs)
                self._answer_judge({"op": "answer", **_kept(header, "ok", "error")}, body)
            elif header["op"] != "clear":
                self._unasked += 1
                if header["op"] == "done" or self._unasked > _MOST_UNASKED:
                    raise ProcessEnded("it spoke out of turn")
        except ProcessEnded as problem:
            self._session_gone(problem)

    def _ask_session(self, header: dict, body: bytes | Spool) -> None:
        if self._broker.ended or self._end.late:
            self._judge.send(_gone(self._broker.ended or self._end.stopped))
            return
        self._asked.append("session")
        self._to_session({"op": "ask", **_kept(header, "what", "id")}, body)

    def _to_session(self, header: dict, body: bytes | Spool) -> None:
        try:
            self._broker.session.send(header, body)
        except ProcessEnded as problem:
            self._session_gone(problem)

    def _session_gone(self, problem: ProcessEnded) -> None:
        self._broker._lose_session(str(problem), late=self._end.late)
        self._end.stopped = str(problem)
        # Only the outermost question still matters: the judge unwinds from whatever it is in.
        while self._asked:
            if self._asked.pop() == "session":
                self._judge.send(_gone(str(problem)))
        self._let_finish()

    def _answer_judge(self, header: dict, body: bytes | Spool) -> None:
        if self._end.late and header.get("ok") is not True:
            header, body = _gone(self._end.stopped), b""
        self._let_finish()
        self._judge.send(header, body)

    def _late(self, who: str, process: Confined) -> None:
        self._interrupts[who] += 1
        if self._interrupts[who] > _INTERRUPTS:
            raise ProcessEnded(f"it ran longer than {self._seconds:.3g} s and could not be interrupted")
        what = "a call to the student's code was" if who == "session" else "the test was"
        if not self._end.late:
            self._end.late, self._end.stopped = True, f"{what} stopped after {self._seconds:.3g} s"
        process.interrupt()
        self._until = time.monotonic() + GRACE_SECONDS

    def _let_finish(self) -> None:
        """Give the judge a moment after a call was stopped: its checks that need no further call still count."""
        if self._end.late:
            self._until = time.monotonic() + _FINISH_SECONDS


def _done(end: CellEnd, header: dict) -> CellEnd:
    error, count = header.get("error"), header.get("count")
    end.error = error[:2000] if type(error) is str else ""
    end.left_out = _lines(header.get("left_out"), _LINE)
    end.count = count if type(count) is int and 0 <= count < 1 << 31 else None
    return end


def _lines(found: object, longest: int) -> tuple[str, ...]:
    return tuple(each[:longest] for each in found[:_MOST_LINES] if type(each) is str) if type(found) is list else ()


def _kept(header: dict, *names: str) -> dict:
    return {name: header[name] for name in names if name in header}


def _gone(why: str) -> dict:
    return {"op": "answer", "ok": False, "error": {"type": "SessionGone", "bases": [], "text": why, "gone": True}}
