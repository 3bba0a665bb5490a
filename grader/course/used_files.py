"""Which of the files beside a notebook it uses: data, pictures, modules that it imports."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

# What programs put beside files.
CACHES = frozenset(("__pycache__", "node_modules"))
_MODULE = ".py"
_NAME = r"[^\s\"'()<>\[\]]*"


def beside(folder: Path, left_out: Iterable[str]) -> dict[str, Path]:
    """Return the files of a folder that are no notebooks, by path from there.

    Hidden ones are passed over, and the folders in it that are called as one of `left_out`.
    """
    found = {}
    passed_over = frozenset(left_out)
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or name in passed_over))
        passed_over = CACHES
        for path in (Path(place, name) for name in sorted(names)):
            if path.suffix != ".ipynb" and not path.name.startswith(".") and path.is_file():
                found[path.relative_to(folder).as_posix()] = path
    return found


def used(text: str, files: dict[str, Path]) -> list[Path]:
    """Return the files that a notebook uses, and those that its modules use.

    Parameters
    ----------
    text : str
        All that its cells say.
    files : dict of str to Path
        What there is, by path from the notebook.
    """
    found: dict[str, Path] = {}
    while text:
        named = _Named(text, files)
        more = {name: path for name, path in files.items() if name not in found and named.has(PurePosixPath(name))}
        found |= more
        text = "\n".join(_read(path) for path in more.values() if path.suffix == _MODULE)
    return [found[name] for name in sorted(found)]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


class _Named:
    """What a text names of some files: by path, by folder, or as a module."""

    def __init__(self, text: str, files: dict[str, Path]) -> None:
        self._text = text.replace("\\\\", "/").replace("\\", "/")  # paths as Windows writes them
        self._files = files
        self._folders: dict[str, bool] = {}

    def has(self, path: PurePosixPath) -> bool:
        if len(path.parts) == 1:
            return path.name in self._text or (path.suffix == _MODULE and self._imports(path.stem))
        if path.suffix == _MODULE and self._imports(path.parts[0]):
            return True
        folders = (str(above) for above in path.parents if above.name)
        return str(path) in self._text or any(self._takes(folder, path.name) for folder in folders)

    def _imports(self, module: str) -> bool:
        return re.search(rf"^\s*(?:import|from)\s+{re.escape(module)}\b", self._text, re.MULTILINE) is not None

    def _takes(self, folder: str, name: str) -> bool:
        """Whether a folder is named without saying which of its files, or beside the file's own name."""
        if folder not in self._folders:
            self._folders[folder] = self._takes_all(folder)
        return self._folders[folder] or (self._quotes(folder) and name in self._text)

    def _takes_all(self, folder: str) -> bool:
        """Whether paths into a folder are made as the notebook runs: `data/{year}.csv`, `data/*.csv`."""
        for match in re.finditer(rf"(?<![\w/-])(?:\./)?{re.escape(folder)}/({_NAME})", self._text):
            path = f"{folder}/{match[1].rstrip('.,;:')}"
            deeper = "/".join(path.split("/")[: folder.count("/") + 2]) + "/"
            if path not in self._files and not any(name.startswith(deeper) for name in self._files):
                return True
        inside = [PurePosixPath(name).name for name in self._files if name.startswith(f"{folder}/")]
        return self._quotes(folder) and not any(name in self._text for name in inside)

    def _quotes(self, folder: str) -> bool:
        return re.search(rf"""(["'])(?:\./)?{re.escape(folder)}/?\1""", self._text) is not None
