"""What floods cost the grader's own process: processor time, memory, and how the submission ends.

usage: python -m benchmarks.floods [--json] [WORD ...]

The submission is read, merged, run by a session that sends what it pleases, scored, cleaned, stored as text and made
a page of, in a process of its own for each flood. Time is that of the processor, memory what comes on top of the
process before; both of this process alone.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import resource
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from nbformat import NotebookNode, writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from benchmarks.flood_list import ANSWERS, FLOODS, WRITTEN, Flood
from grader.classes.grade_class import BESIDE
from grader.contents import Contents
from grader.course.grade_key import GradeKey
from grader.course.store import write_beside
from grader.course.submitted_files import read_folder
from grader.course.written import written_in
from grader.grading.execution import CellRun, Execution, Runner
from grader.grading.grade import grade
from grader.grading.test_inputs.plan import CellInputs
from grader.model import Limits, Master, Outcome, Submission, SubmittedFile
from grader.notebook.nbgrader_cells import student_stub
from grader.pages.feedback_page import build_page
from grader.pages.html import render
from grader.pythons import own
from grader.sandbox.grader_side.broker import Broker
from grader.sandbox.grader_side.cell_outputs import CellOutputs
from grader.sandbox.grader_side.confined import Confined
from grader.sandbox.grader_side.fork_server import Forked
from grader.sandbox.grader_side.processes import send_files
from grader.sandbox.ipc.channel import Channel, ChannelClosed

MOST_SECONDS, MOST_MB = 2.0, 200.0
MIB = 1 << 20
_END_SECONDS, _END_BYTES = 8, 6 << 30


@dataclass(frozen=True)
class Cost:
    """What one flood cost.

    Attributes
    ----------
    name : str
    seconds : float
        Processor time in seconds.
    mb : float
        Memory in MiB on top of what the process had before.
    state, words : str
        How the submission ended.
    """

    name: str
    seconds: float
    mb: float
    state: str
    words: str

    @property
    def over(self) -> bool:
        """Whether it is over the budget."""
        return self.seconds > MOST_SECONDS or self.mb > MOST_MB or self.state == "lost"


def lesson() -> Master:
    """Return the assignment that floods are handed in for."""

    def cell(source: str, grade_id: str, *, kind: str = "code", **flags: float | bool) -> NotebookNode:
        made = (new_code_cell if kind == "code" else new_markdown_cell)(source)
        made["id"] = grade_id
        meta = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
        made.metadata["nbgrader"] = {"grade_id": grade_id, **meta, **flags}
        return made

    begin, end = "### BEGIN SOLUTION", "### END SOLUTION"
    cells = [new_markdown_cell("# A small lesson"), cell("import math", "imports", locked=True)]
    for number, name in enumerate(ANSWERS):
        cells += [
            cell(f"def {name}(x):\n    {begin}\n    return {number} * x\n    {end}", name, solution=True),
            cell(f"assert {name}(3) == {3 * number}", f"test-{name}", grade=True, locked=True, points=2),
        ]
    for name in WRITTEN:
        cells.append(cell(f"{begin}\nMuch.\n{end}", name, kind="markdown", grade=True, solution=True, points=4))
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    return Master("lesson", {"lesson": writes(notebook).encode()}, {"lesson": writes(student_stub(notebook)).encode()})


def content_of(flood: Flood) -> bytes:
    """Return the bytes that are handed in."""
    if flood.raw is not None:
        return flood.raw()
    cells = flood.cells() if flood.cells is not None else []
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _said(connection: socket.socket, header: bytes, body: bytes = b"") -> None:
    connection.sendall(struct.pack("!II", len(header), len(body)) + header)
    for start in range(0, len(body), MIB):
        connection.sendall(body[start : start + MIB])


def _send(connection: socket.socket, headers: Iterable[bytes]) -> None:
    with contextlib.suppress(OSError):
        for header in headers:
            _said(connection, header)
        _said(connection, b'{"op":"done","error":"","count":1}')
        connection.recv(1 << 16)


def _answer(connection: socket.socket, size: int) -> None:
    """Answer one question with a value of so many bytes."""
    with contextlib.suppress(OSError):
        connection.recv(1 << 16)
        _said(connection, b'{"op":"answer","ok":true}', bytes(size))
        connection.recv(1 << 16)


def _ask(connection: socket.socket, size: int) -> None:
    """Be a judge: ask once, take what comes, and end the test."""
    with contextlib.suppress(OSError):
        connection.recv(1 << 16)
        _said(connection, b'{"op":"ask","what":"value","id":1}')
        taken = 0
        while taken < size:
            taken += len(connection.recv(MIB))
        _said(connection, b'{"op":"done","error":"","count":1}')
        connection.recv(1 << 16)


def _take(connection: socket.socket, _: None) -> None:
    """Take files as a session does, and throw them away."""
    channel = Channel(connection)
    with contextlib.suppress(OSError, ChannelClosed):
        while channel.receive():
            channel.send({"op": "done", "error": ""})


class HostileSession:
    """A runner in whose first student's cell, or first test, a session sends what it pleases; nothing else is run."""

    def __init__(self, flood: Flood):
        self._flood, self.children, self.python = flood, [], own()
        self._outputs: list[int] = []
        if flood.acts is not None:
            reads, writes = zip(*(os.pipe() for _ in range(2)), strict=True)
            for each in reads:
                os.set_blocking(each, False)
            self._outputs, self._ours = list(reads), self._forked(flood.acts, writes)
            for each in writes:
                os.close(each)
        elif flood.passes:
            self._ours = self._forked(_answer, flood.passes)
            self._judge = self._forked(_ask, flood.passes)
        else:
            self._ours = self._forked(_send, flood.sends() if flood.sends is not None else ())

    def _forked(self, does: Callable[[socket.socket, Any], None], what: Any) -> socket.socket:
        ours, theirs = socket.socketpair()
        child = os.fork()
        if child == 0:
            ours.close()
            does(theirs, what)
            os._exit(0)
        theirs.close()
        self.children.append(child)
        return ours

    def end(self) -> None:
        """End the processes that send."""
        for child in self.children:
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
        for each in self._outputs:
            with contextlib.suppress(OSError):  # those of a session that was ended are closed already
                os.close(each)

    def __call__(
        self, notebook: NotebookNode, limits: Limits, files: Mapping[str, bytes], *_: object, **__: object
    ) -> Execution:
        """Take what the session sends as the outputs of the first answer, or of the first test."""
        if self._flood.beside:
            send_files(self._confined(self._forked(_take, None), self.children[-1], limits), files)
        execution = Execution(notebook, {cell["id"]: CellRun(executed=True) for cell in notebook.cells})
        session = self._confined(self._ours, self.children[0], limits)
        outputs = CellOutputs({})
        if self._flood.passes:
            judge = self._confined(self._judge, self.children[1], limits)
            end = Broker(session, lambda: judge).run_test("", CellInputs(), 500.0, outputs)
        else:
            end = Broker(session, lambda: session).run_cell("", 500.0, outputs, checks=self._flood.in_test)
        execution.reason = end.stopped
        where = f"test-{ANSWERS[0]}" if self._flood.in_test else ANSWERS[0]
        next(cell for cell in notebook.cells if cell["id"] == where).outputs = outputs.outputs
        return execution

    def _confined(self, channel: socket.socket, child: int, limits: Limits) -> Confined:
        return Confined(Forked(Channel(channel), child, self._outputs), 1e9, limits.output_mb * MIB)


def process(
    master: Master, content: bytes, files: dict[str, bytes], runner: Runner, folder: Path | None = None
) -> tuple[Outcome, str]:
    """Do with a submission what the grader's own process does with it; return the outcome and what was said.

    `folder` holds further files; what of them lies beside a graded notebook is written there.
    """
    handed_in = {name: SubmittedFile(data) for name, data in {"lesson.ipynb": content, **files}.items()}
    beside = read_folder(folder, Limits()) if folder is not None else {}
    submission = Submission("ada", {**handed_in, **beside})
    GradeKey(master.assignment).with_submission(submission)
    outcome = grade(master, submission, runner=runner)
    json.dumps(outcome.to_json()).encode("utf-8", "replace")
    stays = Contents({name: file.held for name, file in submission.files.items() if file.held is not None})
    written_in(outcome.executed, stays.there)
    if folder is not None:
        shown = {name for name in stays if PurePosixPath(name).suffix in BESIDE}
        write_beside(folder / "graded", Contents({name: submission.files[name].held for name in shown}), set())
    page = build_page(outcome, "lesson", master.notebooks["lesson"], outcome.executed.get("lesson", ""))
    render("feedback.html", page=page).encode("utf-8", "replace")
    return outcome, "; ".join([outcome.reason, *outcome.repairs])


def cost(flood: Flood) -> Cost:
    """Measure one flood in a fork of this process."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            found = _measured(flood)
        except BaseException as error:  # for instance no memory left to say what was measured
            found = Cost(flood.name, 0.0, 0.0, "lost", f"{type(error).__name__}: {error}"[:300])
        os.write(write, json.dumps(asdict(found)).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if said:
        return Cost(**json.loads(said))
    return Cost(flood.name, 0.0, 0.0, "lost", f"the process ended with {os.waitstatus_to_exitcode(status)}")


def _limited() -> None:
    """End this process where it goes far over the budget from here on."""
    seconds = math.ceil(processor_seconds()) + _END_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_END_BYTES, _END_BYTES))


def _measured(flood: Flood) -> Cost:
    master, files, runner = lesson(), flood.files(), HostileSession(flood)
    content = content_of(flood)
    folder = _written(flood.beside) if flood.beside else None
    # Making what is handed in is no work of the grader's: it counts neither as time nor towards the limits.
    _limited()
    peak_begins_anew()
    before, started = resident("VmRSS"), processor_seconds()
    try:
        outcome, words = process(master, content, files, runner, folder)
        state = outcome.state.value
    except Exception as error:
        state, words = "lost", f"{type(error).__name__}: {error}"
    used, mb = processor_seconds() - started, resident("VmHWM") - before
    runner.end()
    if folder is not None:
        shutil.rmtree(folder)
    return Cost(flood.name, round(used, 3), round(mb, 1), state, words[:300])


def _written(sizes: dict[str, int]) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="floods-"))
    for name, size in sizes.items():
        with (folder / name).open("wb") as file:
            file.truncate(size)
    return folder


def processor_seconds() -> float:
    """Return the processor time of this process, in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def peak_begins_anew() -> None:
    """Let the most memory that this process had at once (`VmHWM`) begin with what it has now."""
    Path("/proc/self/clear_refs").write_text("5")


def resident(name: str) -> float:
    """Return a figure of this process's memory, such as `VmRSS`, in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise ValueError(name)


def warmed() -> None:
    """Import and set up what every grader has before the first submission."""
    runner = HostileSession(Flood(""))
    process(lesson(), content_of(Flood("")), {}, runner)
    runner.end()


def main(words: list[str]) -> int:
    """Measure, print, and fail where one is over the budget."""
    machine = "--json" in words
    words = [word for word in words if word != "--json"]
    warmed()
    over = 0
    for flood in FLOODS:
        if words and not any(word in flood.name for word in words):
            continue
        started = time.monotonic()
        found = cost(flood)
        over += found.over
        if machine:
            print(json.dumps(asdict(found)), flush=True)
            continue
        mark, wall = "OVER" if found.over else "    ", time.monotonic() - started
        measured = f"{found.seconds:7.2f} s {found.mb:7.1f} MB ({wall:.1f})"
        print(f"{mark} {measured} {found.state:10} {flood.name}: {found.words[:90]}", flush=True)
    if not machine:
        print(f"{over} over {MOST_SECONDS:g} s or {MOST_MB:g} MiB")
    return int(over > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
