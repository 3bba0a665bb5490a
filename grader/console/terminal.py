"""What all commands share when they talk to a person: the console, and errors that end a command with a sentence."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from grader.errors import CommandError
from grader.text import json_text, visible

PIPE_WIDTH = 120  # rich would fold tables to 80 columns where the output goes to a file

STATE_STYLE = {
    "graded": "green",
    "partial": "yellow",
    "timeout": "yellow",
    "crashed": "red",
    "unreadable": "red",
    "missing": "magenta",
}


# Errors of the system that a person can mend, and how.
_RIGHT = "Give yourself the right to write there, or take another folder; what was finished is kept."
MENDED_BY_A_PERSON = {
    errno.EACCES: _RIGHT,
    errno.EPERM: _RIGHT,
    errno.EROFS: _RIGHT,
    errno.ENOSPC: "Make room on that disk and run the command again; what was finished is kept.",
    errno.EDQUOT: "Make room within your quota and run the command again; what was finished is kept.",
}


class SafeConsole(Console):
    """A console on which no text steers the terminal: names of files and people may hold commands for it.

    What is printed is filtered where it has become pieces of text, so no caller can forget it; what the console itself
    says to the terminal (colours, the cursor of a progress bar) is no text.
    """

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render as any console does, with every character that steers replaced."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def console(*, machine: bool = False) -> Console:
    """Return the console for people: stdout, or stderr where stdout carries JSON for a machine."""
    stream = sys.stderr if machine else sys.stdout
    # A console of Windows or a pipe may not know every letter; a question mark is better than a crash.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    # Without markup: a folder or person whose name holds `[a]` is printed as it is.
    return SafeConsole(file=stream, width=None if stream.isatty() else PIPE_WIDTH, highlight=False, markup=False)


def state_text(state: str) -> Text:
    """Return a state in its colour."""
    return Text(str(state), style=STATE_STYLE.get(str(state), ""))


def write_json(file: str, data: Any) -> None:
    """Write `data` as JSON to a file, or to stdout where `file` is "-".

    Raises
    ------
    CommandError
        Where the file cannot be written.
    """
    text = json_text(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"
    if file == "-":
        sys.stdout.write(text)
        return
    try:
        Path(file).write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"{file}: cannot be written ({error.strerror}). Give another file with --json.") from error
