"""Notebooks of other languages, isolated: a Jupyter kernel in the confinement of a session, with the tests in it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nbformat.notebooknode import NotebookNode

from grader.grading.execution import Execution, Placement
from grader.grading.test_inputs.plan import CellInputs
from grader.model import Limits
from grader.notebook.kernels import Kernel, kernel_name
from grader.sandbox.run import Sandbox, run

#: What the fork server of such sessions imports.
KERNEL_MODULES = ("grader.sandbox.kernel.process",)
# Where distributions put what a language reads when it starts, besides the folders of its program.
_CONFIGURATION = {"r": ("/etc/R",), "octave": ("/etc/octave.conf", "/etc/octaverc")}
_ASKED_SECONDS = 20.0


@dataclass
class KernelSandbox(Sandbox):
    """A way of running notebooks of other languages: tests run in the session, which is isolated like any other.

    Notebooks of Python beside them run in sessions of the same fork server, with their tests in the session.

    Attributes
    ----------
    kernels : mapping of str to Kernel
        By the name that notebooks give.
    """

    kernels: Mapping[str, Kernel] = field(default_factory=dict)

    def __call__(
        self,
        notebook: NotebookNode,
        limits: Limits,
        files: dict[str, bytes] | None = None,
        *,
        given: Mapping[str, CellInputs] | None = None,
        run_skipped: bool = False,
        placement: Placement | None = None,
    ) -> Execution:
        """Execute a merged notebook; see `grader.sandbox.run.run`."""
        chosen = replace(self, kernel=self.kernels.get(kernel_name(notebook)), judge=False)
        return run(notebook, limits, files, sandbox=chosen, given=given or {}, run_skipped=run_skipped)


def readable_for(kernels: Iterable[Kernel], closed: Iterable[Path] = ()) -> list[str]:
    """Return what sessions must read for kernels to run: their programs, descriptions and libraries.

    Parameters
    ----------
    kernels : iterable of Kernel
    closed : iterable of Path
        Folders of which no session may read anything.
    """
    shut = [os.path.realpath(path) for path in closed]
    wanted: dict[str, None] = {}
    for kernel in kernels:
        wanted[kernel.folder] = None
        wanted |= dict.fromkeys(_CONFIGURATION.get(kernel.language.lower(), ()))
        for part in kernel.command:
            if os.path.isabs(part):
                wanted |= dict.fromkeys(_own_folders(part))
        wanted |= dict.fromkeys(_libraries(kernel))
    return [path for path in wanted if path and os.path.exists(path) and not _touches(path, shut)]


def _own_folders(path: str) -> list[str]:
    """Return what a program needs around it: the folder above `bin`, where that is an installation of its own."""
    real, environment = os.path.realpath(path), os.path.dirname(os.path.dirname(path))
    above = os.path.dirname(os.path.dirname(real))
    installed = os.path.basename(os.path.dirname(real)) == "bin" and above not in ("/", os.path.expanduser("~"))
    found = [above if installed else real]
    # A virtual or conda environment, whose programs are links to somewhere else.
    if any(os.path.exists(os.path.join(environment, mark)) for mark in ("pyvenv.cfg", "conda-meta")):
        found.append(environment)
    return found


def _libraries(kernel: Kernel) -> list[str]:
    """Return the folders of packages that a language says it has; empty where it is not known how to ask."""
    if kernel.language.lower() != "r":
        return []
    try:
        said = subprocess.run(
            [kernel.program, "--slave", "--vanilla", "-e", "cat(.libPaths(), sep='\\n')"],
            capture_output=True, text=True, timeout=_ASKED_SECONDS, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line for line in said.stdout.splitlines() if os.path.isabs(line)]


def _touches(path: str, closed: list[str]) -> bool:
    real = os.path.realpath(path).rstrip(os.sep) + os.sep
    return any(real.startswith(each + os.sep) or (each + os.sep).startswith(real) for each in closed)
