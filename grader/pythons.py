"""The Python under which a course's notebooks run: the one that runs the grader, or another one, which is asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from grader import machine
from grader.errors import CourseError

#: The oldest Python that sessions and judges run under.
OLDEST = (3, 9)
_ASKED_SECONDS = 60.0
_ASKED = str(Path(machine.__file__).resolve())


@dataclass(frozen=True)
class Place:
    """Where a module lies.

    Attributes
    ----------
    origin : str
        Its file; empty where it has none.
    package : bool
    """

    origin: str
    package: bool

    @property
    def path(self) -> str:
        """The folder of a package, the file of any other module; empty where there is no file."""
        if not os.path.isfile(self.origin):
            return ""
        return os.path.realpath(os.path.dirname(self.origin) if self.package else self.origin)


@dataclass(frozen=True)
class Python:
    """A Python that runs sessions and judges; make it with `own` or `ask`.

    Attributes
    ----------
    program : str
    version : str
        As "3.12.4".
    prefix : str
        Folder of its environment.
    folders : tuple of str
        What has to be readable for it: prefixes, standard library, installed packages.
    standard : frozenset of str
        Top-level modules of its own library.
    packages : mapping of str to str
        Versions of what is installed, by name.
    is_own : bool
        Whether it is the one that runs the grader.
    """

    program: str
    version: str
    prefix: str
    folders: tuple[str, ...]
    standard: frozenset[str]
    packages: Mapping[str, str] = field(hash=False, compare=False)
    is_own: bool = False

    def places(self, modules: Iterable[str]) -> dict[str, Place | None]:
        """Return where top-level modules lie, None for those that are not installed; `modules` are none of its own.

        Raises
        ------
        CourseError
            If the Python does not answer any more.
        """
        names = tuple(sorted(set(modules)))
        if self.is_own:
            found = machine.modules_here(list(names))
        else:
            found = _modules_there(self.program, names) if names else {}
        return {name: Place(**place) if place else None for name, place in found.items()}

    def has(self, module: str) -> bool:
        """Whether a top-level module can be imported there."""
        return module in self.standard or module == "__main__" or self.places([module])[module] is not None

    def lacks(self) -> str:
        """Say what a session will do without; empty where it has all that a notebook is used to."""
        if self.is_own or self.has("IPython"):
            return ""
        return (
            "It has no IPython: cells run as plain Python, magics (%time) and !commands are left out and plots are not "
            f"shown ({self.program} -m pip install ipython)."
        )


@cache
def own() -> Python:
    """Return the Python that runs the grader."""
    return _made({**machine.this_python(), "packages": {}}, is_own=True)


@cache
def ask(program: str) -> Python:
    """Return a Python of which its program is known; `own` if it is that one.

    Parameters
    ----------
    program : str
        Path, or name of a program on PATH; the folder of a virtual or conda environment stands for its Python.

    Raises
    ------
    CourseError
        If it is no Python that can run sessions; the message says why, and what to do.
    """
    path = _program(program)
    told = _answer(path, ())
    version = tuple(int(part) for part in str(told["version"]).split(".")[:2])
    if version < OLDEST:
        raise CourseError(
            f"{path} is Python {told['version']}. Notebooks run under Python {OLDEST[0]}.{OLDEST[1]} or later: give "
            "another one with --python."
        )
    if told["implementation"] != "cpython":
        raise CourseError(
            f"{path} is {told['implementation']}, which cannot be isolated: give a CPython with --python."
        )
    if told["prefix"] == os.path.realpath(sys.prefix):
        return own()
    return _made({**told, "program": path}, is_own=False)


def is_newer(python: Python) -> bool:
    """Whether a Python may know more words than the one that runs the grader."""
    return tuple(int(part) for part in python.version.split(".")[:2]) > sys.version_info[:2]


def _program(given: str) -> str:
    expanded = os.path.expanduser(given)
    if os.path.isdir(expanded):
        expanded = os.path.join(expanded, "bin", "python")
    found = shutil.which(expanded)
    if found is None:
        raise CourseError(f"There is no program {given}: give the Python of the course's environment with --python.")
    return os.path.abspath(found)  # not its real path: a virtual environment is known by the link that is called


def _made(told: dict[str, Any], *, is_own: bool) -> Python:
    return Python(
        told["program"], told["version"], told["prefix"], tuple(told["folders"]), frozenset(told["standard"]),
        told["packages"], is_own,
    )  # fmt: skip


@cache
def _modules_there(program: str, names: tuple[str, ...]) -> dict[str, Any]:
    return _answer(program, names)


def _answer(program: str, names: tuple[str, ...]) -> dict[str, Any]:
    try:
        said = subprocess.run(
            [program, _ASKED, *names], capture_output=True, timeout=_ASKED_SECONDS, check=False, cwd="/",
            stdin=subprocess.DEVNULL, env=environment(program),
        )  # fmt: skip
        return dict(json.loads(said.stdout.decode("utf-8").strip().splitlines()[-1]))
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CourseError(f"{program} cannot be run as a Python: {error}") from error
    except (ValueError, IndexError, TypeError) as error:
        last = said.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it says nothing"]
        wanted = f"Python {OLDEST[0]}.{OLDEST[1]} or later"
        raise CourseError(f"{program} is not {wanted} ({last[0][:200]}): give another one with --python.") from error


def environment(program: str) -> dict[str, str]:
    """Return the environment in which a Python is started: nothing that a session must not learn.

    Packages that a user has installed for themselves lie at home.
    """
    return {
        "PATH": os.pathsep.join([os.path.dirname(program), "/usr/local/bin", "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "HOME": os.environ.get("HOME", "/"),
    }
