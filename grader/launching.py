"""Launch the program of the fork server, for a command as soon as it is called.

The grader's own libraries take a second to be imported, and so do those that every session has. With `ahead` one goes
on beside the other: a command launches the program before it imports anything large, and the fork server that it needs
later takes over what was launched, if it is of the same Python with the same environment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from grader.grading.session_environment import BACKEND, told
from grader.machine import package_folders
from grader.pythons import environment, own

#: What is imported for every session, whatever its notebook imports.
DEFAULT_MODULES = (
    "numpy", "numpy.random", "matplotlib.pyplot", "matplotlib.font_manager", "IPython.core.interactiveshell",
)  # fmt: skip
_PROGRAM = str(Path(__file__).resolve().parent / "sandbox" / "fork_server" / "__main__.py")


@dataclass
class Launched:
    """A program that was launched: its process, the socket through which it is spoken to, and what it complains of.

    Attributes
    ----------
    process : subprocess.Popen
    control : socket.socket
    complaints : file
        Its standard error.
    program : str
    variables : mapping of str to str
        Its environment.
    """

    process: subprocess.Popen
    control: socket.socket
    complaints: IO[bytes]
    program: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    def complaint(self) -> str:
        """Return the last line of what it complains of, empty where it does not."""
        self.complaints.seek(0)
        return (self.complaints.read().decode("utf-8", "replace").strip().splitlines() or [""])[-1]

    def end(self) -> None:
        """End it; it ends by itself where this program does."""
        self.control.close()
        self.complaints.close()
        with contextlib.suppress(OSError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()


_ahead: Launched | None = None
_lock = threading.Lock()


def launch(program: str, variables: Mapping[str, str]) -> Launched:
    """Launch the program under a Python; it imports `DEFAULT_MODULES` and then waits for a request.

    Parameters
    ----------
    program : str
        The Python.
    variables : mapping of str to str
        The environment, whole.

    Raises
    ------
    OSError
        If it cannot be run.
    """
    ours, theirs = socket.socketpair()
    complaints = tempfile.TemporaryFile()  # noqa: SIM115  - it is open as long as the program runs
    try:
        process = subprocess.Popen(
            [program, _PROGRAM, str(theirs.fileno()), *DEFAULT_MODULES],
            pass_fds=[theirs.fileno()],
            env=dict(variables),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            # A terminal that is closed, or a signal to this program's group, must not end keepers one by one.
            start_new_session=True,
        )
    except OSError:
        ours.close()
        complaints.close()
        raise
    finally:
        theirs.close()
    return Launched(process, ours, complaints, program, variables)


def variables_for(
    program: str, search: list[str], shown: bool, known: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the environment of the program: what it needs to import, and what sessions are told.

    Parameters
    ----------
    program : str
        The Python.
    search : list of str
        Folders for its `sys.path`.
    shown : bool
        Whether plots can be shown as in a notebook.
    known : mapping of str to str, optional
        What sessions are told; default: what `told` gives here.
    """
    return {
        **environment(program),
        "PYTHONPATH": os.pathsep.join(search),
        "MPLBACKEND": BACKEND if shown else "agg",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **(told() if known is None else known),
        # Without a pool of its own when it is imported, OpenBLAS starts no thread in a fork that is told to use one: a
        # thread, even one that waits, looks like one that a copy of the session would lack.
        "OPENBLAS_NUM_THREADS": "1",
    }


def ahead(elsewhere: str | None = None) -> None:
    """Launch the program under the grader's own Python, for a fork server that will be needed.

    Parameters
    ----------
    elsewhere : str, optional
        Another Python or a cluster on which notebooks run: nothing is launched here then.
    """
    global _ahead
    if elsewhere is not None or sys.platform != "linux":  # on other systems nothing can be isolated
        return
    with _lock, contextlib.suppress(OSError):
        if _ahead is None:
            program = own().program
            _ahead = launch(program, variables_for(program, package_folders(), True))


def taken_over(program: str, variables: Mapping[str, str]) -> Launched:
    """Return what was launched ahead, if it is the same program with the same environment; else launch it now.

    Parameters
    ----------
    program : str
    variables : mapping of str to str

    Raises
    ------
    OSError
        If it cannot be run.
    """
    global _ahead
    with _lock:
        found, _ahead = _ahead, None
    if found is not None:
        if (found.program, found.variables) == (program, variables) and found.process.poll() is None:
            return found
        found.end()
    return launch(program, variables)
