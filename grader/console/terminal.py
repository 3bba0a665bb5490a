"""What all commands share when they talk to a person: the console, and errors that end a command with a sentence."""

from __future__ import annotations

import errno
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from grader.errors import CommandError

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


def console(*, machine: bool = False) -> Console:
    """Return the console for people: stdout, or stderr where stdout carries JSON for a machine."""
    stream = sys.stderr if machine else sys.stdout
    # A console of Windows or a pipe may not know every letter; a question mark is better than a crash.
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    return Console(file=stream, width=None if stream.isatty() else PIPE_WIDTH, highlight=False)


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
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    if file == "-":
        sys.stdout.write(text)
        return
    try:
        Path(file).write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise CommandError(f"{file}: cannot be written ({error.strerror}). Give another file with --json.") from error
