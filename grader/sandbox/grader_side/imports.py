"""What the notebooks of an assignment import: the fork server does so once, and sessions must be able to read it."""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager

from grader.machine import environment_paths
from grader.notebook.syntax import parse


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


def imports_of(notebooks: Iterable[bytes], local: Iterable[str] = (), closed: Iterable[Path] = ()) -> Imports:
    """Find what notebooks import.

    Parameters
    ----------
    notebooks : iterable of bytes
        The instructor's, as nbformat JSON.
    local : iterable of str
        Relative paths of files that lie beside the notebooks: modules among them are not third-party ones.
    closed : iterable of Path
        Folders of which no session may read anything, whatever a notebook imports.

    Returns
    -------
    Imports
    """
    beside = {Path(name).parts[0].removesuffix(".py") for name in local if name}
    shut = [os.path.realpath(path) for path in closed]
    found = Imports()
    usable: dict[str, bool] = {}
    for name in _imported(notebooks):
        top = name.partition(".")[0]
        if top not in usable:
            usable[top] = top not in beside and _locate(top, found, shut)
        if usable[top]:
            found.modules.append(name)
    return found


def missing_modules(notebooks: Iterable[bytes], local: Iterable[str] = ()) -> list[str]:
    """Return the top-level modules that notebooks import and that are not installed; arguments as of `imports_of`."""
    beside = {Path(name).parts[0].removesuffix(".py") for name in local if name}
    tops = dict.fromkeys(name.partition(".")[0] for name in _imported(notebooks))
    return [top for top in tops if top not in beside and not _is_there(top)]


def _is_there(top: str) -> bool:
    if top in sys.stdlib_module_names or top == "__main__":
        return True
    try:
        return find_spec(top) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def _imported(notebooks: Iterable[bytes]) -> list[str]:
    names: dict[str, None] = {}
    magics = TransformerManager()
    for content in notebooks:
        for cell in nbformat.reads(content.decode("utf-8"), as_version=4).cells:
            if cell.cell_type != "code":
                continue
            try:
                tree = parse(magics.transform_cell(cell.source))
            except (SyntaxError, ValueError, RecursionError):
                continue
            for node in ast.walk(tree):
                if isinstance(node, ast.Import):
                    names |= dict.fromkeys(alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names[node.module] = None
                    names |= dict.fromkeys(f"{node.module}.{alias.name}" for alias in node.names if alias.name != "*")
    return list(names)


def _locate(top: str, found: Imports, closed: list[str]) -> bool:
    """Note where a top-level module lies; False where sessions import it by themselves or must not read it."""
    if top in sys.stdlib_module_names or top in ("__main__", "grader"):
        return False
    try:
        spec = find_spec(top)
    except (ImportError, ValueError, AttributeError):
        return False
    if spec is None or not spec.origin or not os.path.isfile(spec.origin):
        return False
    place = os.path.realpath(os.path.dirname(spec.origin) if spec.submodule_search_locations else spec.origin)
    if any(_below(place, folder) for folder in closed):
        return False
    if not any(_below(place, os.path.realpath(folder)) for folder in environment_paths()):
        found.readable.append(place)
        found.search.append(os.path.dirname(place))
    return True


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
