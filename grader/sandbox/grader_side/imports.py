"""What the notebooks of an assignment import: the fork server does so once, and sessions must be able to read it."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from grader.notebook.syntax import parse
from grader.pythons import Place, Python, own
from grader.sandbox.isolation.confinement import SYSTEM_PATHS


@dataclass
class Imports:
    """What a fork server needs for an assignment.

    Attributes
    ----------
    modules : list of str
        Third-party modules by their full names, in the order of their first import. A few may be no modules but names
        in one; importing them fails and does no harm.
    readable : list of str
        Folders and files of those that lie outside of this Python environment, such as a package that was installed
        as editable.
    search : list of str
        Where those are found.
    """

    modules: list[str] = field(default_factory=list)
    readable: list[str] = field(default_factory=list)
    search: list[str] = field(default_factory=list)


def imports_of(
    notebooks: Iterable[bytes], local: Iterable[str] = (), closed: Iterable[Path] = (), python: Python | None = None
) -> Imports:
    """Find what notebooks import.

    Parameters
    ----------
    notebooks : iterable of bytes
        The instructor's, as nbformat JSON.
    local : iterable of str
        Relative paths of files that lie beside the notebooks: modules among them are not third-party ones.
    closed : iterable of Path
        Folders of which no session may read anything, whatever a notebook imports.
    python : Python, optional
        Which one runs the sessions; default: the one that runs the grader.

    Returns
    -------
    Imports

    Raises
    ------
    CourseError
        If that Python does not answer.
    """
    python = python or own()
    names = _imported(notebooks)
    tops = [top for top in _not_its_own(names, local, python) if top != "grader"]
    shut = [os.path.realpath(path) for path in closed]
    found = Imports()
    places = python.places(tops)
    usable = {top for top in tops if _locate(places[top], found, shut, python)}
    found.modules += [name for name in names if name.partition(".")[0] in usable]
    return found


def missing_modules(notebooks: Iterable[bytes], local: Iterable[str] = (), python: Python | None = None) -> list[str]:
    """Return the top-level modules that notebooks import and that are not installed; arguments as of `imports_of`.

    Where `local` holds the files themselves, what their modules import counts too.
    """
    python = python or own()
    names = _imported(notebooks)
    if isinstance(local, Mapping):
        names += _imported_by_modules(names, local)
    tops = _not_its_own(names, local, python)
    places = python.places(tops)
    return [top for top in tops if places[top] is None]


def _not_its_own(names: Iterable[str], local: Iterable[str], python: Python) -> list[str]:
    """Return the top-level modules among names that are neither Python's own nor lie beside the notebooks."""
    known = {"__main__", *(Path(name).parts[0].removesuffix(".py") for name in local if name)}
    tops = dict.fromkeys(name.partition(".")[0] for name in names)
    return [top for top in tops if top not in known and top not in python.standard]


def _imported_by_modules(names: Iterable[str], files: Mapping[str, bytes]) -> list[str]:
    """Return what modules beside a notebook import, as far as its imports lead to them."""
    found: dict[str, None] = {}
    left, read = [name.partition(".")[0] for name in names], set()
    while left:
        top = left.pop()
        if top in read:
            continue
        read.add(top)
        for path, content in files.items():
            if path == f"{top}.py" or (path.startswith(f"{top}/") and path.endswith(".py")):
                more = _names_imported(content.decode("utf-8", errors="replace"))
                found |= dict.fromkeys(more)
                left += [name.partition(".")[0] for name in more]
    return list(found)


def _names_imported(source: str) -> list[str]:
    try:
        tree = parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return []
    names: dict[str, None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= dict.fromkeys(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names[node.module] = None
            names |= dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*")
    return list(names)


def _imported(notebooks: Iterable[bytes]) -> list[str]:
    names: dict[str, None] = {}
    magics = TransformerManager()
    for content in notebooks:
        for cell in nbformat.reads(content.decode("utf-8"), as_version=4).cells:
            if cell.cell_type != "code":
                continue
            try:
                names |= dict.fromkeys(_names_imported(magics.transform_cell(cell.source)))
            except (SyntaxError, ValueError, RecursionError):
                continue
    return list(names)


def _locate(place: Place | None, found: Imports, closed: list[str], python: Python) -> bool:
    """Note where a module lies; False where sessions cannot import it or must not read it."""
    path = place.path if place is not None else ""
    if not path or any(_below(path, folder) for folder in closed):
        return False
    if not any(_below(path, os.path.realpath(folder)) for folder in python.folders):
        found.readable.append(path)
        found.search.append(os.path.dirname(path))
    return True


def readable_around(folder: Path, python: Python, more: Iterable[str] = ()) -> str:
    """Return what every session may read and lies around a folder; empty where nothing does.

    Parameters
    ----------
    folder : Path
    python : Python
        Which one runs the sessions.
    more : iterable of str
        What else sessions may read: data, and modules outside of that Python.
    """
    path = os.path.realpath(folder)
    wanted = (os.path.realpath(each) for each in (*SYSTEM_PATHS, *python.folders, *more))
    return next((each for each in wanted if _below(path, each)), "")


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
