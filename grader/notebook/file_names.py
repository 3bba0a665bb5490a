"""Which handed-in file is which notebook of an assignment: the names of the released version decide.

Platforms number a file that is handed in again (`lab-1.ipynb`), browsers one that is downloaded again
(`lab (1).ipynb`), editors write copies (`lab-Copy1.ipynb`). Where the released version itself has a `lab-1`, that name
is its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from grader.text import key

_VERSION = re.compile(r"^(?P<stem>.+?)(?:-(?P<canvas>\d{1,3})| ?\((?P<browser>\d{1,3})\))$")


def split_version(stem: str) -> tuple[str, int]:
    """Split what a platform or a browser appended to a repeated file name: `dense-2` gives (`dense`, 2).

    Examples
    --------
    >>> split_version("03_dense_ae-1"), split_version("03_dense_ae (3)"), split_version("03_dense_ae")
    (('03_dense_ae', 1), ('03_dense_ae', 3), ('03_dense_ae', 0))
    >>> split_version(".(1)")
    ('.(1)', 0)
    """
    match = _VERSION.match(stem)
    if match is None or not match["stem"].strip("."):  # dots alone are the names of folders
        return stem, 0
    return match["stem"], int(match["canvas"] or match["browser"])


def released_name(stem: str, names: Iterable[str]) -> tuple[str, int]:
    """Return which of the released notebooks a file is by its name, and which upload of it.

    Parameters
    ----------
    stem : str
        Name of the file without its suffix.
    names : iterable of str
        Names of the released notebooks, without theirs.

    Returns
    -------
    name : str
        Empty where the name tells none.
    version : int
        0 for the first upload.

    Examples
    --------
    >>> released_name("Lab-1", ["lab"]), released_name("Lab-1", ["lab", "lab-1"]), released_name("other", ["lab"])
    (('lab', 1), ('lab-1', 0), ('', 0))
    """
    known = sorted(names, key=lambda name: name != stem)  # where two differ in a hyphen only, the one so written
    plain, version = split_version(stem)
    # "lab (1)" is never lab-1, though both have the same letters and digits.
    exact = stem in known or not stem.endswith(")")
    name = _like(stem, known) if exact else ""
    if name:
        return name, 0
    name = _like(plain, known)
    return name, version if name else 0


def fitting_notebooks(paths: Iterable[str], name: str, names: Iterable[str]) -> list[str]:
    """Return the submitted files that may be the notebook `name`: several only where nobody can say which.

    A copy that a browser or an editor renamed (`name (1).ipynb`, `name-Copy1.ipynb`, another folder, other letter
    case) is recognised as long as it is the only one that fits; the only notebook of a one-notebook assignment
    always fits.

    Parameters
    ----------
    paths : iterable of str
        What was handed in, as paths with `/`.
    name : str
    names : iterable of str
        Names of all released notebooks of the assignment.
    """
    known = list(names)
    notebooks = [path for path in paths if path.lower().endswith(".ipynb") and ".ipynb_checkpoints/" not in path]
    if f"{name}.ipynb" in notebooks:
        return [f"{name}.ipynb"]
    others = {f"{other}.ipynb" for other in known} - {f"{name}.ipynb"}
    free = [path for path in notebooks if path not in others]
    told = {path: released_name(PurePosixPath(path).stem, known) for path in free}
    for fits in (
        lambda path: told[path] == (name, 0),
        lambda path: told[path][0] == name,
        lambda path: not told[path][0] and _inside(PurePosixPath(path).stem, known) == name,
    ):
        found = sorted(path for path in free if fits(path))
        if found:
            return found
    return [] if others else sorted(free)


def _like(stem: str, names: list[str]) -> str:
    return next((name for name in names if key(name) == key(stem)), "")


def _inside(stem: str, names: list[str]) -> str:
    """Return the longest of the names that a file's name contains."""
    return max((name for name in names if key(name) and key(name) in key(stem)), key=len, default="")
