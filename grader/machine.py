"""What this machine and this Python are: cores that may be used, folders of the environment."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import sys
from functools import cache
from typing import Any


@cache
def cores() -> int:
    """Return how many cores this process may use: those of its affinity mask, within the quota of its control group."""
    from joblib import cpu_count  # sessions of another Python need the rest of this module, and have no joblib

    return max(1, cpu_count())


def package_folders() -> list[str]:
    """Return the folders of installed packages that this Python searches."""
    return [p for p in sys.path if p.endswith(("site-packages", "dist-packages")) and os.path.isdir(p)]


def environment_paths() -> list[str]:
    """Return the folders of this Python: prefix, standard library and installed packages, never a project folder.

    A prefix that is a symbolic link stands there under both of its names: programs name either.
    """
    paths = {sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable)), *package_folders()}
    paths |= {os.path.realpath(path) for path in paths}
    # The root directory itself can never be meant: some distributions report it as prefix.
    return sorted(p for p in paths if p not in {"/", ""})


@cache
def standard_modules() -> frozenset[str]:
    """Return the top-level modules of Python's own library."""
    known = getattr(sys, "stdlib_module_names", None)
    if known is not None:
        return frozenset(known)
    # Before Python 3.10: what lies in the folder of the library, and what is built in.
    folders = [os.path.dirname(os.__file__)]
    folders += [each for each in sys.path if os.path.basename(each) == "lib-dynload"]
    files = {name.partition(".")[0] for folder in folders for name in os.listdir(folder)}
    return frozenset({*sys.builtin_module_names, *files} - {"site-packages", "dist-packages", "lib-dynload"})


def modules_here(names: list[str]) -> dict[str, dict[str, Any] | None]:
    """Return where top-level modules lie that are not Python's own: file and whether it is a package; None: nowhere."""
    found: dict[str, dict[str, Any] | None] = {}
    for name in names:
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError, AttributeError):
            spec = None
        found[name] = spec and {"origin": spec.origin or "", "package": bool(spec.submodule_search_locations)}
    return found


def packages_here() -> dict[str, str]:
    """Return the versions of what is installed, by name."""
    from importlib import metadata

    packages: dict[str, str] = {}
    for each in metadata.distributions():
        name = each.metadata["Name"] if each.metadata is not None else None
        # The first of a name is the one that is imported.
        if name:
            packages.setdefault(str(name), str(each.version))
    return packages


def this_python() -> dict[str, Any]:
    """Return what this Python is, as JSON-serialisable containers; `grader.pythons` asks another one for it."""
    return {
        "version": platform.python_version(),
        "implementation": sys.implementation.name,
        "prefix": os.path.realpath(sys.prefix),
        "program": sys.executable,
        "folders": environment_paths(),
        "standard": sorted(standard_modules()),
    }


def _tell() -> None:
    """Print what `grader.pythons` asks: what this Python is, or where modules lie."""
    # The folder of this file comes first where it is run by its path, and nothing in it is meant.
    sys.path[:] = [each for each in sys.path[1:] if each]
    found = modules_here(sys.argv[1:]) if sys.argv[1:] else {**this_python(), "packages": packages_here()}
    print(json.dumps(found))


if __name__ == "__main__":
    _tell()
