"""Python's standard streams in a session or judge: text goes to `Outputs`, nobody can type, nothing is installed."""

from __future__ import annotations

import builtins
import getpass
import re
import sys
from typing import Any

from grader.sandbox.worker.outputs import Outputs, Stream

# `!pip install ...`, `%pip install ...`: with no network they would only wait for one.
INSTALLS = re.compile(r"(?:^|[\s;&|/])(?:pip3?|conda|mamba|apt|apt-get)\s+(?:-\S+\s+)*(?:install|update|download)\b")
NOTHING_INSTALLED = (
    "Nothing is installed while a notebook is graded: there is no network, and what the course needs is there.\n"
)


class StdinNotImplementedError(RuntimeError):
    """`input` was called where nobody can answer."""


def connect(outputs: Outputs) -> None:
    """Let what is printed go to `outputs`, and say who asks for input that there is none."""
    sys.stdout, sys.stderr = Stream(outputs, "stdout", 1), Stream(outputs, "stderr", 2)
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
    builtins.input = _no_input
    getpass.getpass = _no_input


def _no_input(prompt: str = "", *_: Any, **__: Any) -> str:
    raise StdinNotImplementedError(
        "input() was called, but nobody can type while a notebook is graded: give the value as a variable instead."
    )
