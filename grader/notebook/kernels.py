"""Which Jupyter kernel a notebook names, where it is installed, and how to install it where it is not."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbformat.notebooknode import NotebookNode

from grader.notebook.language import language_of

logger = logging.getLogger(__name__)

# How kernels that courses use come onto a machine; by language, in lower case.
_INSTALLED_BY = {
    "r": "on Debian and Ubuntu `apt install r-cran-irkernel`, elsewhere in R `install.packages('IRkernel'); "
    "IRkernel::installspec()`",
    "julia": 'in Julia `using Pkg; Pkg.add("IJulia")`',
    "bash": "`pip install bash_kernel && python -m bash_kernel.install`",
    "octave": "`pip install octave_kernel`",
    "scala": "with Coursier `cs launch almond -- --install`",
    "javascript": "with Deno `deno jupyter --install`",
    "typescript": "with Deno `deno jupyter --install`",
    "c++": "with conda `conda install -c conda-forge xeus-cpp`",
    "sql": "with conda `conda install -c conda-forge xeus-sql`",
    "python": "in the environment of the notebook `python -m ipykernel install --user`",
}
_PYTHONS = ("python", "python3", f"python{sys.version_info[0]}.{sys.version_info[1]}")


@dataclass(frozen=True)
class Kernel:
    """An installed kernel.

    Attributes
    ----------
    name : str
        As `jupyter kernelspec list` shows it.
    language : str
    command : tuple of str
        The program, as an absolute path where it was found, and its arguments; `{connection_file}` stands in them.
    environment : dict of str to str
    folder : str
        Where its description lies.
    interrupts_by_message : bool
        Whether it is interrupted by a message, not by a signal.
    """

    name: str
    language: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    interrupts_by_message: bool = False

    @property
    def program(self) -> str:
        """The program that is run."""
        return self.command[0]

    def settings(self) -> dict[str, Any]:
        """Return what a process needs to know to start it, as JSON-serialisable containers."""
        return {
            "command": list(self.command),
            "environment": dict(self.environment),
            "interrupts_by_message": self.interrupts_by_message,
        }


def kernel_name(notebook: NotebookNode) -> str:
    """Return the name of the kernel that a notebook asks for, empty where it names none."""
    return str(notebook.metadata.get("kernelspec", {}).get("name") or "")


def find_kernel(notebook: NotebookNode) -> Kernel | None:
    """Return the installed kernel for a notebook, None where there is none.

    It is the one of the name that the notebook gives. Where no kernel has that name, the only one of the same language
    is meant: authors' machines name the same thing differently (`ir`, `ir42`; `julia-1.9`, `julia-1.10`).
    """
    manager = KernelSpecManager()
    places = manager.find_kernel_specs()
    name, language = kernel_name(notebook), language_of(notebook)
    if name in places:
        named = _kernel(name, manager.get_kernel_spec(name))
        if (named.language.lower() == "python") == (language == "python"):
            return named
    if language == "python":
        return None
    alike = []
    for each in places:
        try:
            spec = manager.get_kernel_spec(each)
        except Exception:  # a description that cannot be read is no kernel; jupyter_client raises many kinds
            logger.info("the description of the kernel %s cannot be read", each, exc_info=True)
            continue
        if str(spec.language).lower() == language.lower():
            alike.append(_kernel(each, spec))
    return alike[0] if len(alike) == 1 else None


def is_python_of_its_own(notebook: NotebookNode) -> bool:
    """Whether a notebook of Python names a kernel by more than its language, such as `conda-env-ml-py`."""
    return kernel_name(notebook) not in ("", *_PYTHONS)


def python_of_kernel(notebook: NotebookNode) -> str | None:
    """Return the Python that the kernel named by a notebook of Python runs, None where no such kernel is known here."""
    if not is_python_of_its_own(notebook):
        return None
    kernel = find_kernel(notebook)
    if kernel is None or "-m" not in kernel.command:
        return None
    module = kernel.command[kernel.command.index("-m") + 1 :][:1]
    return kernel.program if module and module[0].partition(".")[0] in ("ipykernel", "ipykernel_launcher") else None


def not_installed(notebook: NotebookNode) -> str:
    """Say that a notebook's kernel is not installed, and how to install it: the end of a sentence."""
    name, language = kernel_name(notebook), language_of(notebook)
    named = f"its kernel `{name}`" if name else f"a kernel for {language}"
    how = _INSTALLED_BY.get(language.lower(), "as the kernel's own pages say")
    return (
        f"is written in {language}, and {named} is not installed here: install it ({how}), and see with "
        f"`jupyter kernelspec list` that it is there"
    )


def _kernel(name: str, spec: KernelSpec) -> Kernel:
    command = [part.replace("{resource_dir}", spec.resource_dir) for part in spec.argv]
    # As Jupyter does: a bare `python` is the one that runs it.
    program = sys.executable if command[0] in _PYTHONS else shutil.which(command[0]) or command[0]
    environment = {key: os.path.expandvars(str(value)) for key, value in spec.env.items()}
    return Kernel(
        name,
        str(spec.language),
        (program, *command[1:]),
        environment,
        spec.resource_dir,
        spec.interrupt_mode == "message",
    )


def is_found(kernel: Kernel) -> bool:
    """Whether a kernel's program is there."""
    return os.access(kernel.program, os.X_OK) and Path(kernel.program).is_file()
