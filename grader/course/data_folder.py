"""The data that lessons read (`COURSE_DATA_DIR`): told apart by content, sent to workers that do not have it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "COURSE_DATA_DIR"
SENT_MB = 128
_HASHED_BYTES = 256 << 20
_MAX_FILES = 2000


def folder(variables: dict[str, str] | None = None) -> Path | None:
    """Return this machine's data folder, None where none is set or it does not exist."""
    name = (os.environ if variables is None else variables).get(VARIABLE)
    path = Path(name).expanduser().resolve() if name else None
    return path if path is not None and path.is_dir() else None


def contents(place: Path | None) -> dict[str, str]:
    """Return what tells the files of a data folder from others: size and, for those below 256 MiB, SHA-256."""
    if place is None:
        return {}
    found = {}
    for path in _files(place):
        size = path.stat().st_size
        key = hashlib.sha256(path.read_bytes()).hexdigest()[:16] if size <= _HASHED_BYTES else ""
        found[path.relative_to(place).as_posix()] = f"{size} {key}".strip()
    return found


def megabytes(place: Path) -> float:
    """Return the size of a data folder in MiB."""
    return sum(path.stat().st_size for path in _files(place)) / (1 << 20)


def load(place: Path) -> dict[str, bytes]:
    """Return the files of a data folder; call it only below `SENT_MB`."""
    return {path.relative_to(place).as_posix(): path.read_bytes() for path in _files(place)}


def save(files: dict[str, bytes], place: Path) -> None:
    """Write files below a folder.

    Raises
    ------
    ValueError
        If a name leads out of it.
    """
    for name, content in files.items():
        path = place / name
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise ValueError(f"{name} leads out of the data folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _files(place: Path) -> Iterator[Path]:
    paths = sorted(path for path in place.rglob("*") if path.is_file())
    for number, path in enumerate(paths):
        if number == _MAX_FILES:
            raise OSError(f"{place} holds more than {_MAX_FILES} files")
        yield path
