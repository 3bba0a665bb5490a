"""Run a command of the grader in a process of its own, so that the server goes on answering meanwhile."""

from __future__ import annotations

import asyncio
import atexit
import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Answer:
    """What a command with `--json -` ended with."""

    status: int
    printed: str
    said: str

    @property
    def outcome(self) -> dict[str, Any] | None:
        """The first outcome that was printed; None where there is none."""
        try:
            return json.loads(self.printed)[0]
        except (ValueError, LookupError, TypeError):
            return None

    @property
    def why(self) -> str:
        """Why nothing was graded, in words."""
        return self.said.strip().removeprefix("grader: ") or f"grader ended with {self.status} and said nothing"


_one_at_a_time = asyncio.Semaphore(1)  # each uses all the processors of this machine
_running: set[subprocess.Popen] = set()


async def run_grader(*words: str, folder: Path) -> Answer:
    """Run `grader WORDS --json -` in a folder; it ends with the server.

    A thread waits for it: on Windows the server's event loop cannot wait for a process.
    """
    # Not from the folder that it runs in: somebody's `json.py` in it would be run instead of Python's.
    name, *rest = words
    command = [sys.executable, "-P", "-m", "grader", name, "--json", "-", *rest]
    loop = asyncio.get_running_loop()
    async with _one_at_a_time:
        answer: asyncio.Future[Answer] = loop.create_future()

        def run() -> None:
            try:
                found = _run(command, folder)
            except (OSError, ValueError) as error:  # the latter where a word cannot be one of a command line
                found = Answer(2, "", f"the grader cannot be started: {error}")
            loop.call_soon_threadsafe(answer.set_result, found)

        threading.Thread(target=run, daemon=True).start()
        return await answer


def _run(command: list[str], folder: Path) -> Answer:
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe) as process:
        _running.add(process)
        try:
            printed, said = process.communicate()
        finally:
            _running.discard(process)
    return Answer(process.returncode, printed.decode("utf-8", "replace"), said.decode("utf-8", "replace"))


@atexit.register
def _end() -> None:
    for process in list(_running):
        process.terminate()
