"""What a score can depend on beside master and submission: Python, packages, sources, what sessions are told, data.

The same fingerprint says whether a stored outcome still holds and whether another machine may grade with this one.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

import grader
from grader.course import data_folder
from grader.grading.session_environment import told
from grader.machine import environment_paths
from grader.pythons import Python

# What runs, judges and draws a notebook; and the libraries below those that a notebook names.
PACKAGES = (
    "nbgrader", "nbformat", "nbconvert", "nbclient", "ipython", "ipykernel", "jupyter-client", "traitlets", "psutil",
    "dask", "distributed", "numpy", "scipy", "matplotlib", "matplotlib-inline", "pandas", "pillow", "scikit-learn",
    "scikit-image", "keras", "tensorflow", "torch", "jax", "h5py", "ml-dtypes",
)  # fmt: skip
# One library that goes by different names on different machines.
SAME = {"tensorflow-cpu": "tensorflow", "tensorflow-macos": "tensorflow"}
GRADER = Path(grader.__file__).resolve().parent
LOCK = GRADER.parent / "requirements.lock"
_SHOWN = 3


def describe(modules: Iterable[str] = ()) -> dict[str, Any]:
    """Return what a score can depend on here, as plain data.

    Parameters
    ----------
    modules : iterable of str
        What the notebooks of the assignment import.

    Returns
    -------
    dict
        "python" (minor version), "grader" (key of its source), "packages" (version by name, None where there is none)
        and "modules" (key of the source of those that are no installed package, None where there is none).
    """
    tops = sorted({name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names))
    packages, sources = dict.fromkeys(PACKAGES), {}
    for top in tops:
        place = _place(top)
        if place is None or not _installed(place):
            sources[top] = None if place is None else _source_key(place)
        else:
            packages |= dict.fromkeys(_plain_name(name) for name in _owners().get(top, []))
    return {
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "grader": _source_key(GRADER),
        "packages": {name: _version(name) for name in packages},
        "modules": sources,
    }


def describe_there(python: Python, modules: Iterable[str] = ()) -> dict[str, Any]:
    """Return what a score can depend on where another Python runs the notebooks; see `describe`.

    Everything that is installed there counts, by its version, and by its source what lies elsewhere.
    """
    tops = sorted({name.partition(".")[0] for name in modules} - python.standard)
    folders = [os.path.realpath(folder) for folder in python.folders]
    sources = {}
    for top, place in python.places(tops).items():
        path = Path(place.path) if place is not None and place.path else None
        if path is None or not any(path.is_relative_to(folder) for folder in folders):
            sources[top] = None if path is None else _source_key(path)
    return {
        "python": python.version,
        "grader": _source_key(GRADER),
        "packages": dict(python.packages),
        "modules": sources,
    }


def environment_key(modules: Iterable[str] = (), python: Python | None = None) -> str:
    """Return a key of everything here that a score can depend on; see `describe`.

    Parameters
    ----------
    modules : iterable of str
        What the notebooks of the assignment import, and their tests.
    python : Python, optional
        Which one runs them; default: the one that runs the grader.

    Returns
    -------
    str
        Hexadecimal SHA-256.
    """
    there = describe(modules) if python is None or python.is_own else describe_there(python, modules)
    known = {"environment": there, "told": told(), "data": data_folder.contents(data_folder.folder())}
    known["told"].pop(data_folder.VARIABLE, None)  # its contents count, not its place
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode("ascii")).hexdigest()


def differences(there: dict[str, Any], here: dict[str, Any]) -> list[str]:
    """Return in words how an environment differs from this one, both as `describe` gave them."""
    found = []
    if there["python"] != here["python"]:
        found.append(f"Python is {there['python']}, not {here['python']}")
    if there["grader"] != here["grader"]:
        found.append("the grader is another version")
    for name, wanted in here["packages"].items():
        seen = there["packages"].get(name)
        if seen != wanted:
            found.append(_said(name, seen, wanted))
    for name, wanted in here["modules"].items():
        seen = there["modules"].get(name, there["packages"].get(name))
        if seen != wanted:
            found.append(f"{name} {'is another version' if seen else 'is not there'}")
    return found


def lock_differences(here: dict[str, Any], lock: Path = LOCK) -> list[str]:
    """Return in words how this environment differs from the project's lock; nothing where there is no lock."""
    try:
        lines = lock.read_text(encoding="utf-8")
    except OSError:
        return []
    locked = {}
    for line in re.findall(r"^[\w.-]+==[^\\\n]+", lines, re.M):
        wanted = Requirement(line.strip())
        if wanted.marker is None or wanted.marker.evaluate():
            locked[_plain_name(wanted.name)] = str(wanted.specifier).removeprefix("==")
    pairs = [(name, seen, locked.get(name)) for name, seen in here["packages"].items()]
    return [_said(name, seen, wanted) for name, seen, wanted in pairs if wanted and seen != wanted]


def sentence(found: list[str]) -> str:
    """Join differences; the first few stand for all."""
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def _said(name: str, seen: str | None, wanted: str | None) -> str:
    if seen is None or wanted is None:
        return f"{name} {'is not there' if seen is None else 'is there'}"
    return f"{name} is {seen}, not {wanted}"


@functools.cache
def _owners() -> Mapping[str, list[str]]:
    return packages_distributions()  # reads a file of every package that is installed


def _plain_name(name: str) -> str:
    plain = re.sub(r"[-_.]+", "-", name).lower()
    return SAME.get(plain, plain)


def _version(name: str) -> str | None:
    for each in (name, *(other for other, same in SAME.items() if same == name)):
        try:
            return version(each)
        except PackageNotFoundError:
            continue
    return None


def _place(top: str) -> Path | None:
    try:
        spec = find_spec(top)
    except (ImportError, ValueError, AttributeError):
        return None
    if spec is None or not spec.origin or not os.path.isfile(spec.origin):
        return None
    return Path(os.path.realpath(os.path.dirname(spec.origin) if spec.submodule_search_locations else spec.origin))


def _installed(place: Path) -> bool:
    return any(place.is_relative_to(os.path.realpath(folder)) for folder in environment_paths())


def _source_key(place: Path) -> str:
    digest = hashlib.sha256()
    files = [place] if place.is_file() else sorted(place.rglob("*.py"))
    for path in files:
        name = path.name if path == place else path.relative_to(place).as_posix()
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
