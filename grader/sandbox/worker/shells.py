"""What runs cells in a session or judge: IPython, or plain Python where the course's Python has no IPython."""

from __future__ import annotations

from typing import Any, Protocol

from grader.sandbox.worker.outputs import Outputs


class Shell(Protocol):
    """Runs one cell after another in one namespace."""

    user_ns: dict[str, Any]
    user_module: Any
    execution_count: int

    def connect(self, outputs: Outputs) -> None:
        """Let what cells put out, and Python's standard streams, go to `outputs`."""

    def transform_cell(self, raw_cell: str) -> str:
        """Return a cell as plain Python."""

    async def run(self, code: str) -> BaseException | None:
        """Run one cell; return the exception that ended it."""


def make_shell() -> Shell:
    """Return the process's shell; called in the fork server, so that a session has it at once."""
    try:
        from grader.sandbox.worker import ipython_shell
    except ImportError:
        from grader.sandbox.worker.plain_shell import PlainShell

        return PlainShell()
    return ipython_shell.make_shell()
